using System.Text;

namespace CmqContracts.Tests;

public sealed class ReceiveTests
{
    private readonly RecordingService _service = new();
    private readonly LogList _logs = new();

    [Fact]
    public async Task A_received_message_has_all_that_the_service_returned()
    {
        DateTimeOffset produced = DateTimeOffset.FromUnixTimeSeconds(1488718862);
        _service.Inbox.Enqueue([new CmqMessage
        {
            MessageId = "m", ReceiptHandle = "h", Body = "a:1"u8.ToArray(), EnqueuedAt = produced,
            FirstReceivedAt = produced.AddSeconds(1), VisibleAgainAt = produced.AddSeconds(31), DequeueCount = 2,
        }]);

        ReceivedMessage<Order>? message = await Order.Queue(_service).ReceiveAsync(TimeSpan.FromSeconds(2.1));

        Assert.NotNull(message);
        Assert.Equal(new Order("a", 1), message.Body);
        Assert.Null(message.Error);
        Assert.Equal("a:1", Encoding.UTF8.GetString(message.RawBody.Span));
        Assert.Equal(("m", "h", 2), (message.MessageId, message.ReceiptHandle, message.DequeueCount));
        Assert.Equal([produced, produced.AddSeconds(1), produced.AddSeconds(31)], [message.EnqueuedAt, message.FirstReceivedAt, message.VisibleAgainAt]);
        Assert.Equal(new ReceiveMessagesRequest("orders") { MaxMessages = 1, PollingWaitSeconds = 3 }, Assert.Single(_service.Requests));
    }

    [Fact]
    public async Task No_message_is_null_or_an_empty_list()
    {
        _service.Inbox.Enqueue([]);
        _service.Inbox.Enqueue([]);

        Assert.Null(await Order.Queue(_service).ReceiveAsync(TimeSpan.Zero));
        Assert.Empty(await Order.Queue(_service).ReceiveManyAsync(3));
        Assert.Equal([new ReceiveMessagesRequest("orders") { MaxMessages = 1, PollingWaitSeconds = 0 }, new ReceiveMessagesRequest("orders") { MaxMessages = 3 }], _service.Requests);
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_arrives_as_an_error_and_can_be_deleted()
    {
        _service.Inbox.Enqueue([RecordingService.Message("not an order", "1"), RecordingService.Message("b:2", "2"), RecordingService.Message("refused-by-constructor:1", "3")]);

        IReadOnlyList<ReceivedMessage<Order>> messages = await Order.Queue(_service, logs: _logs).ReceiveManyAsync(3);

        Assert.Equal(new Order("b", 2), messages[1].Body);
        Assert.Equal("$", messages[0].Error?.Path);
        Assert.Same(messages[0].Error, Assert.Throws<MessageFormatException>(() => messages[0].Body));
        Assert.IsType<InvalidOperationException>(messages[2].Error?.InnerException);
        Assert.Equal("not an order", Encoding.UTF8.GetString(messages[0].RawBody.Span));

        await messages[0].DeleteAsync();

        Assert.Equal(["h1"], Assert.IsType<DeleteMessagesRequest>(_service.Requests[^1]).ReceiptHandles);
        Assert.Equal(2, _logs.Lines.Count);
        Assert.StartsWith("Warning: Message m1 of queue orders cannot be read: at $, expected id:quantity.", _logs.Lines.First(), StringComparison.Ordinal);
        Assert.DoesNotContain(_logs.Lines, static line => line.Contains("not an order", StringComparison.Ordinal) || line.Contains("refused-by-constructor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reading_all_passes_over_empty_polls_and_bad_bodies_and_waits_whatever_the_queue_says()
    {
        _service.Inbox.Enqueue([]);
        _service.Inbox.Enqueue([RecordingService.Message("a:1", "1"), RecordingService.Message("?", "2")]);
        _service.Inbox.Enqueue([RecordingService.Message("c:3", "3")]);
        List<string> seen = [];

        await foreach (ReceivedMessage<Order> message in Order.Queue(_service, new QueueSettings { PollingWaitSeconds = 0 }).ReadAllAsync())
        {
            seen.Add(message.Error is null ? message.Body.Id : "error");
            await message.DeleteAsync();
            if (seen.Count == 3)
                break;
        }

        Assert.Equal(["a", "error", "c"], seen);
        Assert.All(_service.Requests.OfType<ReceiveMessagesRequest>(), static request => Assert.Equal(new ReceiveMessagesRequest("orders") { MaxMessages = 16, PollingWaitSeconds = 10 }, request));
    }

    [Fact]
    public async Task Reading_all_takes_a_longer_wait_of_the_contract()
    {
        _service.Inbox.Enqueue([RecordingService.Message("a:1")]);
        await foreach (ReceivedMessage<Order> _ in Order.Queue(_service, new QueueSettings { PollingWaitSeconds = 25 }).ReadAllAsync())
            break;

        Assert.Equal(new ReceiveMessagesRequest("orders") { MaxMessages = 16, PollingWaitSeconds = 25 }, Assert.Single(_service.Requests));
    }

    [Fact]
    public async Task Cancellation_ends_a_waiting_receive_and_a_read_of_all()
    {
        using CancellationTokenSource cancellation = new();
        Task<ReceivedMessage<Order>?> receive = Order.Queue(_service).ReceiveAsync(cancellationToken: cancellation.Token);
        ValueTask<bool> read = Order.Queue(_service).ReadAllAsync(CancellationToken.None).WithCancellation(cancellation.Token).GetAsyncEnumerator().MoveNextAsync().AsValueTask();
        await _service.Waiting.Task;
        Assert.False(receive.IsCompleted);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receive);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.AsTask());
    }

    [Fact]
    public async Task Cancellation_stops_a_read_of_all_in_the_middle_of_a_batch()
    {
        _service.Inbox.Enqueue([RecordingService.Message("a:1", "1"), RecordingService.Message("b:2", "2")]);
        using CancellationTokenSource cancellation = new();
        List<string> seen = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ReceivedMessage<Order> message in Order.Queue(_service).ReadAllAsync(cancellation.Token))
            {
                seen.Add(message.Body.Id);
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal(["a"], seen);
    }
}

internal static class AwaitableExtensions
{
    public static async ValueTask<bool> AsValueTask(this System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable<bool> awaitable) => await awaitable;
}
