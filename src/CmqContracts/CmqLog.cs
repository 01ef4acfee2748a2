using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.Logging;

namespace CmqContracts;

/// <summary>Everything that the library logs: names, ids, numbers and attributes; never a key, a signature or a body.</summary>
internal static partial class CmqLog
{
    public const string Category = "CmqContracts";

    // An error with its hint, or with the settings of a handler that are wrong.
    private const int MaxReasonLength = 1000;

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

    [LoggerMessage(14, LogLevel.Error, "Queue {Queue} cannot be read, and waiting will not mend that: {Reason} It is tried again, at least once a minute.")]
    public static partial void PollsNeedMending(this ILogger logger, Exception? exception, string queue, string reason);

    [LoggerMessage(15, LogLevel.Warning, "Message {MessageId} of queue {Queue} is not handed out: its visibility ended while messages before it were worked on. It comes again. Raise the queue's VisibilityTimeout, or use a handler, which receives no more than it handles at once.")]
    public static partial void OutOfTime(this ILogger logger, string messageId, string queue);

    [LoggerMessage(16, LogLevel.Warning, "Broker 'embedded:{Name}' keeps its queues in memory, and OpenStore is not used: they are gone when the process ends. For queues in a directory write 'embedded:./{Name}'.")]
    public static partial void StoreNotUsed(this ILogger logger, string name);

    [LoggerMessage(17, LogLevel.Warning, "This machine's clock is {Difference} {Direction} that of the service at {Host}, which refused a request for it. Requests are signed with the service's time from now on. Set the clock, with NTP for example. This is said once.")]
    public static partial void ClockDiffers(this ILogger logger, string host, string difference, string direction);

    [LoggerMessage(18, LogLevel.Warning, "There is no new key to sign requests with from {Source}; the one from before is used until it ends, and the source is asked again: {Reason}")]
    public static partial void CredentialsFail(this ILogger logger, string source, string reason);

    [LoggerMessage(19, LogLevel.Warning, "{Host} is an address of the CMQ that ended in 2022. Requests to it are forwarded to TDMQ for now, and its machines are to be taken away: set the endpoint to {Successor}.")]
    public static partial void FormerAddress(this ILogger logger, string host, string successor);

    [LoggerMessage(20, LogLevel.Error, "{Handler} failed on message {MessageId} of queue {Queue}, received {DequeueCount} times. What becomes of it: {Settle}.")]
    public static partial void HandlerFailed(this ILogger logger, Exception exception, string handler, string messageId, string queue, int dequeueCount, Settle settle);

    [LoggerMessage(21, LogLevel.Warning, "{Handler} ran out of time on message {MessageId} of queue {Queue}, received {DequeueCount} times: its token fired before the end of the message's visibility. What becomes of it: {Settle}. Raise the queue's VisibilityTimeout, or lower Concurrency if messages wait for each other.")]
    public static partial void OutOfTime(this ILogger logger, string handler, string messageId, string queue, int dequeueCount, Settle settle);

    [LoggerMessage(22, LogLevel.Warning, "Message {MessageId} of queue {Queue}, received {DequeueCount} times, was left unhandled: {SecondsLeft:0.#} s were left of its time. Concurrency is {Concurrency}, Budget {Budget}, the queue's visibility {Visibility} s: lower Concurrency or Budget, or raise the visibility.")]
    public static partial void Abandoned(this ILogger logger, string messageId, string queue, int dequeueCount, double secondsLeft, int concurrency, TimeSpan budget, double visibility);

    [LoggerMessage(23, LogLevel.Information, "Message {MessageId} of queue {Queue} is left, as the host stops. It comes again.")]
    public static partial void Stopped(this ILogger logger, string messageId, string queue);

    [LoggerMessage(24, LogLevel.Warning, "Message {MessageId} of queue {Queue} cannot be read: at {Path}, expected {Expected}. What becomes of it: {Unreadable}.")]
    public static partial void UnreadableForHandler(this ILogger logger, string messageId, string queue, string path, string expected, UnreadableBody unreadable);

    [LoggerMessage(25, LogLevel.Warning, "Message {MessageId} of queue {Queue} was handled and not deleted, so that it comes again: {Reason}")]
    public static partial void NotDeleted(this ILogger logger, string messageId, string queue, string reason);

    [LoggerMessage(26, LogLevel.Information, "Message {MessageId} of queue {Queue} went to dead-letter queue {DeadLetterQueue}: {Reason}")]
    public static partial void Rejected(this ILogger logger, string messageId, string queue, string deadLetterQueue, string reason);

    [LoggerMessage(27, LogLevel.Error, "Message {MessageId} of queue {Queue} was rejected, and is left, as it could not be sent to dead-letter queue {DeadLetterQueue}: {Reason}")]
    public static partial void NotRejected(this ILogger logger, string messageId, string queue, string deadLetterQueue, string reason);

    [LoggerMessage(28, LogLevel.Error, "A message of queue {Queue} was rejected, and its contract names no dead-letter queue: such messages are left. Name one in [CmqQueue], or return Settle.Leave or Settle.Done. This is said once.")]
    public static partial void NoDeadLetterQueue(this ILogger logger, string queue);

    [LoggerMessage(29, LogLevel.Error, "A handler of queue {Queue} returned {Settle}, which takes a contract with an envelope: such messages are left. Add [CmqEnvelope] to the contract, or return Settle.Leave. This is said once.")]
    public static partial void NoEnvelope(this ILogger logger, string queue, Settle settle);

    [LoggerMessage(30, LogLevel.Warning, "A poll for up to {Messages} messages of queue {Queue} was cancelled, as the host stops. Messages that it may have taken are hidden until {Until}.")]
    public static partial void PollCancelled(this ILogger logger, string queue, int messages, string until);

