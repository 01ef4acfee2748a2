using System.Globalization;

namespace CmqContracts.Protocol;

/// <summary>Refuses requests to the inspector that break a limit, as far as this can be told without the queues; and moves that the target has no room for.</summary>
internal static class InspectionRules
{
    private const int MaxMessages = 1000;
    private const int MaxNames = 1000;

    /// <summary>Refuses a peek with a bad queue name, of no or too many messages, or that continues after something that is no message id.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(PeekMessagesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckQueueName(request.QueueName, limits);
        if (request.State is not (MessageState.Active or MessageState.Inactive or MessageState.Delayed or MessageState.Rewindable))
            throw new CmqServiceException(CmqErrors.ParameterOutOfRange("state"), $"state is {(int)request.State}; it must be that of a message.");
        CheckCount("maxMessages", request.MaxMessages);
        if (request.AfterMessageId is { } id && !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw new CmqServiceException(CmqErrors.InvalidRequestParameters, $"afterMessageId is '{id}'; it must be a message id.");
    }

    /// <summary>Refuses a move with a bad queue name, of no or too many messages, or of a queue to itself.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(MoveMessagesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckQueueName(request.SourceQueueName, limits);
        RequestRules.CheckQueueName(request.TargetQueueName, limits);
        CheckCount("maxMessages", request.MaxMessages);
        if (CmqNameRule.Comparer.Equals(request.SourceQueueName, request.TargetQueueName))
            throw new CmqServiceException(CmqErrors.InvalidRequestParameters, $"Messages of queue '{request.SourceQueueName}' cannot be moved to itself; name another target.");
    }

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

    /// <summary>How many messages a move may bring to a queue.</summary>
    /// <param name="queueName">The target, as it was created.</param>
    /// <param name="maxMsgHeapNum">Its attribute.</param>
    /// <param name="unconsumed">Its active, inactive and delayed messages.</param>
    /// <param name="messages">How many there are to move.</param>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.MaximumMessageRetentionNumberReached"/>: there is no room for any.</exception>
    public static int RoomFor(string queueName, long maxMsgHeapNum, long unconsumed, int messages)
    {
        long room = Math.Max(maxMsgHeapNum - unconsumed, 0);
        if (messages > 0 && room == 0)
            throw new CmqServiceException(CmqErrors.MaximumMessageRetentionNumberReached, $"Queue '{queueName}' holds {unconsumed} messages and takes {maxMsgHeapNum} (maxMsgHeapNum); receive and delete some, or raise it.");
        return (int)Math.Min(messages, room);
    }

    private static void CheckCount(string parameter, int count)
    {
        if (count is < 1 or > MaxMessages)
            throw new CmqServiceException(CmqErrors.ParameterOutOfRange(parameter), $"{parameter} is {count}; it must be 1 to {MaxMessages} messages.");
    }
}
