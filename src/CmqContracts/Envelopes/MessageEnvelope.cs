using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>What the envelope of a message says, see <see cref="CmqEnvelopeAttribute"/>.</summary>
public sealed class MessageEnvelope
{
    /// <summary>Id of the event. With <see cref="Source"/> it is unique, and it stays when the message is sent again.</summary>
    public required string Id { get; init; }

    /// <summary>Where the event comes from.</summary>
    public required string Source { get; init; }

    /// <summary>What has happened.</summary>
    public required string Type { get; init; }

    /// <summary>When it has happened, which stays when the message is sent again; <see langword="null"/>: the producer did not say.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What in the source it is about; <see langword="null"/>: the producer did not say. The clients of this library say nothing.</summary>
    public string? Subject { get; init; }

    /// <summary>The trace that the message was sent in, as W3C's <c>traceparent</c>; <see langword="null"/>: none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>W3C's <c>tracestate</c>; <see langword="null"/>: none.</summary>
    public string? TraceState { get; init; }

    /// <summary>Which attempt to handle the message this is, from 1. It grows with <c>Settle.RetryAfter</c>; <c>DequeueCount</c> begins anew with each.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The queue whose handler has rejected the message; <see langword="null"/>: none has.</summary>
    public string? RejectedFrom { get; init; }

    /// <summary>Why it was rejected, at most 200 characters; <see langword="null"/>: it was not.</summary>
    public string? Reason { get; init; }

    /// <summary>What is shown of the envelope.</summary>
    public override string ToString() => new ShownMembers(nameof(MessageEnvelope))
        .Add(nameof(Id), Id)
        .Add(nameof(Source), Source)
        .Add(nameof(Type), Type)
        .Add(nameof(Time), Time)
        .Add(nameof(Subject), Subject)
        .Add(nameof(TraceParent), TraceParent)
        .Add(nameof(TraceState), TraceState)
        .Add(nameof(Attempt), Attempt)
        .Add(nameof(RejectedFrom), RejectedFrom)
        .Add(nameof(Reason), Reason)
        .ToString();
}
