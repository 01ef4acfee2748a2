namespace CmqContracts.Protocol;

/// <summary>Refusals that need to know the queue, or the account's other queues. Every backend refuses with these.</summary>
internal static class QueueRefusals
{
    /// <summary>The refusal of an action on a queue that is not there.</summary>
    public static CmqServiceException NotFound(string queueName) =>
        new(CmqErrors.QueueDoesNotExist, $"There is no queue '{queueName}'; create it first.");

    /// <summary>What ends a receive that waits for a queue which is deleted.</summary>
    public static CmqServiceException DeletedMeanwhile(string queueName) =>
        new(CmqErrors.QueueDoesNotExist, $"Queue '{queueName}' was deleted while this receive waited.");

    /// <summary>Refuses the name of a new queue that is in use or not free yet.</summary>
    /// <param name="queueName">The name.</param>
    /// <param name="existingName">The name of the queue that has it already, as it was created.</param>
    /// <param name="isReserved">Whether a queue of that name was deleted a short time ago.</param>
    /// <param name="limits">The limits in force.</param>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.QueueAlreadyExists"/> or <see cref="CmqErrors.PreviousQueueNotReleased"/>.</exception>
    public static void CheckNameIsFree(string queueName, string? existingName, bool isReserved, CmqLimits limits)
    {
        if (existingName is not null)
            throw new CmqServiceException(CmqErrors.QueueAlreadyExists, $"There is a queue '{existingName}' already; names are compared ignoring case.");
        if (isReserved)
            throw new CmqServiceException(CmqErrors.PreviousQueueNotReleased, $"A queue '{queueName}' was deleted less than {limits.NameReuseSeconds.Maximum} seconds ago.");
    }

    /// <summary>Refuses one more queue.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.NumberOfQueuesReachedLimit"/>.</exception>
    public static void CheckQueueCount(int queues, CmqLimits limits)
    {
        if (queues >= limits.QueuesPerAccount.Maximum)
            throw new CmqServiceException(CmqErrors.NumberOfQueuesReachedLimit, $"The account has {queues} queues; at most {limits.QueuesPerAccount.Maximum} are allowed.");
    }

    /// <summary>Refuses messages that a queue has no room for.</summary>
    /// <param name="queueName">The queue, as it was created.</param>
    /// <param name="maxMsgHeapNum">Its attribute.</param>
    /// <param name="unconsumed">Its active, inactive and delayed messages.</param>
    /// <param name="delayed">Its delayed messages.</param>
    /// <param name="messages">How many are sent.</param>
    /// <param name="delaySeconds">Their flight time.</param>
    /// <param name="limits">The limits in force.</param>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.MaximumMessageRetentionNumberReached"/> or <see cref="CmqErrors.TooManyUnackedOrDelayedMessages"/>.</exception>
    public static void CheckRoom(string queueName, long maxMsgHeapNum, long unconsumed, long delayed, int messages, int delaySeconds, CmqLimits limits)
    {
        if (unconsumed + messages > maxMsgHeapNum)
            throw new CmqServiceException(CmqErrors.MaximumMessageRetentionNumberReached, $"Queue '{queueName}' holds {unconsumed} messages and takes {maxMsgHeapNum} (maxMsgHeapNum); receive and delete some, or raise it.");
        if (delaySeconds > 0 && delayed + messages > limits.DelayedMessages.Maximum)
            throw new CmqServiceException(CmqErrors.TooManyUnackedOrDelayedMessages, $"Queue '{queueName}' holds {delayed} delayed messages; at most {limits.DelayedMessages.Maximum} are allowed.");
    }

    /// <summary>Refuses a receive from a queue whose in-flight limit is reached.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.TooManyUnackedOrDelayedMessages"/>.</exception>
    public static void CheckInFlight(string queueName, long inactive, CmqLimits limits)
    {
        if (inactive >= limits.InactiveMessages.Maximum)
            throw new CmqServiceException(CmqErrors.TooManyUnackedOrDelayedMessages, $"Queue '{queueName}' has {inactive} inactive messages; at most {limits.InactiveMessages.Maximum} are allowed. Delete some, or wait until their visibility ends.");
    }
}
