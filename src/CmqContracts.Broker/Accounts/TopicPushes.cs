namespace CmqContracts.Broker;

/// <summary>The deliveries to HTTP endpoints of all accounts.</summary>
internal sealed class TopicPushes(Executor executor) : ITopicPushes
{
    public async ValueTask<IReadOnlyList<TopicPush>> TakeAsync(int parallelism, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parallelism);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        while (true)
        {
            executor.ThrowIfClosed();
            cancellationToken.ThrowIfCancellationRequested();
            Task arrival = executor.PushArrival.Next;
            IReadOnlyList<TopicPush> taken = await executor.Submit(new ControlRequest<IReadOnlyList<TopicPush>>(engine => engine.Pushes.Take(parallelism, lease))).ConfigureAwait(false);
            if (taken.Count > 0)
                return taken;
            await arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask SettleAsync(TopicPush push, bool delivered, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(push);
        executor.ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        await executor.Submit(new ControlRequest<bool>(engine =>
        {
            engine.Pushes.Settle(push, delivered);
            return true;
        })).ConfigureAwait(false);
    }
}
