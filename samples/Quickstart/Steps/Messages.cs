using System.Diagnostics;
using CmqContracts;

namespace Quickstart;

/// <summary>Sending and receiving.</summary>
internal static class Messages
{
    public static async Task SendAsync(Demo demo)
    {
        SendReceipt sent = await demo.Cmq.Queue<OrderPlaced>().SendAsync(NewOrder("李雷", 12.50m));
        demo.Say($"message id {sent.MessageId}");
        Demo.Expect(sent.MessageId.Length > 0, "a message id");
    }

    public static async Task BatchSendAsync(Demo demo)
    {
        BatchSendResult sent = await demo.Cmq.Queue<OrderPlaced>().SendManyAsync([NewOrder("韩梅梅", 1m), NewOrder("Jim Green", 2m), NewOrder("Zoë O’Brien", 3m)]);
        demo.Say($"message ids {string.Join(", ", sent.Entries.Select(entry => entry.MessageId))}");
        Demo.Expect(sent.AllSucceeded && sent.Entries.Select(entry => entry.MessageId).Distinct().Count() == 3, "three message ids");
    }

    public static async Task ReceiveAsync(Demo demo)
    {
        ReceivedMessage<OrderPlaced>? message = await demo.Cmq.Queue<OrderPlaced>().ReceiveAsync(wait: TimeSpan.FromSeconds(3));
        Demo.Expect(message is not null, "a message");
        demo.Say($"{message!.Body.Customer} ordered for {message.Body.Total}; received {message.DequeueCount} time, invisible until {message.VisibleAgainAt:HH:mm:ss}");
        await message.DeleteAsync();
    }

    public static async Task BatchReceiveAsync(Demo demo)
    {
        IQueueClient<OrderPlaced> orders = demo.Cmq.Queue<OrderPlaced>();
        int left = 3;
        while (left > 0)
        {
            long start = Stopwatch.GetTimestamp();
            IReadOnlyList<ReceivedMessage<OrderPlaced>> some = await orders.ReceiveManyAsync(maxMessages: 16, wait: TimeSpan.FromSeconds(3));
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            demo.Say($"asked for 16, got {some.Count} after {took.TotalMilliseconds:0} ms: {string.Join(", ", some.Select(message => message.Body.Customer))}");
            Demo.Expect(some.Count > 0 && took < TimeSpan.FromSeconds(2), "the messages that are there, at once");
            Demo.Expect((await orders.DeleteManyAsync(some)).AllSucceeded, "all deleted");
            left -= some.Count;
        }
    }

    public static async Task NoWaitAsync(Demo demo)
    {
        long start = Stopwatch.GetTimestamp();
        ReceivedMessage<OrderPlaced>? message = await demo.Cmq.Queue<OrderPlaced>().ReceiveAsync(wait: TimeSpan.Zero);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        demo.Say($"no message, known after {took.TotalMilliseconds:0} ms");
        Demo.Expect(message is null && took < TimeSpan.FromSeconds(2), "no message, at once");
    }

    public static async Task WaitDefaultAsync(Demo demo)
    {
        IQueueClient<PaymentRequested> payments = demo.Cmq.Queue<PaymentRequested>();
        long start = Stopwatch.GetTimestamp();
        ReceivedMessage<PaymentRequested>? none = await payments.ReceiveAsync();
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        demo.Say($"no message after {took.TotalSeconds:0.0} s: the queue's polling wait is 2 s, and over HTTP a server answers 0.2 s early");
        Demo.Expect(none is null && took > TimeSpan.FromSeconds(1), "a wait of about 2 s");

        Task<ReceivedMessage<PaymentRequested>?> waiting = payments.ReceiveAsync();
        await payments.SendAsync(new PaymentRequested(Guid.NewGuid(), 12.50m, "CNY"));
        ReceivedMessage<PaymentRequested>? message = await waiting;
        Demo.Expect(message is not null, "the message that was sent during the wait");
        demo.Say($"a message sent during the wait ends it: {message!.Body.Amount} {message.Body.Currency}");
        await message.DeleteAsync();
    }

    private static OrderPlaced NewOrder(string customer, decimal total) => new(
        Guid.NewGuid(),
        customer,
        total,
        "Web",
        DateTimeOffset.UnixEpoch.AddYears(48),
        null,
        new Address("广东省", "深圳市", "科技中一路", "518057", null),
        [new OrderLine("SKU-1", "茶", 1, total, 0m)],
        [],
        null);
}
