using System.Globalization;

namespace CmqContracts.Protocol;

/// <summary>Refuses requests to the inspector that break a limit, as far as this can be told without the queues; and moves that the target has no room for.</summary>
internal static class InspectionRules
{
    /// <summary>In how many points a <see cref="RewindProfile"/> is.</summary>
    public const int ProfilePoints = 100;

    private const int MaxMessages = 1000;
    private const int MaxNames = 1000;
    private const int MaxExamined = 100_000;
    private const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Refuses a peek with a bad queue name, of no or too many messages, or that continues after something that is no message id.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(PeekMessagesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckQueueName(request.QueueName, limits);
        CheckState(request.State);
        CheckPage(request.MaxMessages, request.MaxBytes, request.MaxBodyBytes);
        CheckAfter(request.AfterMessageId);
    }

    /// <summary>Refuses a look with a bad queue name, or at something that is no message id.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(FindMessageRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckQueueName(request.QueueName, limits);
        _ = SequenceOf(request.MessageId);
        CheckBodyBytes(request.MaxBodyBytes);
    }

    /// <summary>Refuses a search as a peek is refused, and one whose filter says nothing or has a bad path.</summary>
    /// <returns>The filter.</returns>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static MessageMatcher Check(SearchMessagesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckQueueName(request.QueueName, limits);
        CheckState(request.State);
        CheckRange("maxExamined", request.MaxExamined, MaxExamined, "messages");
        CheckPage(request.MaxMessages, request.MaxBytes, request.MaxBodyBytes);
        CheckAfter(request.AfterMessageId);
        return MessageMatcher.Of(request.Filter);
    }

    /// <summary>Refuses a page of no or too many messages or bytes.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void CheckPage(int maxMessages, int maxBytes, int? maxBodyBytes)
    {
        CheckRange("maxMessages", maxMessages, MaxMessages, "messages");
        CheckRange("maxBytes", maxBytes, MaxBytes, "bytes");
        CheckBodyBytes(maxBodyBytes);
    }

    /// <summary>Refuses a deletion with a bad queue name, of no or too many messages, or of something that is no message id. Returns the request with a list of our own.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static DeleteMessagesByIdRequest Take(DeleteMessagesByIdRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckQueueName(request.QueueName, limits);
        if (request.State is { } state)
            CheckState(state);
        return request with { MessageIds = TakeIds(request.MessageIds) };
    }

    /// <summary>Refuses a move with a bad queue name, of no or too many messages, of something that is no message id, or of a queue to itself. Returns the request with a list of our own.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static MoveMessagesRequest Take(MoveMessagesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckMove(request.SourceQueueName, request.TargetQueueName, limits);
        if (request.State is { } state)
            CheckState(state);
        if (request.MessageIds is { } ids)
            return request with { MessageIds = TakeIds(ids) };
        CheckRange("maxMessages", request.MaxMessages, MaxMessages, "messages");
        return request;
    }

    /// <summary>Refuses a job as what it does would be refused, and a move of messages that are not moved.</summary>
    /// <returns>The filter, if there is one.</returns>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static MessageMatcher? Check(MessageJobRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckQueueName(request.QueueName, limits);
        CheckState(request.State);
        if (request.Action is not (MessageJobAction.Delete or MessageJobAction.Move))
            throw new CmqServiceException(CmqErrors.ParameterOutOfRange("action"), $"action is {(int)request.Action}; it must be that of a job.");
        if (request.Action == MessageJobAction.Delete && request.TargetQueueName is not null)
            throw new CmqServiceException(CmqErrors.InvalidRequestParameters, $"The job deletes messages, and has the target queue '{request.TargetQueueName}'; leave it out, or move them.");
        if (request.Action == MessageJobAction.Move)
        {
            CheckMove(request.QueueName, request.TargetQueueName, limits);
            if (!IsMovable(request.State))
                throw new CmqServiceException(CmqErrors.InvalidRequestParameters, $"The job moves {request.State} messages; only active and delayed ones are moved.");
        }

        return request.Filter is { } filter ? MessageMatcher.Of(filter) : null;
    }

    /// <summary>Whether messages of this state can be moved to another queue.</summary>
    public static bool IsMovable(MessageState state) => state is MessageState.Active or MessageState.Delayed;

    /// <summary>The sequence of a message id.</summary>
    /// <exception cref="CmqServiceException">It is no message id.</exception>
    public static long SequenceOf(string id) => TryParse(id, out long sequence)
        ? sequence
        : throw new CmqServiceException(CmqErrors.InvalidRequestParameters, $"'{id}' is no message id; it is a number such as a send returns.");

    /// <summary>Refuses a page of descriptions that is out of range, and too many names. Returns the request with a list of our own.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static DescribeQueuesRequest Take(DescribeQueuesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckPage(request.Offset, request.Limit, limits);
        if (request.QueueNames is not { } names)
            return request;
        int count = names.Count;
        if (count > MaxNames)
            throw new CmqServiceException(CmqErrors.InvalidRequestParameters, $"queueNames has {count} entries; at most {MaxNames} are allowed.");
        return request with { QueueNames = RequestRules.ReadOnce(names, count) };
    }

    /// <summary>Refuses a move of one more message to a queue that is full.</summary>
    /// <param name="queueName">The target, as it was created.</param>
    /// <param name="maxMsgHeapNum">Its attribute.</param>
    /// <param name="unconsumed">Its active, inactive and delayed messages.</param>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.MaximumMessageRetentionNumberReached"/>.</exception>
    public static void CheckRoom(string queueName, long maxMsgHeapNum, long unconsumed)
    {
        if (unconsumed >= maxMsgHeapNum)
            throw new CmqServiceException(CmqErrors.MaximumMessageRetentionNumberReached, $"Queue '{queueName}' holds {unconsumed} messages and takes {maxMsgHeapNum} (maxMsgHeapNum); receive and delete some, or raise it.");
    }

    private static bool TryParse(string? id, out long sequence) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out sequence);

    private static void CheckMove(string source, string? target, CmqLimits limits)
    {
        RequestRules.CheckQueueName(source, limits);
        if (target is null)
            return;
        RequestRules.CheckQueueName(target, limits);
        if (CmqNameRule.Comparer.Equals(source, target))
            throw new CmqServiceException(CmqErrors.InvalidRequestParameters, $"Messages of queue '{source}' cannot be moved to itself; name another target.");
    }

    private static IReadOnlyList<string> TakeIds(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        int count = ids.Count;
        CheckRange("messageIds", count, MaxMessages, "messages");
        IReadOnlyList<string> own = RequestRules.ReadOnce(ids, count);
        foreach (string id in own)
            _ = SequenceOf(id);
        return own;
    }

    private static void CheckState(MessageState state)
    {
        if (state is not (MessageState.Active or MessageState.Inactive or MessageState.Delayed or MessageState.Rewindable))
            throw new CmqServiceException(CmqErrors.ParameterOutOfRange("state"), $"state is {(int)state}; it must be that of a message.");
    }

    private static void CheckAfter(string? id)
    {
        if (id is not null && !TryParse(id, out _))
            throw new CmqServiceException(CmqErrors.InvalidRequestParameters, $"afterMessageId is '{id}'; it must be a message id.");
    }

    private static void CheckBodyBytes(int? bytes)
    {
        if (bytes < 0)
            throw new CmqServiceException(CmqErrors.ParameterOutOfRange("maxBodyBytes"), $"maxBodyBytes is {bytes}; it must be 0 or more bytes.");
    }

    private static void CheckRange(string parameter, int value, int most, string unit)
    {
        if (value < 1 || value > most)
            throw new CmqServiceException(CmqErrors.ParameterOutOfRange(parameter), $"{parameter} is {value}; it must be 1 to {most} {unit}.");
    }
}
