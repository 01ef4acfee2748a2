using System.Globalization;

namespace CmqContracts.Benchmarks;

/// <summary>The cost of a backlog of ten million messages: time, memory, and the start.</summary>
internal static class BacklogFigures
{
    private const int Many = 10_000_000;
    private const int Few = 10_000;
    private const int BodyBytes = 256;
    private static readonly TimeSpan ProducedDuring = TimeSpan.FromMinutes(1);

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        string many = DurableQueue.NewDirectory("backlog.many"), few = DurableQueue.NewDirectory("backlog.few");
        try
        {
            await MakeAsync(many, Many);
            await MakeAsync(few, Few);
            await printer.TryAsync(["durable.backlog.cost"], () => BacklogCostFigure.MeasureAsync(printer, many, few));
            await printer.TryAsync(["durable.backlog.memory"], () => BacklogMemoryFigure.MeasureAsync(printer, many));
            await printer.TryAsync(["durable.reopen"], () => ReopenFigure.MeasureAsync(printer, many));
        }
        finally
        {
            DurableQueue.Delete(many);
            DurableQueue.Delete(few);
        }
    }

    private static async Task MakeAsync(string directory, int messages)
    {
        await using (DurableQueue queue = DurableQueue.Open(directory))
            await queue.Service.CreateQueueAsync(new CreateQueueRequest(DurableQueue.Name, new QueueSettings()));
        BulkLoader.Fill(directory, messages, BodyBytes, ProducedDuring);
        await CheckAsync(directory, messages);
    }

    /// <summary>Checks that a broker accepts the loaded store.</summary>
    private static async Task CheckAsync(string directory, int messages)
    {
        await using DurableQueue queue = DurableQueue.Open(directory);
        long active = (await queue.Service.GetQueueAttributesAsync(DurableQueue.Name)).ActiveMessages;
        if (active != messages)
            throw new MeasurementException($"{messages} messages were loaded and {active} are there.");
        IReadOnlyList<CmqMessage> first = await queue.Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(DurableQueue.Name) { MaxMessages = 16, PollingWaitSeconds = 0 });
        long[] ids = [.. first.Select(static message => long.Parse(message.MessageId, CultureInfo.InvariantCulture))];
        bool areInOrder = ids.Length == 16 && ids.Select((id, place) => id - place).Distinct().Count() == 1;
        if (!areInOrder || first.Any(static message => !message.Body.Span.SequenceEqual(EngineFigures.Body(BodyBytes).Span)))
            throw new MeasurementException("The first messages are not those that were loaded.");
    }
}
