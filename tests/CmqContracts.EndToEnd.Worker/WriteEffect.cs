using System.Data.Common;

namespace CmqContracts.EndToEnd.Worker;

/// <summary>A message whose effect must happen once.</summary>
/// <param name="Number">Which one.</param>
[CmqQueue("effects", VisibilityTimeout = 4)]
public sealed partial record Effect([DeduplicationKey] int Number);

/// <summary>Writes the effect of a message into a table that would take it twice.</summary>
public sealed class WriteEffect(MessageTransaction transaction, StandingStill still) : IMessageHandler<Effect>
{
    public async Task<Settle> HandleAsync(ReceivedMessage<Effect> message, CancellationToken cancellationToken)
    {
        await using DbCommand insert = transaction.CreateCommand();
        insert.CommandText = $"INSERT INTO effects (number) VALUES ({message.Body.Number})";
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await still.AtAsync("handling");
        return Settle.Done;
    }
}

/// <summary>Stands still at one moment, for good, and says so once.</summary>
/// <param name="moment">The moment.</param>
public sealed class StandingStill(string moment)
{
    private int _said;

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
        IReadOnlyList<DeleteMessageFailure> failures = await base.DeleteMessagesAsync(request, cancellationToken);
        if (await GetQueueAttributesAsync(request.QueueName, cancellationToken) is { ActiveMessages: 0, InactiveMessages: 0 })
            Console.WriteLine("empty");
        return failures;
    }
}
