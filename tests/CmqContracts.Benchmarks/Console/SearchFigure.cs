using System.Diagnostics;
using System.Globalization;
using System.Text;
using CmqContracts.Broker;
using CmqContracts.Sqlite;

namespace CmqContracts.Benchmarks;

/// <summary>How many messages of 1 KiB are searched a second, for a value at a place of their JSON that none of them has.</summary>
internal static class SearchFigure
{
    private const int Messages = 200_000;
    private const string Account = "figures";

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await using (CmqBroker broker = new())
            printer.Absolute("console.search", await MeasureAsync(broker), "messages/s", "memory bar>=100000");
        string directory = DurableQueue.NewDirectory();
        await using (CmqBroker broker = new(new BrokerOptions { Store = SqliteStore.Open(directory) }))
            printer.Absolute("console.search.sqlite", await MeasureAsync(broker), "messages/s");
        DurableQueue.Delete(directory);
    }

    private static async Task<double> MeasureAsync(CmqBroker broker)
    {
        ICmqService service = broker.GetService(Account);
        await service.CreateQueueAsync(new CreateQueueRequest(DurableQueue.Name, new QueueSettings()));
        string note = new('x', 970);
        for (int i = 0; i < Messages; i += 16)
        {
            ReadOnlyMemory<byte>[] bodies = [.. Enumerable.Range(i, 16).Select(number => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{number}},"customer":"c{{number % 1000}}","note":"{{note}}"}""")))];
            await service.SendMessagesAsync(new SendMessagesRequest(DurableQueue.Name, bodies));
        }

        return (await Rounds.MediansAsync(() => SearchAsync(broker.GetInspector(Account))))[0];
    }

    private static async Task<double> SearchAsync(ICmqInspector inspector)
    {
        SearchMessagesRequest request = new(DurableQueue.Name, MessageState.Active, new MessageFilter { JsonPath = "$.customer", Value = "nobody" }) { MaxExamined = 100_000 };
        long start = Stopwatch.GetTimestamp();
        int examined = 0;
        while (true)
        {
            SearchResult result = await inspector.SearchMessagesAsync(request);
            examined += result.Examined;
            if (result.ContinueAfter is null)
                return examined / Stopwatch.GetElapsedTime(start).TotalSeconds;
            request = request with { AfterMessageId = result.ContinueAfter };
        }
    }
}
