namespace CmqContracts.Protocol;

/// <summary>What the dead-letter rules need to know about a queue.</summary>
/// <param name="QueueName">Its name, as it was created.</param>
/// <param name="HasPolicy">Whether it has a dead-letter queue.</param>
/// <param name="Sources">How many queues it receives the dead letters of.</param>
internal readonly record struct DeadLetterFacts(string QueueName, bool HasPolicy, int Sources);

/// <summary>Refusals about dead-letter queues that need to know both queues: dead letters move once, and a queue has a limited number of sources.</summary>
internal static class DeadLetterRules
{
    /// <summary>Refuses a policy that the two queues do not allow, and spells the name of the dead-letter queue as it was created.</summary>
    /// <param name="settings">The queue's attributes, as they shall be.</param>
    /// <param name="source">The queue; <see langword="null"/>: it is being created.</param>
    /// <param name="target">The queue that the policy names; <see langword="null"/>: there is none.</param>
    /// <param name="isBound">Whether the queue has this dead-letter queue already.</param>
    /// <param name="limits">The limits in force.</param>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.DeadLetterQueueDoesNotExist"/>, <see cref="CmqErrors.DeadLetterQueueNotAllowedToNest"/> or <see cref="CmqErrors.DeadLetterQueueBoundTooManyTimes"/>.</exception>
    public static QueueSettings Resolve(QueueSettings settings, DeadLetterFacts? source, DeadLetterFacts? target, bool isBound, CmqLimits limits)
    {
        if (settings.DeadLetterPolicy is not { } policy)
            return settings;
        if (target is not { } bound)
            throw new CmqServiceException(CmqErrors.DeadLetterQueueDoesNotExist, $"There is no queue '{policy.DeadLetterQueue}' for the dead letters; create it first.");
        if (source?.QueueName == bound.QueueName)
            throw new CmqServiceException(CmqErrors.DeadLetterQueueNotAllowedToNest, $"Queue '{bound.QueueName}' cannot be its own dead-letter queue.");
        if (bound.HasPolicy)
            throw new CmqServiceException(CmqErrors.DeadLetterQueueNotAllowedToNest, $"Queue '{bound.QueueName}' has a dead-letter queue itself.");
        if (source is { Sources: > 0 } owner)
            throw new CmqServiceException(CmqErrors.DeadLetterQueueNotAllowedToNest, $"Queue '{owner.QueueName}' is a dead-letter queue itself.");
        if (!isBound && bound.Sources >= limits.DeadLetterSources.Maximum)
            throw new CmqServiceException(CmqErrors.DeadLetterQueueBoundTooManyTimes, $"Queue '{bound.QueueName}' receives the dead letters of {bound.Sources} queues; at most {limits.DeadLetterSources.Maximum} are allowed.");
        return settings with { DeadLetterPolicy = policy with { DeadLetterQueue = bound.QueueName } };
    }

    /// <summary>Refuses to unbind a queue that has no dead-letter queue.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.DeadLetterQueueDoesNotExist"/>.</exception>
    public static void CheckBound(DeadLetterFacts queue)
    {
        if (!queue.HasPolicy)
            throw new CmqServiceException(CmqErrors.DeadLetterQueueDoesNotExist, $"Queue '{queue.QueueName}' has no dead-letter queue.");
    }

    /// <summary>Refuses to delete a queue that receives dead letters.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.QueueIsDeadLetterQueue"/>.</exception>
    public static void CheckDeletable(DeadLetterFacts queue)
    {
        if (queue.Sources > 0)
            throw new CmqServiceException(CmqErrors.QueueIsDeadLetterQueue, $"Queue '{queue.QueueName}' receives the dead letters of {queue.Sources} queues; unbind them first.");
    }
}
