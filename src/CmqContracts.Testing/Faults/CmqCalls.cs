namespace CmqContracts.Testing;

/// <summary>Kinds of calls that faults are injected into.</summary>
[Flags]
public enum CmqCalls
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Sending to a queue.</summary>
    Send = 1,

    /// <summary>Publishing to a topic.</summary>
    Publish = 2,

    /// <summary>Receiving from a queue.</summary>
    Receive = 4,

    /// <summary>Deleting received messages.</summary>
    Delete = 8,

    /// <summary>Everything else: creating, listing, reading and changing queues, topics and subscriptions, clearing, rewinding.</summary>
    Control = 16,

    /// <summary>All of them.</summary>
    All = Send | Publish | Receive | Delete | Control,
}
