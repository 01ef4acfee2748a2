using System.Globalization;
using CmqContracts.Protocol;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>
/// Takes due deliveries from the backend and posts them. The backend says how many of whom at a _time, and when what has failed
/// comes again.
/// </summary>
internal sealed partial class PushDispatcher(ServerContext context) : IServerPart
{
    /// <summary>How much longer a lease is than an attempt may take, so that its outcome is told in time.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(15);

    /// <summary>How long the backend is left alone after a failure of its own.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ITopicPushes _pushes = context.Backend.Pushes;
    private readonly PushOptions _options = context.Options.Push;
    private readonly TimeProvider _time = context.Options.TimeProvider;
    private readonly ILogger _logger = context.Loggers.CreateLogger<PushDispatcher>();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _cut = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpMessageInvoker _http = PushTransport.Create(context.Options.Push);
    private Task _run = Task.CompletedTask;

    /// <summary>Deliveries under way, and one for the loop that takes them.</summary>
    private int _open = 1;

    public void Start()
    {
        if (_options.Parallelism > 0)
            _run = Task.Run(RunAsync);
    }

    /// <summary>Takes no more deliveries, and waits for those under way.</summary>
    /// <param name="deadline">Ends those that are still under way. They come again when their lease is over.</param>
    public async Task StopAsync(CancellationToken deadline)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        using (deadline.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _cut))
        {
            await _run.ConfigureAwait(false);
            Close();
            await _settled.Task.ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _cut.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await DispatchAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or CmqUnavailableException)
            {
                return;
            }
            catch (CmqServiceException e)
            {
                LogBackendFailure(_logger, e.Error);
                await Task.Delay(Pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task DispatchAsync()
    {
        foreach (TopicPush push in await _pushes.TakeAsync(_options.Parallelism, _options.Timeout + Reserve, _stop.Token).ConfigureAwait(false))
        {
            Interlocked.Increment(ref _open);
            _ = DeliverAsync(push);
        }
    }

    private void Close()
    {
        if (Interlocked.Decrement(ref _open) == 0)
            _settled.SetResult();
    }

    private async Task DeliverAsync(TopicPush push)
    {
        try
        {
            string? failure = await PostAsync(push).ConfigureAwait(false);
            context.Meter.Pushed(delivered: failure is null);
            if (failure is not null)
                LogFailure(_logger, push.TopicName, push.SubscriptionName, push.MessageId, push.Attempt, failure);
            await _pushes.SettleAsync(push, delivered: failure is null).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_cut.IsCancellationRequested)
        {
            // The server stops. The endpoint has failed nothing, so the attempt does not count.
        }
        catch (CmqException e)
        {
            // Nobody knows what came of it, so it comes again when its lease is over.
            LogNotSettled(_logger, push.TopicName, push.SubscriptionName, push.MessageId, e.GetType());
        }
        finally
        {
            Close();
        }
    }

    /// <returns>Why the endpoint did not take it; <see langword="null"/>: it did.</returns>
    private async Task<string?> PostAsync(TopicPush push)
    {
        using CancellationTokenSource timeout = new(_options.Timeout, _time);
        using CancellationTokenRegistration cut = _cut.Token.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), timeout);
        try
        {
            using HttpRequestMessage request = PushContent.Create(push, Guid.NewGuid().ToString());

            // The answer may come on the thread that waits for all sockets, and what follows may wait for a disk.
            using HttpResponseMessage response = await _http.SendAsync(request, timeout.Token).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return response.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"HTTP status {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!_cut.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"no answer within {_options.Timeout.TotalSeconds} s");
        }
        catch (Exception e) when (e is HttpRequestException or FormatException or NotSupportedException or InvalidOperationException)
        {
            // The text of the exception may quote the URL, and a URL may hold a secret of the user's.
            return e is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } known ? known.HttpRequestError.ToString() : e.GetType().Name;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Topic {Topic} could not deliver message {MessageId} to subscription {Subscription}, attempt {Attempt}: {Failure}.")]
    private static partial void LogFailure(ILogger logger, string topic, string subscription, string messageId, int attempt, string failure);

    [LoggerMessage(2, LogLevel.Warning, "Topic {Topic} could not settle message {MessageId} of subscription {Subscription}: {ExceptionType}. It will be delivered again.")]
    private static partial void LogNotSettled(ILogger logger, string topic, string subscription, string messageId, Type exceptionType);

    [LoggerMessage(3, LogLevel.Error, "The backend gave no deliveries: {Error}.")]
    private static partial void LogBackendFailure(ILogger logger, CmqError error);
}
