using System.Text.Json;
using CmqContracts;

namespace Quickstart;

/// <summary>A whole file of orders through the queue, compared field by field.</summary>
internal static class AllOrders
{
    public static async Task RunAsync(Demo demo, string file)
    {
        List<OrderPlaced> orders = [];
        foreach (string line in await File.ReadAllLinesAsync(file))
        {
            if (line.Length > 0)
                orders.Add(JsonSerializer.Deserialize<OrderPlaced>(line, JsonSerializerOptions.Web) ?? throw new InvalidDataException($"Line {orders.Count + 1} of {file} is null."));
        }

        Demo.Expect(orders.Count > 0, "at least one order in the file");
        IQueueClient<OrderPlaced> queue = demo.Cmq.Queue<OrderPlaced>();
        BatchSendResult sent = await queue.SendManyAsync(orders);
        sent.ThrowIfAnyFailed();
        demo.Say($"sent {sent.Entries.Count} orders");

        // Messages are delivered at least once: one that arrives twice is deleted twice and counted once.
        Dictionary<Guid, OrderPlaced> expected = orders.ToDictionary(order => order.Id);
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(30));
        await foreach (ReceivedMessage<OrderPlaced> message in queue.ReadAllAsync(timeout.Token))
        {
            if (expected.Remove(message.Body.Id, out OrderPlaced? order))
            {
                string[] differences = [.. Differences(order, message.Body)];
                Demo.Expect(differences.Length == 0, $"order {order.Id} as it was sent, but these differ: {string.Join(", ", differences)}");
            }

            await message.DeleteAsync(timeout.Token);
            if (expected.Count == 0)
                break;
        }

        demo.Say($"received and compared {orders.Count} orders, {orders.Sum(order => order.Lines.Count)} lines, {orders.Sum(order => order.Total)} in all");
    }

    private static IEnumerable<string> Differences(OrderPlaced sent, OrderPlaced received)
    {
        if (sent.Customer != received.Customer)
            yield return nameof(sent.Customer);
        if (sent.Total != received.Total || sent.Total.Scale != received.Total.Scale)
            yield return nameof(sent.Total);
        if (sent.Channel != received.Channel)
            yield return nameof(sent.Channel);
        if (!sent.PlacedAt.EqualsExact(received.PlacedAt))
            yield return nameof(sent.PlacedAt);
        if (sent.DeliverOn != received.DeliverOn)
            yield return nameof(sent.DeliverOn);
        if (sent.ShipTo != received.ShipTo)
            yield return nameof(sent.ShipTo);
        if (!sent.Lines.SequenceEqual(received.Lines))
            yield return nameof(sent.Lines);
        if (!sent.Tags.SequenceEqual(received.Tags))
            yield return nameof(sent.Tags);
        if (sent.Note != received.Note)
            yield return nameof(sent.Note);
    }
}
