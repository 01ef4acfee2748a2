using System.Globalization;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>
/// Takes due deliveries from the backend and posts them to their endpoints. The backend decides how many of each account are under way, and when
/// a failed delivery is repeated.
/// </summary>
internal sealed partial class PushDispatcher(ServerContext context) : IServerPart
{
    /// <summary>How much longer a lease is than an attempt may take, so that the outcome is reported before it ends.</summary>
    private static readonly TimeSpan LeaseReserve = TimeSpan.FromSeconds(15);

    /// <summary>The delay after a failure of the backend.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly ITopicPushes _pushes = context.Backend.Pushes;
    private readonly PushOptions _options = context.Options.Push;
    private readonly TimeProvider _time = context.Options.TimeProvider;
    private readonly ILogger _logger = context.Loggers.CreateLogger<PushDispatcher>();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _allDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpMessageInvoker _http = PushTransport.Create(context.Options.Push);
    private Task _run = Task.CompletedTask;

    /// <summary>How many deliveries are under way, and one for the loop that takes them.</summary>
    private int _pending = 1;

    public void Start()
    {
        if (_options.Parallelism > 0)
            _run = Task.Run(RunAsync);
    }

    /// <summary>Takes no more deliveries, and waits for those under way.</summary>
    /// <param name="deadline">Aborts those that are still under way. They have failed when their lease ends.</param>
    public async Task StopAsync(CancellationToken deadline)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        using (deadline.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abort))
        {
            await _run.ConfigureAwait(false);
            CompleteOne();
            await _allDone.Task.ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _abort.Dispose();
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
                await Task.Delay(RetryDelay, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task DispatchAsync()
    {
        foreach (TopicPush push in await _pushes.TakeAsync(_options.Parallelism, _options.Timeout + LeaseReserve, _stop.Token).ConfigureAwait(false))
        {
            Interlocked.Increment(ref _pending);
            _ = DeliverAsync(push);
        }
    }

    private void CompleteOne()
    {
        if (Interlocked.Decrement(ref _pending) == 0)
            _allDone.SetResult();
    }

    private async Task DeliverAsync(TopicPush push)
    {
        try
        {
            string? failure = await PostAsync(push).ConfigureAwait(false);
            context.Meter.Pushed(delivered: failure is null);
            context.PushFailures.Note(push, failure);
            if (failure is not null)
                LogFailure(_logger, push.TopicName, push.SubscriptionName, push.MessageId, push.Attempt, failure);
            await _pushes.SettleAsync(push, delivered: failure is null).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // The server is stopping, and the endpoint has not answered. The attempt was counted with its lease, and has failed when that ends.
        }
        catch (CmqException e)
        {
            // The outcome is not recorded, so the delivery has failed when its lease ends.
            LogNotSettled(_logger, push.TopicName, push.SubscriptionName, push.MessageId, e.GetType());
        }
        finally
        {
            CompleteOne();
        }
    }

    /// <returns>Why the delivery failed; <see langword="null"/>: the endpoint accepted it.</returns>
    private async Task<string?> PostAsync(TopicPush push)
    {
        using CancellationTokenSource timeout = new(_options.Timeout, _time);
        using CancellationTokenRegistration abort = _abort.Token.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), timeout);
        try
        {
            using HttpRequestMessage request = PushContent.Create(push, Guid.NewGuid().ToString());

            // The answer may arrive on the thread that polls all sockets, and what follows may wait for a disk.
            using HttpResponseMessage response = await _http.SendAsync(request, timeout.Token).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return response.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"HTTP status {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!_abort.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"no answer within {_options.Timeout.TotalSeconds} s");
        }
        catch (Exception e) when (e is HttpRequestException or FormatException or NotSupportedException or InvalidOperationException)
        {
            // The text of the exception may contain the URL, and a URL may contain a secret.
            return e is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } known ? known.HttpRequestError.ToString() : e.GetType().Name;
        }
    }

    [LoggerMessage(341, LogLevel.Information, "Topic {Topic} could not deliver message {MessageId} to subscription {Subscription}, attempt {Attempt}: {Failure}.")]
    private static partial void LogFailure(ILogger logger, string topic, string subscription, string messageId, int attempt, string failure);

    [LoggerMessage(342, LogLevel.Warning, "Topic {Topic} could not record the delivery of message {MessageId} to subscription {Subscription}: {ExceptionType}. It will be delivered again.")]
    private static partial void LogNotSettled(ILogger logger, string topic, string subscription, string messageId, Type exceptionType);

    [LoggerMessage(343, LogLevel.Error, "The backend did not return deliveries: {Error}.")]
    private static partial void LogBackendFailure(ILogger logger, CmqError error);
}
