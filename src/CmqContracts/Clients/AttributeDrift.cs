namespace CmqContracts;

/// <summary>What a difference from a contract is about.</summary>
public enum DriftSubject
{
    /// <summary>A queue.</summary>
    Queue,

    /// <summary>A topic.</summary>
    Topic,

    /// <summary>A subscription that a queue's contract states.</summary>
    Subscription,
}

/// <summary>What can be done about a difference from a contract.</summary>
public enum DriftKind
{
    /// <summary>An attribute has another value; <c>ApplyAttributesAsync</c> changes it.</summary>
    Changeable,

    /// <summary>An attribute has another value that no service can change: delete it and create it again, or change the contract.</summary>
    Fixed,

    /// <summary>A subscription is not there; <c>ApplyAttributesAsync</c> makes it.</summary>
    Missing,
}

/// <summary>An attribute of a queue, a topic or a subscription that differs from the contract.</summary>
public sealed class AttributeDrift
{
    /// <summary>What can be done about it.</summary>
    public required DriftKind Kind { get; init; }

    /// <summary>Whether the attribute is a queue's, a topic's or a subscription's.</summary>
    public required DriftSubject Subject { get; init; }

    /// <summary>The name of the queue, topic or subscription.</summary>
    public required string SubjectName { get; init; }

    /// <summary>The topic that a subscription is to; <see langword="null"/> for a queue or a topic.</summary>
    public string? TopicName { get; init; }

    /// <summary>The attribute's name in the protocol, such as <c>visibilityTimeout</c>; of a missing subscription it is <c>endpoint</c>.</summary>
    public required string Attribute { get; init; }

    /// <summary>What the contract says.</summary>
    public required string Expected { get; init; }

    /// <summary>What the service has.</summary>
    public required string Actual { get; init; }

    /// <summary>The attribute, and of which subscription.</summary>
    internal string Described => Subject == DriftSubject.Subscription ? $"{Attribute} of subscription '{SubjectName}' to topic '{TopicName}'" : Attribute;

    /// <inheritdoc/>
    public override string ToString() => $"{Described} is {Actual}, the contract says {Expected}";
}
