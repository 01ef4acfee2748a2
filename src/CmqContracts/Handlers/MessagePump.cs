using System.Globalization;

namespace CmqContracts;

/// <summary>Receives the messages of a queue for the workers of its handler, as many as are free, and outlives every failure.</summary>
internal sealed class MessagePump<TMessage>(HandlerSetup<TMessage> setup, HandlerOptions<TMessage> options, MessageRunner<TMessage> runner, StopTokens stop)
{
    private readonly QueueClient<TMessage> _queue = setup.Queue;
    private readonly PollPacing _pacing = new(setup.Queue.QueueName, TimeSpan.FromSeconds(setup.Queue.LoopWaitSeconds), setup.Queue.Client);

    /// <summary>How long messages may be handled; <see langword="null"/>: the queue is to be prepared, as nothing is known of it yet, or it is gone.</summary>
    private QueueTimes? _times;

    private CmqClient Client => _queue.Client;

    private int BatchSize => (int)Client.Limits.BatchSize.Maximum;

    /// <summary>Receives messages until the stop begins.</summary>
    public async Task RunAsync()
    {
        while (_times is null)
            await TryAsync(PrepareAsync).ConfigureAwait(false);

        bool wasFull = false;
        while (true)
        {
            int free = await setup.Control.Workers.WaitForFreeAsync(BatchSize, wasFull, stop.Stopping).ConfigureAwait(false);
            if (await TryAsync(() => PollAsync(free)).ConfigureAwait(false) is not { } polled)
                continue;
            foreach (ReceivedMessage<TMessage> message in polled.Messages)
                runner.Start(message, polled.Times);

            wasFull = polled.Messages.Count == free;
            await _pacing.PauseAsync(polled.Messages.Count, stop.Stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Creates the queue, if that is wanted, and asks how long its messages may be handled.</summary>
    private async Task<QueueTimes> PrepareAsync()
    {
        await EnsureCreatedAsync().ConfigureAwait(false);
        QueueTimes times = await GetTimesAsync().ConfigureAwait(false);
        if (HandlerOptionsRules.ExplainVisibility(options, _queue.QueueName, times.Visibility) is { } why)
            throw new InvalidOperationException(why);
        if (runner.HasTurns && times.IsLastReceive(dequeueCount: 1))
        {
            // A message waits for its turn after the receive, and one whose time ends meanwhile is not received again.
            setup.Control.Workers.UseOne();
            Client.Logger.HandlesOneAtATime(_queue.QueueName);
        }
        else if (runner.HasOneWriter)
        {
            // How many may wait for their turn is known when one had it.
            setup.Control.Workers.UseOne();
        }

        return _times = times;
    }

    /// <summary>Prepares a queue that was gone, and notes at once that the service answers: the poll that follows may wait for long.</summary>
    private async ValueTask<QueueTimes> PrepareAgainAsync()
    {
        QueueTimes times = await PrepareAsync().ConfigureAwait(false);
        setup.Control.Note(Client.Time.GetUtcNow());
        return times;
    }

    private async ValueTask EnsureCreatedAsync()
    {
        if (!options.EnsureCreated)
            return;
        try
        {
            await _queue.EnsureCreatedAsync(stop.Stopping).ConfigureAwait(false);
        }
        catch (CmqServiceException refusal) when (refusal.Is(CmqErrors.NoCamAuthentication))
        {
            Client.Logger.MayNotCreate(_queue.QueueName, CmqLog.Reason(refusal));
        }
    }

    /// <summary>What the queue's attributes say, or without the right to read them its contract.</summary>
    private async ValueTask<QueueTimes> GetTimesAsync()
    {
        QueueSettings settings = _queue.Contract.Settings;
        try
        {
            QueueAttributes attributes = await _queue.GetAttributesAsync(stop.Stopping).ConfigureAwait(false);
            return new QueueTimes(TimeSpan.FromSeconds(attributes.VisibilityTimeout), attributes.DeadLetterPolicy?.MaxReceiveCount);
        }
        catch (CmqServiceException refusal) when (refusal.Is(CmqErrors.NoCamAuthentication))
        {
            return new QueueTimes(_queue.ContractVisibility, settings.DeadLetterPolicy?.MaxReceiveCount);
        }
    }

    private async Task<Polled> PollAsync(int maxMessages)
    {
        // In the same question, so that a queue which is created and still cannot be polled is a failure that lasts, with growing pauses.
        QueueTimes times = _times ?? await PrepareAgainAsync().ConfigureAwait(false);
        try
        {
            return new Polled(await _queue.PollAsync(maxMessages, times.Visibility, stop.Poll).ConfigureAwait(false), times);
        }
        catch (OperationCanceledException) when (stop.Poll.IsCancellationRequested)
        {
            if (!Client.IsEmbedded)
                Client.Logger.PollCancelled(_queue.QueueName, maxMessages, (Client.Time.GetUtcNow() + times.Visibility).ToString("u", CultureInfo.InvariantCulture));
            throw;
        }
    }

    /// <summary>Asks the service, and after a failure waits until it may be asked again.</summary>
    /// <returns>The answer; <see langword="null"/> after a failure.</returns>
    private async ValueTask<T?> TryAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        _pacing.Begin();
        try
        {
            T answer = await ask().ConfigureAwait(false);
            setup.Control.Note(Client.Time.GetUtcNow());
            _pacing.Succeed();
            return answer;
        }
        catch (Exception failure) when (!stop.Stopping.IsCancellationRequested)
        {
            bool isGone = failure is CmqServiceException refusal && refusal.Is(CmqErrors.QueueDoesNotExist);
            bool mayPass = PollPacing.MayPass(failure) || (isGone && _times is not null && options.EnsureCreated);
            if (isGone)
                _times = null;
            setup.Control.Note(failure, needsMending: !mayPass);
            await _pacing.RetryAsync(failure, mayPass, stop.Stopping).ConfigureAwait(false);
            return null;
        }
    }

    private sealed record Polled(IReadOnlyList<ReceivedMessage<TMessage>> Messages, QueueTimes Times);
}
