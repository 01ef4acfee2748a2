namespace CmqContracts.Benchmarks;

/// <summary>The system's clock with an offset. Timers are those of the system.</summary>
internal sealed class OffsetClock : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _offset));

    public void Set(DateTimeOffset now) => Volatile.Write(ref _offset, (now - base.GetUtcNow()).Ticks);
}
