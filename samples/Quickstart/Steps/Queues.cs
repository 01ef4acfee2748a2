using CmqContracts;
using CmqContracts.Protocol;

namespace Quickstart;

/// <summary>Creating queues and looking at them.</summary>
internal sealed class Queues(CmqClient cmq)
{
    private readonly List<Func<Task>> _created = [];

    public async Task CreateAsync(Walk walk)
    {
        await CreateAsync(walk, cmq.Queue<OrderPlaced>());
        await CreateAsync(walk, cmq.Queue<PaymentRequested>());
        await CreateAsync(walk, cmq.Queue<ReminderDue>());
        await CreateAsync(walk, cmq.Queue<StockChanged>());
    }

    public async Task AttributesAsync(Walk walk)
    {
        QueueAttributes now = await cmq.Queue<OrderPlaced>().GetAttributesAsync();
        walk.Say($"{now.QueueName}: visibility timeout {now.VisibilityTimeout} s, polling wait {now.PollingWaitSeconds} s, messages up to {now.MaxMsgSize} bytes,");
        walk.Say($"kept {now.MsgRetentionSeconds} s, rewind {now.RewindSeconds} s; active {now.ActiveMessages}, inactive {now.InactiveMessages}, delayed {now.DelayedMessages}");
        Walk.Expect(now is { VisibilityTimeout: 10, PollingWaitSeconds: 10, MaxMsgSize: 65536 }, "the attributes of the record");
    }

    /// <summary>Leaves the service as it was found.</summary>
    public async Task DeleteCreatedAsync()
    {
        foreach (Func<Task> delete in _created)
            await delete();
    }

    private async Task CreateAsync<TMessage>(Walk walk, IQueueClient<TMessage> queue)
    {
        EnsureCreatedResult state = await queue.EnsureCreatedAsync();
        walk.Say($"{queue.QueueName}: {(state.Created ? "created" : "was there")}{string.Concat(state.Drift.Select(drift => $"; {drift}"))}");
        if (state.Created)
            _created.Add(() => queue.DeleteQueueAsync());
        else
            await DrainAsync(queue);
    }

    /// <summary>Empties a queue that an earlier run has left.</summary>
    private static async Task DrainAsync<TMessage>(IQueueClient<TMessage> queue)
    {
        IReadOnlyList<ReceivedMessage<TMessage>> messages;
        while ((messages = await queue.ReceiveManyAsync(16, TimeSpan.FromSeconds(1))).Count > 0)
            Walk.Expect((await queue.DeleteManyAsync(messages)).AllSucceeded, "all deleted");
    }
}
