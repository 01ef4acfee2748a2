using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>The inspector of one account.</summary>
internal sealed class AccountInspector(Executor executor, Account account) : ICmqInspector
{
    private CmqLimits Limits => executor.Limits;

    public ValueTask<IReadOnlyList<InspectedMessage>> PeekMessagesAsync(PeekMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(
            () => InspectionRules.Check(request, Limits),
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

    public async ValueTask<MoveResult> MoveMessagesAsync(MoveMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        int moved = 0;
        MovedMessages step;
        do
        {
            MoveMessagesRequest rest = request with { MaxMessages = request.MaxMessages - moved };
            try
            {
                step = await Run(() => InspectionRules.Check(rest, Limits), engine => Inspection.Move(engine, account, rest), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (moved > 0 && e is (CmqException or OperationCanceledException))
            {
                // What the steps before have moved is moved, and the caller has to know.
                return new MoveResult { Moved = moved, EndedBy = e };
            }

            moved += step.Count;
        }
        while (step.HasMore);
        return new MoveResult { Moved = moved };
    }

    public ValueTask<QueueDescriptionList> DescribeQueuesAsync(DescribeQueuesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(
            () => request = InspectionRules.Take(request, Limits),
            engine => Inspection.Describe(engine, account, request),
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
