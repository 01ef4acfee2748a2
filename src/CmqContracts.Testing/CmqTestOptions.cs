namespace CmqContracts.Testing;

/// <summary>What a <see cref="CmqTestHost"/> is made of.</summary>
public sealed class CmqTestOptions
{
    /// <summary>
    /// The clock of the host, its broker and, as the registered <see cref="System.TimeProvider"/>, of everything in it. A
    /// <see cref="ManualTimeProvider"/> unless set; <see cref="CmqTestHost.AdvanceAsync"/> needs one.
    /// </summary>
    public TimeProvider TimeProvider { get; set; } = new ManualTimeProvider();

    /// <summary>What the random faults of <see cref="CmqTestHost.Faults"/> follow from.</summary>
    public int Seed { get; set; }

    /// <summary>
    /// Whether the host's clients make requests again that have failed, as <see cref="CmqOptions.Retries"/> says. Unless set they do not: a call that fails throws at once, and
    /// need not wait until the test moves the clock.
    /// </summary>
    public bool UseRetries { get; set; }

    /// <summary>
    /// How long settling waits, in real time, for code that does something else than wait for the clock or its queues; more than zero.
    /// 10 seconds unless set.
    /// </summary>
    public TimeSpan SettleTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
