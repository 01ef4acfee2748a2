using Microsoft.Extensions.Logging;

namespace CmqContracts;

/// <summary>The phases of a handler's stop: no new poll, then the end of the poll under way, and the end of handling.</summary>
internal sealed class StopTokens : IDisposable
{
    private readonly CancellationTokenSource _poll = new();
    private readonly CancellationTokenSource _handling = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _queueName;
    private ITimer? _pollTimer;
    private ITimer? _handlingTimer;

    /// <param name="pollTimeout">How long a poll may go on when the stop has begun.</param>
    /// <param name="handlingTimeout">How long handling may go on then.</param>
    /// <param name="time">Source of time.</param>
    /// <param name="logger">Where exceptions of callbacks on the tokens go.</param>
    /// <param name="queueName">The queue, for these.</param>
    /// <param name="stopping">Fires when the stop begins.</param>
    public StopTokens(TimeSpan pollTimeout, TimeSpan handlingTimeout, TimeProvider time, ILogger logger, string queueName, CancellationToken stopping)
    {
        _time = time;
        _logger = logger;
        _queueName = queueName;
        Stopping = stopping;
        Poll = _poll.Token;
        Handling = _handling.Token;
        _registration = stopping.Register(() =>
        {
            _pollTimer = CancelAfter(_poll, pollTimeout);
            _handlingTimer = CancelAfter(_handling, handlingTimeout);
        });
    }

    /// <summary>Fires when no new poll may begin.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Fires when a poll must end.</summary>
    public CancellationToken Poll { get; }

    /// <summary>Fires when handling must end.</summary>
    public CancellationToken Handling { get; }

    /// <summary>Ends what is still handled: the host waits for it no longer.</summary>
    public void Dispose()
    {
        _registration.Dispose();
        _pollTimer?.Dispose();
        _handlingTimer?.Dispose();
        Cancel(_handling);
        _poll.Dispose();
        _handling.Dispose();
    }

    private ITimer? CancelAfter(CancellationTokenSource source, TimeSpan timeout)
    {
        if (timeout > TimeSpan.Zero)
            return _time.CreateTimer(_ => Cancel(source), source, timeout, Timeout.InfiniteTimeSpan);
        Cancel(source);
        return null;
    }

    private void Cancel(CancellationTokenSource source) => Safely.Cancel(source, _logger, _queueName);
}
