namespace CmqContracts;

/// <summary>How the subscriptions of a topic say which messages they want. Fixed when the topic is created.</summary>
/// <remarks>Source: CMQ document 406/7405, parameter filterType; the numbers are those on the wire.</remarks>
public enum TopicFilter
{
    /// <summary>By tags: a subscription without tags gets everything, one with tags what shares at least one.</summary>
    Tags = 1,

    /// <summary>By routing key: a subscription gets what one of its binding keys matches, word by word; <c>*</c> is one word, <c>#</c> any number of words.</summary>
    RoutingKey = 2,
}

/// <summary>The attributes of a topic that can be set. A value that is <see langword="null"/> is not sent: the service's default when creating, unchanged when setting.</summary>
/// <remarks>Ranges are in <see cref="CmqLimits"/>. Source: CMQ documents 406/7405 (CreateTopic) and 406/7406 (SetTopicAttributes).</remarks>
public sealed record TopicSettings
{
    /// <summary>Largest message body, in bytes.</summary>
    public int? MaxMsgSize { get; init; }

    /// <summary>Seconds for which a message that cannot be delivered is kept and tried again. The original CMQ has it fixed at one day, and its documents have no parameter for it; TDMQ's API 3.0 takes 60 to 86400. A service that ignores it keeps its own, which the next <c>EnsureCreatedAsync</c> reports.</summary>
    public int? MsgRetentionSeconds { get; init; }
}
