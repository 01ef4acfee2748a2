namespace CmqContracts.Tool.Tests;

/// <summary>An inspector that forwards every call to another one. Tests override some of its methods.</summary>
internal abstract class ForwardingInspector(ICmqInspector inner) : ICmqInspector
{
    protected ICmqInspector Inner => inner;

    public virtual ValueTask<PeekResult> PeekMessagesAsync(PeekMessagesRequest request, CancellationToken cancellationToken = default) => inner.PeekMessagesAsync(request, cancellationToken);

    public virtual ValueTask<InspectedMessage?> FindMessageAsync(FindMessageRequest request, CancellationToken cancellationToken = default) => inner.FindMessageAsync(request, cancellationToken);

    public virtual ValueTask<SearchResult> SearchMessagesAsync(SearchMessagesRequest request, CancellationToken cancellationToken = default) => inner.SearchMessagesAsync(request, cancellationToken);

    public virtual ValueTask<long> CountRewindAsync(RewindQueueRequest request, CancellationToken cancellationToken = default) => inner.CountRewindAsync(request, cancellationToken);

    public virtual ValueTask<RewindProfile> GetRewindProfileAsync(string queueName, CancellationToken cancellationToken = default) => inner.GetRewindProfileAsync(queueName, cancellationToken);

    public virtual ValueTask<MessageActionResult> DeleteMessagesAsync(DeleteMessagesByIdRequest request, CancellationToken cancellationToken = default) => inner.DeleteMessagesAsync(request, cancellationToken);

    public virtual ValueTask<MessageActionResult> MoveMessagesAsync(MoveMessagesRequest request, CancellationToken cancellationToken = default) => inner.MoveMessagesAsync(request, cancellationToken);

    public virtual ValueTask<MessageJob> StartJobAsync(MessageJobRequest request, CancellationToken cancellationToken = default) => inner.StartJobAsync(request, cancellationToken);

    public virtual ValueTask<IReadOnlyList<MessageJob>> ListJobsAsync(CancellationToken cancellationToken = default) => inner.ListJobsAsync(cancellationToken);

    public virtual ValueTask<MessageJob> CancelJobAsync(string jobId, CancellationToken cancellationToken = default) => inner.CancelJobAsync(jobId, cancellationToken);

    public virtual ValueTask<QueueDescriptionList> DescribeQueuesAsync(DescribeQueuesRequest request, CancellationToken cancellationToken = default) => inner.DescribeQueuesAsync(request, cancellationToken);
}
