namespace CmqContracts;

/// <summary>
/// Sends the messages of the same type's queue and topic in an envelope: a CloudEvents 1.0 event in JSON, with the message as its <c>data</c>. It stands beside
/// <see cref="CmqQueueAttribute"/>, <see cref="CmqTopicAttribute"/>, or the attributes that bind a type of another assembly.
/// </summary>
/// <remarks>
/// CMQ has no attributes of messages. The envelope carries what they would: an id that stays when a message is sent again, the trace that it belongs to, and which attempt
/// this is. Producers and consumers of a queue must agree on it, so it is part of the contract. Its bytes count for MaxMsgSize.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class CmqEnvelopeAttribute : Attribute
{
    /// <summary>Where events come from, as CloudEvents' <c>source</c>: a URI reference such as <c>/shop/orders</c>. Unless set <c>/queues/NAME</c>, for a topic <c>/topics/NAME</c>.</summary>
    public string? Source { get; set; }

    /// <summary>What has happened, as CloudEvents' <c>type</c>, such as <c>com.example.order.placed</c>. The full name of the message type unless set.</summary>
    public string? Type { get; set; }

    /// <summary>Whether a body without an envelope is read as well, as the message alone. For the time in which producers come to send envelopes. Off unless set.</summary>
    /// <remarks>A body is taken for an envelope if it is an object with a member <c>specversion</c>. A contract whose own JSON may have one is refused.</remarks>
    public bool ReadsPlain { get; set; }
}
