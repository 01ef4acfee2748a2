namespace CmqContracts.Tool;

/// <summary>
/// Measures sends, receives and deletes over a queue of its own. Rounds of sends alternate with rounds that receive and delete what was sent, so that each
/// has the service for itself, and messages do not pile up.
/// </summary>
internal sealed class QueueBench(ClientRun run, BenchLoad load)
{
    /// <summary>The most time of the sends of a round.</summary>
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(0.5);

    /// <summary>The most bytes of the bodies that wait in the queue.</summary>
    private const long RoundBytes = 64 * 1024 * 1024;

    private readonly ReadOnlyMemory<byte>[] _bodies = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)Enumerable.Repeat((byte)'x', load.BodyBytes).ToArray(), load.BatchSize)];
    private LatencyFigure[] _figures = NewFigures();
    private long _waiting;

    /// <summary>The queue, which is there only while this runs.</summary>
    public string Queue { get; } = "cmq-bench-" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>What was measured so far; empty during the first round.</summary>
    public IReadOnlyList<LatencyFigure> Figures { get; private set; } = [];

    private LatencyFigure Sends => _figures[0];

    private LatencyFigure Receives => _figures[1];

    private LatencyFigure Deletes => _figures[2];

    /// <summary>Creates the queue, measures for the time of the load, and deletes the queue, whatever ends it.</summary>
    /// <exception cref="OperationCanceledException">The user has stopped it.</exception>
    /// <exception cref="CmqException">What the service says.</exception>
    public async Task RunAsync()
    {
        bool mayExist = true;
        try
        {
            try
            {
                await run.Service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings { MaxMsgSize = (int)Math.Max(load.BodyBytes, run.Limits.MaxMsgSize.Minimum) }), run.Stop);
            }
            catch (CmqException e) when (e.Outcome == CmqOutcome.Refused)
            {
                mayExist = false;
                throw;
            }

            await MeasureAsync();
        }
        finally
        {
            if (mayExist)
                await DeleteQueueAsync();
        }
    }

    private async Task MeasureAsync()
    {
        // Connections are made and code is compiled in the first round.
        await RoundAsync(static () => { });
        Figures = _figures = NewFigures();
        long start = run.Time.GetTimestamp();
        using ProgressLine progress = new("sent, received and deleted", run.Time);
        while (run.Time.GetElapsedTime(start) < load.Duration)
            await RoundAsync(() => progress.Show(Deletes.Messages, Math.Min(1, run.Time.GetElapsedTime(start) / load.Duration)));
    }

    private async Task RoundAsync(Action show)
    {
        long most = Math.Max(1, RoundBytes / load.BodyBytes);
        long start = run.Time.GetTimestamp();
        await WorkAsync([Sends], async () =>
        {
            if (run.Time.GetElapsedTime(start) >= RoundTime || Interlocked.Read(ref _waiting) >= most)
                return false;
            await SendAsync();
            return true;
        });
        await WorkAsync([Receives, Deletes], ConsumeAsync);

        async Task WorkAsync(LatencyFigure[] figures, Func<Task<bool>> step)
        {
            long begin = run.Time.GetTimestamp();
            try
            {
                await Task.WhenAll(Enumerable.Range(0, load.Connections).Select(async worker =>
                {
                    while (await step())
                    {
                        if (worker == 0)
                            show();
                    }
                }));
            }
            finally
            {
                foreach (LatencyFigure figure in figures)
                    figure.Worked(run.Time.GetElapsedTime(begin));
            }
        }
    }

    private async Task SendAsync()
    {
        long start = run.Time.GetTimestamp();
        await run.Service.SendMessagesAsync(new SendMessagesRequest(Queue, _bodies), run.Stop);
        Sends.Record(run.Time.GetElapsedTime(start), load.BatchSize);
        Interlocked.Add(ref _waiting, load.BatchSize);
    }

    /// <summary>Receives some messages and deletes them.</summary>
    /// <returns>Whether there may be more.</returns>
    private async Task<bool> ConsumeAsync()
    {
        long start = run.Time.GetTimestamp();
        IReadOnlyList<CmqMessage> messages = await run.Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = load.BatchSize, PollingWaitSeconds = 0 }, run.Stop);
        if (messages.Count == 0)
            return false;
        Receives.Record(run.Time.GetElapsedTime(start), messages.Count);
        start = run.Time.GetTimestamp();
        IReadOnlyList<DeleteMessageFailure> failures = await run.Service.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, [.. messages.Select(static message => message.ReceiptHandle)]), run.Stop);
        Deletes.Record(run.Time.GetElapsedTime(start), messages.Count - failures.Count);
        return Interlocked.Add(ref _waiting, failures.Count - messages.Count) > 0;
    }

    private async Task DeleteQueueAsync()
    {
        try
        {
            await run.Service.DeleteQueueAsync(Queue, run.Grace);
        }
        catch (CmqServiceException e) when (e.Is(CmqErrors.QueueDoesNotExist))
        {
            // It was not created.
        }
        catch (Exception e) when (e is CmqException or OperationCanceledException)
        {
            run.Output.Say($"Queue '{Queue}' may be left: {e.Message} Delete it with 'cmq queue delete {Queue}'.");
        }
    }

    private static LatencyFigure[] NewFigures() => [new("send"), new("receive"), new("delete")];
}
