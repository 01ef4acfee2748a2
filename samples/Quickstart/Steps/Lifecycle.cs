using System.Diagnostics;
using CmqContracts;

namespace Quickstart;

/// <summary>What can happen to a message: redelivery, expiry, delay, rewind.</summary>
internal static class Lifecycle
{
    public static async Task RedeliveryAsync(Demo demo)
    {
        IQueueClient<PaymentRequested> payments = demo.Cmq.Queue<PaymentRequested>();
        await payments.SendAsync(new PaymentRequested(Guid.NewGuid(), 99m, "CNY"));
        ReceivedMessage<PaymentRequested> first = await ReceiveAsync(payments);
        demo.Say($"received {first.DequeueCount} time and not deleted: visible again in {payments.QueueName}'s 2 s");
        ReceivedMessage<PaymentRequested> second = await ReceiveAsync(payments, TimeSpan.FromSeconds(10));
        demo.Say($"received {second.DequeueCount} times, with the same message id {second.MessageId}");
        Demo.Expect(second.DequeueCount == 2 && second.MessageId == first.MessageId, "the same message, received twice");
        try
        {
            await first.DeleteAsync();
            Demo.Expect(false, "the first receipt handle to be invalid");
        }
        catch (CmqServiceException e) when (e.Is(CmqErrors.ReceiptHandleInvalid))
        {
            demo.Say("the first receipt handle is invalid now, the second deletes it");
        }

        await second.DeleteAsync();
    }

    public static async Task ConsumeOnceAsync(Demo demo)
    {
        IQueueClient<ReminderDue> reminders = demo.Cmq.Queue<ReminderDue>();
        QueueAttributes queue = await reminders.GetAttributesAsync();
        await reminders.SendAsync(new ReminderDue("韩梅梅", "Your parcel is at the station."));
        ReceivedMessage<ReminderDue> message = await ReceiveAsync(reminders);
        DateTimeOffset endOfRetention = message.EnqueuedAt.AddSeconds(queue.MsgRetentionSeconds);
        demo.Say($"VisibleAgainAt {message.VisibleAgainAt:HH:mm:ss} lies after the end of retention {endOfRetention:HH:mm:ss}: it expires before it could return");
        Demo.Expect(message.VisibleAgainAt > endOfRetention, "an end of visibility after the end of retention");
        Demo.Expect(await reminders.ReceiveAsync(wait: TimeSpan.FromSeconds(1)) is null, "nothing at the second receive");
        demo.Say("a second receive finds nothing");
    }

    public static async Task DelayAsync(Demo demo)
    {
        IQueueClient<PaymentRequested> payments = demo.Cmq.Queue<PaymentRequested>();
        await payments.SendAsync(new PaymentRequested(Guid.NewGuid(), 5m, "CNY"));
        ReceivedMessage<PaymentRequested> failed = await ReceiveAsync(payments);

        // The handler failed: the message goes out again with a flight time, and then the first copy is deleted.
        TimeSpan flight = TimeSpan.FromSeconds(3);
        long start = Stopwatch.GetTimestamp();
        await payments.SendAsync(failed.Body, delay: flight);
        await failed.DeleteAsync();
        QueueAttributes now = await payments.GetAttributesAsync();
        demo.Say($"sent again with a flight time of {flight.TotalSeconds} s: delayed messages {now.DelayedMessages}, active {now.ActiveMessages}");
        Demo.Expect(now.DelayedMessages == 1, "one delayed message");

        ReceivedMessage<PaymentRequested> again = await ReceiveAsync(payments, TimeSpan.FromSeconds(10));
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        demo.Say($"received after {took.TotalSeconds:0.0} s");
        Demo.Expect(again.Body == failed.Body && took > flight - TimeSpan.FromSeconds(1), "the same payment, after its flight time");
        await again.DeleteAsync();
    }

    public static async Task RewindAsync(Demo demo)
    {
        IQueueClient<StockChanged> stock = demo.Cmq.Queue<StockChanged>();
        StockChanged[] changes = [new(Guid.NewGuid(), "SKU-TEA-01", -2), new(Guid.NewGuid(), "SKU-TEA-01", 10), new(Guid.NewGuid(), "SKU-CUP-02", -1)];
        foreach (StockChanged change in changes)
            await stock.SendAsync(change);

        // Service B books every change with the wrong sign, deletes the messages, and nobody notices.
        Dictionary<Guid, int> booked = [];
        DateTimeOffset lastGoodMoment = DateTimeOffset.MaxValue;
        while (booked.Count < changes.Length)
        {
            ReceivedMessage<StockChanged> message = await ReceiveAsync(stock);
            booked[message.Body.Id] = -message.Body.Change;
            lastGoodMoment = message.EnqueuedAt < lastGoodMoment ? message.EnqueuedAt : lastGoodMoment;
            await message.DeleteAsync();
        }

        demo.Say($"service B booked {string.Join(", ", changes.Select(change => booked[change.Id]))}; rewindable messages {(await stock.GetAttributesAsync()).RewindableMessages}");

        // The bug is fixed: back to the last good moment. Booking by id makes it idempotent.
        await stock.RewindAsync(to: lastGoodMoment);
        HashSet<Guid> again = [];
        while (!changes.All(change => again.Contains(change.Id)))
        {
            ReceivedMessage<StockChanged> message = await ReceiveAsync(stock);
            booked[message.Body.Id] = message.Body.Change;
            again.Add(message.Body.Id);
            await message.DeleteAsync();
        }

        demo.Say($"after the rewind to {lastGoodMoment:HH:mm:ss}: {string.Join(", ", changes.Select(change => booked[change.Id]))}");
        Demo.Expect(changes.All(change => booked[change.Id] == change.Change), "every change booked right");
    }

    private static async Task<ReceivedMessage<TMessage>> ReceiveAsync<TMessage>(IQueueClient<TMessage> queue, TimeSpan? wait = null)
    {
        ReceivedMessage<TMessage>? message = await queue.ReceiveAsync(wait ?? TimeSpan.FromSeconds(3));
        Demo.Expect(message is not null, $"a message in {queue.QueueName}");
        return message!;
    }
}