    [LoggerMessage(31, LogLevel.Information, "Queue {Queue} may not be created with this key, and is used if it is there: {Reason}")]
    public static partial void MayNotCreate(this ILogger logger, string queue, string reason);

    [LoggerMessage(32, LogLevel.Warning, "The handler of queue {Queue} may take StopTimeout {StopTimeout} and PollStopTimeout {PollStopTimeout} to stop, and the host waits {ShutdownTimeout}: raise HostOptions.ShutdownTimeout, or lower them.")]
    public static partial void StopsTooLate(this ILogger logger, string queue, TimeSpan stopTimeout, TimeSpan pollStopTimeout, TimeSpan shutdownTimeout);

    [LoggerMessage(33, LogLevel.Error, "The changed options of the handler of queue {Queue} are not used: {Reason}")]
    public static partial void OptionsRefused(this ILogger logger, string queue, string reason);

    [LoggerMessage(34, LogLevel.Error, "Message {MessageId} of queue {Queue} has failed in its attempt {Attempt}, the last. What becomes of it: {Settle}. With a dead-letter queue in the contract such messages are rejected; without one they are left, and come again.")]
    public static partial void GaveUp(this ILogger logger, string messageId, string queue, int attempt, string settle);

    [LoggerMessage(35, LogLevel.Error, "Message {MessageId} of queue {Queue} could not be sent again ({Settle}), and is left: it comes again when its visibility ends. {Reason}")]
    public static partial void NotSentAgain(this ILogger logger, string messageId, string queue, Settle settle, string reason);

    [LoggerMessage(36, LogLevel.Warning, "Messages of queue {Queue} are handled one at a time, whatever Concurrency is: they wait for each other, by a key or for a database with one writer, and each goes to the dead-letter queue after one receive, so that one which waits could get there unhandled. Raise the queue's MaxReceiveCount to 2 or more.")]
    public static partial void HandlesOneAtATime(this ILogger logger, string queue);

    [LoggerMessage(39, LogLevel.Warning, "Queue {Queue} is gone, and {Messages} messages that were handled are gone with it: they need not be deleted.")]
    public static partial void GoneWithQueue(this ILogger logger, string queue, int messages);

    [LoggerMessage(40, LogLevel.Error, "A callback on a token of the handler of queue {Queue} failed. That changes nothing but what the callback was to do.")]
    public static partial void CallbackFailed(this ILogger logger, Exception exception, string queue);

    [LoggerMessage(41, LogLevel.Warning, "{Handler} still works on message {MessageId} of queue {Queue}, received {DequeueCount} times, though its token has fired and its visibility has ended: others may have it by now, and its worker is not free. Pass the token on to all that waits, and give calls that take none a time limit.")]
    public static partial void StillRunning(this ILogger logger, string handler, string messageId, string queue, int dequeueCount);

    [LoggerMessage(42, LogLevel.Warning, "The host waits no longer for the handler of queue {Queue}, which still works on {Count} messages: {MessageIds}. They come again when their visibility ends. Handlers must end when their token fires; HostOptions.ShutdownTimeout is how long the host waits.")]
    public static partial void NotStopped(this ILogger logger, string queue, int count, string messageIds);

    [LoggerMessage(43, LogLevel.Error, "What belonged to the handling of message {MessageId} of queue {Queue} failed in its Dispose. What becomes of the message stays as it was decided.")]
    public static partial void NotDisposed(this ILogger logger, Exception exception, string messageId, string queue);

    [LoggerMessage(50, LogLevel.Debug, "Message {MessageId} of queue {Queue}, received {DequeueCount} times, is deleted without being handled: a message with its key was handled before.")]
    public static partial void Duplicate(this ILogger logger, string messageId, string queue, int dequeueCount);

    [LoggerMessage(51, LogLevel.Warning, "Message {MessageId} of queue {Queue}, received {DequeueCount} times, is left: its time ended, or the host stops, while it waited for the de-duplication store. Another message with its key is in work there, or in SQLite, which has one writer, another transaction.")]
    public static partial void StoreWaitedFor(this ILogger logger, string messageId, string queue, int dequeueCount);

    [LoggerMessage(52, LogLevel.Error, "Message {MessageId} of queue {Queue}, received {DequeueCount} times, is left unhandled: the de-duplication store failed.")]
    public static partial void StoreFailed(this ILogger logger, Exception exception, string messageId, string queue, int dequeueCount);

    [LoggerMessage(53, LogLevel.Error, "Message {MessageId} of queue {Queue}, received {DequeueCount} times, was handled and is left: its transaction was not committed, or the answer to that was lost. If it was, the message is deleted when it comes again; otherwise it is handled again. The transaction is committed when the handler returns: it must not do so itself.")]
    public static partial void NotCommitted(this ILogger logger, Exception exception, string messageId, string queue, int dequeueCount);

    [LoggerMessage(54, LogLevel.Warning, "Expired keys of queue {Queue} could not be deleted from the de-duplication store. It is tried again in a minute: {Reason}")]
    public static partial void NotExpired(this ILogger logger, string queue, string reason);

    [LoggerMessage(55, LogLevel.Error, "Message {MessageId} of queue {Queue}, received {DequeueCount} times, is left unhandled: it has no key to de-duplicate it by.")]
    public static partial void NoKey(this ILogger logger, Exception exception, string messageId, string queue, int dequeueCount);

    /// <summary>The text of an error on one line of a bounded length: it may quote a service, or come from a user's decorator.</summary>
    public static string Reason(Exception error) => ShownText.Of(error.Message, MaxReasonLength);

    /// <summary>The same, with a full stop at its end, where another sentence follows.</summary>
    public static string Sentence(Exception error) => Reason(error) is var reason && reason.EndsWith('.') ? reason : $"{reason}.";

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
