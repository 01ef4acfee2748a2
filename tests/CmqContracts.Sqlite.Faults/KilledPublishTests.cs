using System.Globalization;
using CmqContracts.Broker;
using CmqContracts.Sqlite.FaultWorker;

namespace CmqContracts.Sqlite.Faults;

/// <summary>A broker that publishes more than one commit takes is killed at random moments, again and again over the same store.</summary>
public sealed class KilledPublishTests(ITestOutputHelper output)
{
    /// <summary>The number of the message that is published last, and so delivered after all others.</summary>
    private const long Last = 999_000_000_000;

    [Fact]
    public async Task Every_subscription_gets_every_message_once_and_in_order()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}");
        Random random = new(seed);
        using TempFolder folder = new();
        string store = folder["store"];
        HashSet<long> asked = [], answered = [];
        int interrupted = 0;
        for (int round = 1; round <= LongForm.Choose(5, 20); round++)
        {
            string ledger = folder[$"ledger-{round}"];
            await using (ProgramUnderTest worker = FaultWorkers.StartPublishing(store, ledger, round))
            {
                await worker.WaitForLineAsync("working");
                await Task.Delay(random.Next(50, 300));
                await worker.KillAsync();
            }

            foreach (string[] line in File.ReadAllText(ledger).Split('\n')[..^1].Select(static line => line.Split(' ')))
                (line[0] == "publishing" ? asked : answered).Add(long.Parse(line[1], CultureInfo.InvariantCulture));
            Assert.Empty(await StoreUnderTest.CheckAsync(store));
            interrupted += HasPendingPublish(store) ? 1 : 0;
        }

        output.WriteLine($"{answered.Count} of {asked.Count} publishes were answered; {interrupted} kills came in the middle of a fan-out");
        Assert.NotEqual(0, interrupted);
        await using CmqBroker broker = new(new BrokerOptions { Store = SqliteStore.Open(store) });
        ICmqService service = broker.GetService(Publishing.Account);
        await Publishing.PublishAsync(service, Last);
        long[]? first = null;
        for (int queue = 0; queue < Publishing.QueueCount; queue++)
        {
            long[] numbers = [.. await ReadAsync(service, Publishing.QueueName(queue))];
            Assert.Equal(numbers.Order().Distinct(), numbers);
            Assert.Empty(answered.Except(numbers));
            Assert.Empty(numbers.Except([.. asked, Last]));

            // A publish that was not answered has reached all queues or none.
            Assert.Equal(first ??= numbers, numbers);
        }
    }

    private static async Task<List<long>> ReadAsync(ICmqService service, string queue)
    {
        List<long> numbers = [];
        while (!numbers.Contains(Last))
        {
            IReadOnlyList<CmqMessage> messages = await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(queue) { MaxMessages = 16, PollingWaitSeconds = 30 });
            Assert.True(messages.Count > 0, $"The last message has not come to {queue}.");
            numbers.AddRange(messages.Select(static message => Publishing.NumberOf(message.Body.Span)));
        }

        return numbers;
    }

    /// <summary>Whether a publish was still to be delivered when the process was killed.</summary>
    private static bool HasPendingPublish(string directory)
    {
        using TempFolder folder = new();
        TempFolder.Copy(directory, folder["store"]);
        using SqliteStore store = SqliteStore.Open(folder["store"]);
        return store.Load().Queues.Any(static queue => queue.Record.Name.Length == 0 && queue.Status.Active > 0);
    }
}
