namespace CmqContracts;

/// <summary>
/// A view into an account's queues for people and tools. Our brokers and servers have one; Tencent's service does not.
/// Looking makes no message invisible, counts as no receive and changes nothing.
/// </summary>
/// <remarks>
/// <para>
/// Whatever is asked for is done in steps of at most 1,000 messages and 256 KiB of bodies (or one larger body), between which other requests run.
/// So the parts of one answer may be of slightly different moments, and a queue that is in use is never seen whole: a message that changes its state
/// meanwhile may be missing, or be there as it was.
/// </para>
/// <para>To be used, not implemented: a later version may add members.</para>
/// </remarks>
public interface ICmqInspector
{
    /// <summary>Reads messages of one state, a page at a time.</summary>
    /// <exception cref="CmqException">The queue does not exist, the request breaks a rule, or there is no answer.</exception>
    ValueTask<PeekResult> PeekMessagesAsync(PeekMessagesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads one message by its id, whatever its state.</summary>
    /// <returns>The message; <see langword="null"/>: the queue has none of that id, any more or yet.</returns>
    /// <exception cref="CmqException">The queue does not exist, the id is none, or there is no answer.</exception>
    ValueTask<InspectedMessage?> FindMessageAsync(FindMessageRequest request, CancellationToken cancellationToken = default);

    /// <summary>Looks for messages of one state by what their bodies hold, some thousands at a time.</summary>
    /// <returns>What was found, and where the next search continues.</returns>
    /// <exception cref="CmqException">The queue does not exist, the request breaks a rule, or there is no answer.</exception>
    ValueTask<SearchResult> SearchMessagesAsync(SearchMessagesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Counts the messages that a rewind to this point in time would make active, with the rewind's own checks.</summary>
    ValueTask<long> CountRewindAsync(RewindQueueRequest request, CancellationToken cancellationToken = default);

    /// <summary>Counts that for 100 points of all the time that the queue can be rewound to.</summary>
    /// <param name="queueName">The queue.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.QueueCannotBeRewound"/>: the queue keeps no deleted messages.</exception>
    ValueTask<RewindProfile> GetRewindProfileAsync(string queueName, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes messages by their ids. Active, delayed and inactive ones become rewindable where the queue keeps deleted messages, and receipt handles of
    /// theirs are invalid from then on; rewindable ones are removed for good.
    /// </summary>
    /// <returns>How many were deleted, which were not, and what ended the work before its end. What ends it before anything is done is thrown.</returns>
    ValueTask<MessageActionResult> DeleteMessagesAsync(DeleteMessagesByIdRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Moves active and delayed messages to another queue of the account, where they are new: with new ids, produced now and never received, as dead letters
    /// are. Each is in one of the two queues at any time.
    /// </summary>
    /// <returns>How many were moved, which were not, and what ended the work before its end, such as a full queue. What ends it before anything is done is thrown.</returns>
    ValueTask<MessageActionResult> MoveMessagesAsync(MoveMessagesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Begins to delete or move all messages of one state, or those that a search would find, in the background. It ends with the last message that was there at its start.</summary>
    /// <returns>The job as it has begun.</returns>
    /// <exception cref="CmqServiceException">The request breaks a rule, or a job is at work on the queue already.</exception>
    ValueTask<MessageJob> StartJobAsync(MessageJobRequest request, CancellationToken cancellationToken = default);

    /// <summary>The account's jobs, the newest first: those that are at work, and the last 100 that have ended. They are forgotten with the process; what they have done is not.</summary>
    ValueTask<IReadOnlyList<MessageJob>> ListJobsAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends a job after its step; what it has done stays.</summary>
    /// <returns>The job as it has ended.</returns>
    /// <exception cref="CmqServiceException">There is no such job.</exception>
    ValueTask<MessageJob> CancelJobAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>Describes a page of the account's queues, with attributes, counters and dead-letter sources, each as of one moment.</summary>
    ValueTask<QueueDescriptionList> DescribeQueuesAsync(DescribeQueuesRequest request, CancellationToken cancellationToken = default);
}
