using System.Collections.Concurrent;
using System.Data.Common;

namespace CmqContracts.EndToEnd.Worker;

/// <summary>A message whose effect must happen once.</summary>
/// <param name="Number">Which one.</param>
[CmqQueue("effects", VisibilityTimeout = 4)]
public sealed partial record Effect([DeduplicationKey] int Number);

/// <summary>A message whose effect must happen once, although it is sent again before that: its envelope's id stays.</summary>
/// <param name="Number">Which one.</param>
[CmqEnvelope]
[CmqQueue("retried-effects", VisibilityTimeout = 4)]
public sealed partial record RetriedEffect(int Number);

/// <summary>Writes the effect of a message into a table that would take it twice.</summary>
public sealed class WriteEffect(MessageTransaction transaction, StandingStill still) : IMessageHandler<Effect>
{
    public async Task<Settle> HandleAsync(ReceivedMessage<Effect> message, CancellationToken cancellationToken)
    {
        await WriteAsync(transaction, message.Body.Number, cancellationToken);
        await still.AtAsync("handling");
        return Settle.Done;
    }

    public static async Task WriteAsync(MessageTransaction transaction, int number, CancellationToken cancellationToken)
    {
        await using DbCommand insert = transaction.CreateCommand();
        insert.CommandText = $"INSERT INTO effects (number) VALUES ({number})";
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>Has a message sent again in its first attempt, and writes its effect in the second.</summary>
public sealed class WriteEffectLater(MessageTransaction transaction, StandingStill still) : IMessageHandler<RetriedEffect>
{
    public async Task<Settle> HandleAsync(ReceivedMessage<RetriedEffect> message, CancellationToken cancellationToken)
    {
        if (message.Envelope!.Attempt == 1)
        {
            still.SentAgain.TryAdd(message.ReceiptHandle, true);
            return Settle.RetryAfter(TimeSpan.Zero);
        }

        await WriteEffect.WriteAsync(transaction, message.Body.Number, cancellationToken);
        return Settle.Done;
    }
}

/// <summary>Stands still at one moment, for good, and says so once.</summary>
/// <param name="moment">The moment.</param>
public sealed class StandingStill(string moment)
{
    private int _said;

    /// <summary>The handles of messages that are sent again before they are deleted.</summary>
    public ConcurrentDictionary<string, bool> SentAgain { get; } = new();

    public Task AtAsync(string here)
    {
        if (here != moment)
            return Task.CompletedTask;
        if (Interlocked.Exchange(ref _said, 1) == 0)
            Console.WriteLine(here);
        return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
    }
}

/// <summary>A service whose deletes stand still before they are sent, and that says when one has emptied the queue.</summary>
public sealed class WatchedDeletes(ICmqService inner, StandingStill still) : DelegatingCmqService(inner)
{
    public override async ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default)
    {
        await still.AtAsync("deleting");
        if (request.ReceiptHandles.Any(still.SentAgain.ContainsKey))
            await still.AtAsync("sent again");
        IReadOnlyList<DeleteMessageFailure> failures = await base.DeleteMessagesAsync(request, cancellationToken);
        if (await GetQueueAttributesAsync(request.QueueName, cancellationToken) is { ActiveMessages: 0, InactiveMessages: 0, DelayedMessages: 0 })
            Console.WriteLine("empty");
        return failures;
    }
}
