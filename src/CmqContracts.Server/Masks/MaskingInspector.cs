using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>An inspector whose looks and searches do not see what a mask hides. Everything that shows bodies to people and tools uses it.</summary>
internal sealed class MaskingInspector : ICmqInspector
{
    private readonly ICmqInspector _inspector;
    private readonly JsonMask _mask;

    private MaskingInspector(ICmqInspector inspector, JsonMask mask)
    {
        _inspector = inspector;
        _mask = mask;
    }

    /// <summary>An inspector behind a mask, if there is one.</summary>
    public static ICmqInspector Over(ICmqInspector inspector, JsonMask? mask) => mask is null ? inspector : new MaskingInspector(inspector, mask);

    public ValueTask<PeekResult> PeekMessagesAsync(PeekMessagesRequest request, CancellationToken cancellationToken = default) =>
        _inspector.PeekMessagesAsync(request with { Mask = _mask }, cancellationToken);

    public ValueTask<InspectedMessage?> FindMessageAsync(FindMessageRequest request, CancellationToken cancellationToken = default) =>
        _inspector.FindMessageAsync(request with { Mask = _mask }, cancellationToken);

    public ValueTask<SearchResult> SearchMessagesAsync(SearchMessagesRequest request, CancellationToken cancellationToken = default) =>
        _inspector.SearchMessagesAsync(request with { Mask = _mask }, cancellationToken);

    public ValueTask<MessageJob> StartJobAsync(MessageJobRequest request, CancellationToken cancellationToken = default) =>
        _inspector.StartJobAsync(request with { Mask = _mask }, cancellationToken);

    public ValueTask<long> CountRewindAsync(RewindQueueRequest request, CancellationToken cancellationToken = default) =>
        _inspector.CountRewindAsync(request, cancellationToken);

    public ValueTask<RewindProfile> GetRewindProfileAsync(string queueName, CancellationToken cancellationToken = default) =>
        _inspector.GetRewindProfileAsync(queueName, cancellationToken);

    public ValueTask<MessageActionResult> DeleteMessagesAsync(DeleteMessagesByIdRequest request, CancellationToken cancellationToken = default) =>
        _inspector.DeleteMessagesAsync(request, cancellationToken);

    public ValueTask<MessageActionResult> MoveMessagesAsync(MoveMessagesRequest request, CancellationToken cancellationToken = default) =>
        _inspector.MoveMessagesAsync(request, cancellationToken);

    public ValueTask<IReadOnlyList<MessageJob>> ListJobsAsync(CancellationToken cancellationToken = default) =>
        _inspector.ListJobsAsync(cancellationToken);

    public ValueTask<MessageJob> CancelJobAsync(string jobId, CancellationToken cancellationToken = default) =>
        _inspector.CancelJobAsync(jobId, cancellationToken);

    public ValueTask<QueueDescriptionList> DescribeQueuesAsync(DescribeQueuesRequest request, CancellationToken cancellationToken = default) =>
        _inspector.DescribeQueuesAsync(request, cancellationToken);
}
