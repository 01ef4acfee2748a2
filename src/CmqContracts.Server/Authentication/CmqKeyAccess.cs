namespace CmqContracts.Server;

/// <summary>What a key may do in its account.</summary>
public enum CmqKeyAccess
{
    /// <summary>Everything.</summary>
    Full,

    /// <summary>What <see cref="ReadOnly"/> may, and also read the bodies of messages, without receiving them, and search in them.</summary>
    Inspect,

    /// <summary>
    /// List queues, topics and subscriptions; read their attributes, their statistics, and the attributes of messages without their bodies. It may not
    /// receive: a receive makes messages invisible.
    /// </summary>
    ReadOnly,
}
