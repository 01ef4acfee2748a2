using Microsoft.Extensions.Logging;

namespace CmqContracts.Broker;

/// <summary>What a <see cref="CmqBroker"/> is made of. The defaults give a broker in memory.</summary>
public sealed class BrokerOptions
{
    /// <summary>The limits in force; <see cref="CmqLimits.Classic"/> unless set.</summary>
    public CmqLimits Limits { get; set; } = CmqLimits.Classic;

    /// <summary>
    /// Source of time; the system's clocks unless set. Delays, waits and expiry follow whichever of its wall clock and its timestamps
    /// goes faster, so a test can advance time by hand. A wall clock that is set back stops nothing.
    /// </summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where queues and messages are kept; <see langword="null"/>: in memory. The broker disposes the store with itself, and no two brokers share one.</summary>
    public MessageStore? Store { get; set; }

    /// <summary>Logs that the machine's clock was set, and faults of the broker itself, and nothing about messages; <see langword="null"/>: nothing is logged.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Whether publishing what no subscription wants is an error, as CMQ's documents say (6030/10650 and 6030/10730); else the message is dropped. True unless set.</summary>
    public bool RefusePublishWithoutReceiver { get; set; } = true;

    /// <summary>Makes the scheduler of batches, given what runs them; <see langword="null"/>: the store's way of committing decides.</summary>
    internal Func<Action, IBatchScheduler>? CreateScheduler { get; set; }

    /// <summary>How long a timer runs at most, while anything is due: setting a wall clock forward moves no timer.</summary>
    internal TimeSpan ClockPollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Checks that a broker can be made of these options.</summary>
    /// <exception cref="ArgumentException">Names the property that is wrong.</exception>
    internal void Validate()
    {
        if (Limits is null)
            throw new ArgumentException($"{nameof(BrokerOptions)}.{nameof(Limits)} is null; it must be a table of limits, such as {nameof(CmqLimits)}.{nameof(CmqLimits.Classic)}.");
        if (TimeProvider is null)
            throw new ArgumentException($"{nameof(BrokerOptions)}.{nameof(TimeProvider)} is null; it must be a source of time, such as {nameof(TimeProvider)}.{nameof(TimeProvider.System)}.");
    }
}
