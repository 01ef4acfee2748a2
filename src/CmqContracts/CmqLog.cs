using Microsoft.Extensions.Logging;

namespace CmqContracts;

/// <summary>Everything that the library logs: names, ids, numbers and attributes; never a key, a signature or a body.</summary>
internal static partial class CmqLog
{
    public const string Category = "CmqContracts";

    [LoggerMessage(1, LogLevel.Information, "Created queue {Queue}.")]
    public static partial void Created(this ILogger logger, string queue);

    [LoggerMessage(2, LogLevel.Warning, "Queue {Queue} differs from its contract: {Attribute} is {Actual}, the contract says {Expected}. ApplyAttributesAsync changes it.")]
    public static partial void Drift(this ILogger logger, string queue, string attribute, string actual, string expected);

    [LoggerMessage(3, LogLevel.Information, "Queue {Queue}: {Attribute} was {Actual} and is now {Expected}.")]
    public static partial void AttributeChanged(this ILogger logger, string queue, string attribute, string actual, string expected);

    [LoggerMessage(4, LogLevel.Warning, "Message {MessageId} of queue {Queue} cannot be read: at {Path}, expected {Expected}. It stays in the queue until it is deleted or expires.")]
    public static partial void Unreadable(this ILogger logger, string messageId, string queue, string path, string expected);

    [LoggerMessage(5, LogLevel.Warning, "Requests to {Host} travel over plain http: they are signed, yet message bodies can be read on the way. Use https outside a trusted network.")]
    public static partial void PlainHttp(this ILogger logger, string host);

    [LoggerMessage(6, LogLevel.Information, "Created topic {Topic}.")]
    public static partial void TopicCreated(this ILogger logger, string topic);

    [LoggerMessage(7, LogLevel.Warning, "Topic {Topic} differs from its contract: {Attribute} is {Actual}, the contract says {Expected}. ApplyAttributesAsync changes it.")]
    public static partial void TopicDrift(this ILogger logger, string topic, string attribute, string actual, string expected);

    [LoggerMessage(8, LogLevel.Warning, "Topic {Topic} differs from its contract: {Attribute} is {Actual}, the contract says {Expected}. It cannot be changed: delete the topic and create it again, or change the contract.")]
    public static partial void FixedTopicDrift(this ILogger logger, string topic, string attribute, string actual, string expected);

    [LoggerMessage(9, LogLevel.Information, "Topic {Topic}: {Attribute} was {Actual} and is now {Expected}.")]
    public static partial void TopicAttributeChanged(this ILogger logger, string topic, string attribute, string actual, string expected);

    [LoggerMessage(10, LogLevel.Information, "Subscribed queue {Queue} to topic {Topic} as {Subscription}.")]
    public static partial void Subscribed(this ILogger logger, string queue, string topic, string subscription);

    [LoggerMessage(11, LogLevel.Warning, "Queue {Queue} differs from its contract: {Attribute} is {Actual}, the contract says {Expected}. It cannot be changed: unsubscribe and subscribe again, or change the contract.")]
    public static partial void FixedDrift(this ILogger logger, string queue, string attribute, string actual, string expected);

    [LoggerMessage(12, LogLevel.Warning, "Queue {Queue} cannot be read. It is tried again, at least once a minute: {Reason}")]
    public static partial void PollsFail(this ILogger logger, string queue, string reason);

    [LoggerMessage(13, LogLevel.Information, "Queue {Queue} is read again, after {Seconds} s.")]
    public static partial void PollsSucceed(this ILogger logger, string queue, string seconds);

    public static void QueueDrift(this ILogger logger, string queue, AttributeDrift drift)
    {
        if (drift.Kind == DriftKind.Fixed)
            logger.FixedDrift(queue, drift.Described, drift.Actual, drift.Expected);
        else
            logger.Drift(queue, drift.Described, drift.Actual, drift.Expected);
    }

    public static void TopicDrift(this ILogger logger, string topic, AttributeDrift drift)
    {
        if (drift.Kind == DriftKind.Fixed)
            logger.FixedTopicDrift(topic, drift.Described, drift.Actual, drift.Expected);
        else
            logger.TopicDrift(topic, drift.Described, drift.Actual, drift.Expected);
    }
}
