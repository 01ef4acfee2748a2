using System.Text.Unicode;

namespace CmqContracts.Protocol;

/// <summary>
/// Refuses requests that break the protocol's limits, as far as this can be told without the queue. Clients call it before the
/// wire, brokers before anything else, so both say the same.
/// </summary>
internal static class RequestRules
{
    /// <summary>Refuses a name that no queue can have.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.QueueNameFormatError"/>.</exception>
    public static void CheckQueueName(string? queueName, CmqLimits limits)
    {
        if (CmqNameRule.Explain(queueName, limits) is { } wrong)
            throw new CmqServiceException(CmqErrors.QueueNameFormatError, wrong);
    }

    /// <summary>Refuses a new queue with a bad name or attribute.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(CreateQueueRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckQueueName(request.QueueName, limits);
        QueueSettingsRules.ForNewQueue(request.Settings, limits);
        CheckNotOwnDeadLetterQueue(request.QueueName, request.Settings);
    }

    /// <summary>Refuses a change to an attribute that no queue can have.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(SetQueueAttributesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckQueueName(request.QueueName, limits);
        QueueSettingsRules.Check(request.Settings, limits);
        CheckNotOwnDeadLetterQueue(request.QueueName, request.Settings);
    }

    /// <summary>Refuses a page that is out of range.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void CheckPage(int offset, int limit, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        CheckRange(limits.ListOffset, offset);
        CheckRange(limits.ListLimit, limit);
    }

    /// <summary>Refuses an empty, oversized or too delayed send.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(SendMessagesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckQueueName(request.QueueName, limits);
        CheckBodies(request.Bodies, limits);
        if (!limits.DelaySeconds.Contains(request.DelaySeconds))
            throw new CmqServiceException(CmqErrors.DelaySecondsOutOfRange, limits.DelaySeconds.Explain(request.DelaySeconds));
    }

    /// <summary>Refuses what <see cref="Check(SendMessagesRequest, CmqLimits)"/> does, and returns the request with a list of our own.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static SendMessagesRequest Take(SendMessagesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        IReadOnlyList<ReadOnlyMemory<byte>> bodies = TakeBatch("msgBody", request.Bodies, limits);
        if (!ReferenceEquals(bodies, request.Bodies))
            request = request with { Bodies = bodies };
        Check(request, limits);
        return request;
    }

    /// <summary>Refuses a body that a queue does not take, and a delay that outlives its messages.</summary>
    /// <exception cref="CmqServiceException">The request breaks an attribute of the queue.</exception>
    public static void CheckAgainstQueue(SendMessagesRequest request, int maxMsgSize, int msgRetentionSeconds)
    {
        ArgumentNullException.ThrowIfNull(request);
        for (int i = 0; i < request.Bodies.Count; i++)
            CheckBody(request.Bodies[i].Length, maxMsgSize, $"Queue '{request.QueueName}' has maxMsgSize");
        if (request.DelaySeconds >= msgRetentionSeconds)
            throw new CmqServiceException(CmqErrors.DelaySecondsOutOfRange, $"delaySeconds is {request.DelaySeconds} and queue '{request.QueueName}' keeps messages for {msgRetentionSeconds} seconds: they would expire before delivery.");
    }

    /// <summary>Refuses a receive of no or too many messages, or with a wait out of range.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(ReceiveMessagesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckQueueName(request.QueueName, limits);
        if (!limits.BatchSize.Contains(request.MaxMessages))
            throw new CmqServiceException(CmqErrors.ParameterBatchSizeOutOfRange("numOfMsg"), $"numOfMsg is {request.MaxMessages}; a request takes {limits.BatchSize.Range}.");
        if (request.PollingWaitSeconds is { } wait)
            CheckRange(limits.ReceiveWaitSeconds, wait);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.AnswerEarly, TimeSpan.Zero);
    }

    /// <summary>Refuses a delete of no or too many handles.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(DeleteMessagesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.ReceiptHandles);
        CheckQueueName(request.QueueName, limits);
        CheckBatch("receiptHandle", request.ReceiptHandles.Count, limits);
        for (int i = 0; i < request.ReceiptHandles.Count; i++)
            RequireEntry("receiptHandle", request.ReceiptHandles[i]);
    }

    /// <summary>Refuses what <see cref="Check(DeleteMessagesRequest, CmqLimits)"/> does, and returns the request with a list of our own.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static DeleteMessagesRequest Take(DeleteMessagesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        request = request with { ReceiptHandles = TakeBatch("receiptHandle", request.ReceiptHandles, limits) };
        Check(request, limits);
        return request;
    }

    /// <summary>The entries of a batch, in a list of our own.</summary>
    internal static IReadOnlyList<T> TakeBatch<T>(string parameter, IReadOnlyList<T> list, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(list, parameter);
        if (list is Utf8Bodies)
            return list;
        int count = list.Count;
        CheckBatch(parameter, count, limits);
        return ReadOnce(list, count);
    }

    /// <summary>
    /// Copies a caller's list. It is code of the caller's, which may throw, and may say something else the next time: so it is read once, before
    /// anything is done, and nothing but the copy is used.
    /// </summary>
    internal static T[] ReadOnce<T>(IReadOnlyList<T> list, int count)
    {
        if (count == 0)
            return [];
        T[] copy = new T[count];
        for (int i = 0; i < count; i++)
            copy[i] = list[i];
        return copy;
    }

    internal static string RequireEntry(string parameter, string? entry) =>
        entry ?? throw new ArgumentException($"An entry of {parameter} is null; leave it out.", parameter);

    internal static void CheckBodies(IReadOnlyList<ReadOnlyMemory<byte>> bodies, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(bodies);
        CheckBatch("msgBody", bodies.Count, limits);
        bool isUtf8 = bodies is Utf8Bodies;
        long total = 0;
        for (int i = 0; i < bodies.Count; i++)
        {
            CheckBody(bodies[i].Length, limits.MessageBytes.Maximum, "The largest body is");
            if (!isUtf8 && !Utf8.IsValid(bodies[i].Span))
                throw new CmqServiceException(CmqErrors.InvalidRequestParameters, "The body is not UTF-8 text. Encode binary content, for example as Base64.");
            total += bodies[i].Length;
        }

        if (bodies.Count > 1 && !limits.BatchBytes.Contains(total))
            throw new CmqServiceException(CmqErrors.TotalMessageSizeExceeded, $"The {bodies.Count} bodies have {total} bytes together; a batch takes {limits.BatchBytes.Maximum}. Send fewer at once.");
    }

    internal static void CheckBody(int length, long maximum, string rule)
    {
        if (length == 0)
            throw new CmqServiceException(CmqErrors.MessageBodyEmpty, "A message has at least one byte.");
        if (length > maximum)
            throw new CmqServiceException(CmqErrors.MaximumMessageSizeExceeded, $"The body has {length} bytes. {rule} {maximum}. Store large content elsewhere and send its address.");
    }

    internal static void CheckRange(CmqLimit limit, long value)
    {
        if (!limit.Contains(value))
            throw new CmqServiceException(CmqErrors.ParameterOutOfRange(limit.Name), limit.Explain(value));
    }

    private static void CheckNotOwnDeadLetterQueue(string queueName, QueueSettings settings)
    {
        if (settings.DeadLetterPolicy is { } policy && CmqNameRule.Comparer.Equals(policy.DeadLetterQueue, queueName))
            throw new CmqServiceException(CmqErrors.DeadLetterQueueNotAllowedToNest, $"Queue '{queueName}' names itself as its dead-letter queue; name another one.");
    }

    private static void CheckBatch(string parameter, int count, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (!limits.BatchSize.Contains(count))
            throw new CmqServiceException(CmqErrors.ParameterBatchSizeOutOfRange(parameter), $"{parameter} has {count} entries; a request takes {limits.BatchSize.Range}.");
    }
}
