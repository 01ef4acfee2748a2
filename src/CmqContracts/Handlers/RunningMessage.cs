using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.Logging;

namespace CmqContracts;

/// <summary>A message in work: its token fires before others can receive it, and one that is worked on even then is logged.</summary>
internal sealed class RunningMessage : IDisposable
{
    /// <summary>The least time that a handler has to end when its token has fired, before it counts as one that does not.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _deadline = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly ITimer _timer;
    private readonly RunningMessages _all;
    private readonly ILogger _logger;
    private readonly string _handler;
    private readonly string _queueName;
    private readonly int _dequeueCount;
    private readonly TimeSpan _timeAfterToken;
    private bool _isTokenDue;

    private RunningMessage(RunningMessages all, ILogger logger, TimeProvider time, string handler, string queueName, string id, int dequeueCount, TimeSpan left, TimeSpan margin, CancellationToken stop)
    {
        _all = all;
        _logger = logger;
        _handler = handler;
        _queueName = queueName;
        _dequeueCount = dequeueCount;
        Id = id;
        Token = _deadline.Token;
        TimeSpan due = left > margin ? left - margin : TimeSpan.Zero;
        _timeAfterToken = left - due > Grace ? left - due : Grace;
        _isTokenDue = due > TimeSpan.Zero;
        if (!_isTokenDue)
            _deadline.Cancel();
        all.Add(this);
        _stopping = stop.UnsafeRegister(static message => ((RunningMessage)message!).Cancel(), this);

        // With the source as its state, a test host sees that the timer is a timeout, which nobody waits for.
        _timer = time.CreateTimer(_ => OnTime(), _deadline, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_isTokenDue ? due : _timeAfterToken, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its id, for display.</summary>
    public string Id { get; }

    /// <summary>Fires when its time ends, or the stop's.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether it is worked on though its visibility has ended. Guarded by <see cref="RunningMessages"/>.</summary>
    public bool IsOverdue { get; set; }

    /// <summary>Begins to watch a message that is worked on until the result is disposed.</summary>
    /// <param name="message">The message.</param>
    /// <param name="setup">What its handler is made of.</param>
    /// <param name="margin">How long before the end of its visibility the token fires.</param>
    /// <param name="stop">Fires the token, too.</param>
    public static RunningMessage Begin<TMessage>(ReceivedMessage<TMessage> message, HandlerSetup<TMessage> setup, TimeSpan margin, CancellationToken stop) => new(
        setup.Control.Running,
        setup.Queue.Client.Logger,
        setup.Time,
        setup.HandlerType.Name,
        setup.Queue.QueueName,
        ShownText.Of(message.MessageId),
        message.DequeueCount,
        message.HandlingEndsAt.TimeLeft,
        margin,
        stop);

    public void Dispose()
    {
        _all.Remove(this);
        _timer.Dispose();
        _stopping.Dispose();
        _deadline.Dispose();
    }

    private void Cancel() => Safely.Cancel(_deadline, _logger, _queueName);

    private void OnTime()
    {
        if (_isTokenDue)
        {
            _isTokenDue = false;
            _timer.Change(_timeAfterToken, Timeout.InfiniteTimeSpan);
            Cancel();
        }
        else if (_all.TryNoteOverdue(this))
        {
            _logger.StillRunning(_handler, Id, _queueName, _dequeueCount);
        }
    }
}
