using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>
/// The last 1,000 protocol requests of all accounts. A request that succeeds is added without allocating, and two requests wait for each other only when there
/// are 1,000 others between them.
/// </summary>
internal sealed class RequestLog(TimeProvider time)
{
    public const int Capacity = 1000;

    private readonly Slot[] _slots = [.. Enumerable.Range(0, Capacity).Select(static _ => new Slot())];
    private long _added;
    private long _readable;

    /// <summary>It has changed when there is something to read that was not there before.</summary>
    public long Version => Volatile.Read(ref _readable);

    /// <summary>Adds a request that is answered.</summary>
    /// <param name="note">What was noted of it.</param>
    /// <param name="action">Its action; <see langword="null"/>: it names none that there is.</param>
    /// <param name="code">The code of the answer.</param>
    /// <param name="error">The error's text; <see langword="null"/>: none.</param>
    /// <param name="detail">What is known of the error beyond its text; <see langword="null"/>: nothing.</param>
    /// <param name="duration">How long it took.</param>
    public void Add(RequestNote note, ActionInfo? action, string code, string? error, string? detail, TimeSpan duration)
    {
        string? reason = note.Reason(error, detail);
        DateTimeOffset began = time.GetUtcNow() - duration;
        long number = Interlocked.Increment(ref _added);
        Slot slot = _slots[number % Capacity];
        lock (slot)
        {
            // A newer one may have come first.
            if (slot.Number < number)
                slot.Set(number, began, note, action, code, reason, duration);
        }

        Interlocked.Increment(ref _readable);
    }

    /// <summary>The requests of one account, the newest first.</summary>
    public IReadOnlyList<LoggedRequest> Read(string account) => Read(slot => slot.Account == account);

    /// <summary>The requests of all accounts and of none, the newest first.</summary>
    public IReadOnlyList<LoggedRequest> ReadAll() => Read(static _ => true);

    private List<LoggedRequest> Read(Func<Slot, bool> isWanted)
    {
        List<LoggedRequest> requests = [];
        long newest = Volatile.Read(ref _added);
        for (long number = newest; number > Math.Max(0, newest - Capacity); number--)
        {
            Slot slot = _slots[number % Capacity];
            lock (slot)
            {
                // Otherwise it is being added, or is gone already.
                if (slot.Number == number && isWanted(slot))
                    requests.Add(slot.Show());
            }
        }

        return requests;
    }

    private sealed class Slot
    {
        private readonly byte[] _target = new byte[Printable.MaxLength];
        private int _targetLength;
        private string? _targetDigest;
        private DateTimeOffset _began;
        private string? _action;
        private string _code = "";
        private string? _reason;
        private TimeSpan _duration;

        public long Number { get; private set; }

        public string? Account { get; private set; }

        public void Set(long number, DateTimeOffset began, RequestNote note, ActionInfo? action, string code, string? reason, TimeSpan duration)
        {
            (Number, Account) = (number, note.Account);
            (_began, _action, _code, _reason, _duration) = (began, action?.Name, code, reason, duration);
            note.Target.CopyTo(_target);
            (_targetLength, _targetDigest) = (note.Target.Length, note.TargetDigest);
        }

        public LoggedRequest Show() => new()
        {
            Number = Number,
            Time = _began,
            Account = Account,
            Action = _action,
            Target = _targetLength == 0 ? _targetDigest : Printable.Text(_target.AsSpan(0, _targetLength)),
            Code = _code,
            Reason = _reason is null ? null : ShownText.Of(_reason, 2 * ShownText.MaxLength),
            Duration = _duration,
        };
    }
}
