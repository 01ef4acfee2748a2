using CmqContracts.Protocol;

namespace CmqContracts.Brokers;

/// <summary>The inspector of one account.</summary>
internal sealed class AccountInspector(Executor executor, Account account) : ICmqInspector
{
    private CmqLimits Limits => executor.Limits;

    public ValueTask<IReadOnlyList<InspectedMessage>> PeekMessagesAsync(PeekMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(
            () => Inspection.Check(request, Limits),
            engine => Inspection.Peek(engine, account.Find(request.QueueName), request),
            cancellationToken);
    }

    public ValueTask<long> CountRewindAsync(RewindQueueRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(
            () => RequestRules.CheckQueueName(request.QueueName, Limits),
            engine => Inspection.CountRewind(engine, account.Find(request.QueueName), request),
            cancellationToken);
    }

    public ValueTask<int> MoveMessagesAsync(MoveMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(
            () => Inspection.Check(request, Limits),
            engine => Inspection.Move(engine, account, request),
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<QueueStatistics>> GetStatisticsAsync(CancellationToken cancellationToken = default) =>
        Run(
            static () => { },
            engine => (IReadOnlyList<QueueStatistics>)[.. account.Queues.ByName.Select(queue => Inspection.GetStatistics(engine, queue))],
            cancellationToken);

    private async ValueTask<TResult> Run<TResult>(Action check, Func<QueueEngine, TResult> work, CancellationToken cancellationToken)
    {
        executor.ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        check();
        return await executor.Submit(new ControlRequest<TResult>(work)).ConfigureAwait(false);
    }
}
