using Microsoft.Extensions.Logging;

namespace CmqContracts;

/// <summary>Calls what users have registered or written and whose exceptions change nothing: they are logged. On a thread of a timer they would end the process.</summary>
internal static class Safely
{
    /// <summary>Cancels, whatever the callbacks on the token do.</summary>
    public static void Cancel(CancellationTokenSource source, ILogger logger, string queueName)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // All has ended at the moment at which a timer fired.
        }
        catch (Exception e)
        {
            logger.CallbackFailed(e, queueName);
        }
    }

    /// <summary>Disposes what belongs to the handling of a message, whose result is known.</summary>
    public static async ValueTask DisposeAsync<TMessage, T>(T disposable, ReceivedMessage<TMessage> message, QueueClient<TMessage> queue)
        where T : IAsyncDisposable
    {
        try
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            queue.Client.Logger.NotDisposed(e, Protocol.Wire.ShownText.Of(message.MessageId), queue.QueueName);
        }
    }
}
