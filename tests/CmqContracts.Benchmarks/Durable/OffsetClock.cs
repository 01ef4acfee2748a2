namespace CmqContracts.Benchmarks;

/// <summary>The system's clock, set forward. Timers run as they do anyway.</summary>
internal sealed class OffsetClock : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _offset));

    public void Set(DateTimeOffset now) => Volatile.Write(ref _offset, (now - base.GetUtcNow()).Ticks);
}
