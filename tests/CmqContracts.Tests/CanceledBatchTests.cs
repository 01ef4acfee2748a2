using System.Globalization;

namespace CmqContracts.Tests;

/// <summary>A call of many messages that is cancelled throws what it has done so far.</summary>
public sealed class CanceledBatchTests : IDisposable
{
    private readonly RecordingService _service = new();
    private readonly CancellationTokenSource _cancellation = new();

    private static Order[] Orders => [.. Enumerable.Range(0, 40).Select(static i => new Order("o", i))];

    public void Dispose() => _cancellation.Dispose();

    [Fact]
    public async Task A_send_says_what_was_sent_what_may_have_been_and_what_was_not()
    {
        _service.RefuseSend = _ => CancelAt(2, _service.Sends.Count());

        SendCanceledException error = await Assert.ThrowsAsync<SendCanceledException>(() => Order.Queue(_service).SendManyAsync(Orders, cancellationToken: _cancellation.Token));

        AssertSaid(error, "The call was cancelled. Of 40 messages 16 were sent, 16 may have been, and 8 were not: Result has what became of each.");
        AssertOutcomes(error.Result.Entries.Select(static entry => (entry.Outcome, entry.Error)));
        Assert.All(error.Result.Entries.Take(16), static entry => Assert.NotNull(entry.MessageId));
        Assert.Equal(2, _service.Sends.Count());
    }

    [Fact]
    public async Task A_publish_says_what_was_published_what_may_have_been_and_what_was_not()
    {
        TopicClient<Order> topic = Order.Topic(_service);
        await topic.EnsureCreatedAsync();
        _service.RefusePublish = _ => CancelAt(2, _service.Publishes.Count());

        PublishCanceledException error = await Assert.ThrowsAsync<PublishCanceledException>(() => topic.PublishManyAsync(Orders, cancellationToken: _cancellation.Token));

        AssertSaid(error, "The call was cancelled. Of 40 messages 16 were published, 16 may have been, and 8 were not: Result has what became of each.");
        AssertOutcomes(error.Result.Entries.Select(static entry => (entry.Outcome, entry.Error)));
        Assert.Equal(2, _service.Publishes.Count());
    }

    [Fact]
    public async Task A_delete_says_what_was_deleted_what_may_have_been_and_what_was_not()
    {
        QueueClient<Order> queue = Order.Queue(_service);
        List<ReceivedMessage<Order>> messages = [];
        foreach (int[] ids in Enumerable.Range(0, 40).Chunk(16))
        {
            _service.Inbox.Enqueue([.. ids.Select(static i => RecordingService.Message($"o:{i}", i.ToString(CultureInfo.InvariantCulture)))]);
            messages.AddRange(await queue.ReceiveManyAsync());
        }

        _service.RefuseDelete = _ => CancelAt(2, _service.Deletes.Count());

        DeleteCanceledException error = await Assert.ThrowsAsync<DeleteCanceledException>(() => queue.DeleteManyAsync(messages, _cancellation.Token));

        AssertSaid(error, "The call was cancelled. Of 40 messages 16 were deleted, 16 may have been, and 8 were not: Result has what became of each.");
        AssertOutcomes(error.Result.Entries.Select(static entry => (entry.Outcome, entry.Error)));
        Assert.Equal(messages.Select(static message => message.MessageId), error.Result.Entries.Select(static entry => entry.MessageId));
        Assert.Equal(2, _service.Deletes.Count());
    }

    [Fact]
    public async Task Of_a_sequence_that_has_no_count_the_result_has_what_was_taken()
    {
        IEnumerable<Order> Cancelling()
        {
            for (int i = 0; ; i++)
            {
                if (i == 20)
                    _cancellation.Cancel();
                yield return new Order("o", i);
            }
        }

        SendCanceledException error = await Assert.ThrowsAsync<SendCanceledException>(() => Order.Queue(_service).SendManyAsync(Cancelling(), cancellationToken: _cancellation.Token));

        Assert.Equal([.. Enumerable.Repeat(CmqOutcome.Done, 16), .. Enumerable.Repeat(CmqOutcome.NotSent, 5)], error.Result.Entries.Select(static entry => entry.Outcome));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_sends_nothing_and_says_so()
    {
        await _cancellation.CancelAsync();
        QueueClient<Order> queue = Order.Queue(_service);
        _service.Inbox.Enqueue([RecordingService.Message("o:1")]);
        IReadOnlyList<ReceivedMessage<Order>> messages = await queue.ReceiveManyAsync();
        _service.Requests.Clear();

        SendCanceledException sent = await Assert.ThrowsAsync<SendCanceledException>(() => queue.SendManyAsync(Orders, cancellationToken: _cancellation.Token));
        DeleteCanceledException deleted = await Assert.ThrowsAsync<DeleteCanceledException>(() => queue.DeleteManyAsync(messages, _cancellation.Token));

        Assert.Equal(Enumerable.Repeat(CmqOutcome.NotSent, 40), sent.Result.Entries.Select(static entry => entry.Outcome));
        Assert.Equal([CmqOutcome.NotSent], deleted.Result.Entries.Select(static entry => entry.Outcome));
        Assert.False(sent.Result.AllSucceeded || deleted.Result.AllSucceeded);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task The_halves_of_a_refused_batch_are_told_apart()
    {
        _service.RefuseSend = send => send.Bodies.Count > 8 ? new CmqServiceException(CmqErrors.TotalMessageSizeExceeded) : CancelAt(3, _service.Sends.Count());

        SendCanceledException error = await Assert.ThrowsAsync<SendCanceledException>(() => Order.Queue(_service).SendManyAsync(Orders, cancellationToken: _cancellation.Token));

        Assert.Equal(
            [.. Enumerable.Repeat(CmqOutcome.Done, 8), .. Enumerable.Repeat(CmqOutcome.Unknown, 8), .. Enumerable.Repeat(CmqOutcome.NotSent, 24)],
            error.Result.Entries.Select(static entry => entry.Outcome));
    }

    [Fact]
    public async Task A_failure_of_a_batch_is_kept_when_a_later_one_is_cancelled()
    {
        CmqServiceException full = new(CmqErrors.MaximumMessageRetentionNumberReached);
        _service.RefuseSend = _ => _service.Sends.Count() == 1 ? full : CancelAt(2, _service.Sends.Count());

        SendCanceledException error = await Assert.ThrowsAsync<SendCanceledException>(() => Order.Queue(_service).SendManyAsync(Orders, cancellationToken: _cancellation.Token));

        Assert.All(error.Result.Entries.Take(16), entry => Assert.Equal((CmqOutcome.Refused, full), (entry.Outcome, entry.Error)));
    }

    [Fact]
    public void A_test_can_make_one()
    {
        BatchSendResult result = new() { Entries = [new SendEntry { MessageId = "1" }] };

        Assert.Same(result, new SendCanceledException(result, _cancellation.Token).Result);
        Assert.Throws<ArgumentNullException>(() => new SendCanceledException(null!));
        Assert.Throws<ArgumentNullException>(() => new PublishCanceledException(null!));
        Assert.Throws<ArgumentNullException>(() => new DeleteCanceledException(null!));
    }

    private OperationCanceledException? CancelAt(int request, int requests)
    {
        if (requests < request)
            return null;
        _cancellation.Cancel();
        return new OperationCanceledException(_cancellation.Token);
    }

    private void AssertSaid(OperationCanceledException error, string message)
    {
        Assert.Equal((message, _cancellation.Token), (error.Message, error.CancellationToken));
        Assert.Null(error.InnerException);
    }

    private static void AssertOutcomes(IEnumerable<(CmqOutcome Outcome, Exception? Error)> entries)
    {
        (CmqOutcome Outcome, Exception? Error)[] all = [.. entries];
        Assert.Equal(
            [.. Enumerable.Repeat(CmqOutcome.Done, 16), .. Enumerable.Repeat(CmqOutcome.Unknown, 16), .. Enumerable.Repeat(CmqOutcome.NotSent, 8)],
            all.Select(static entry => entry.Outcome));
        Assert.All(all.Take(16), static entry => Assert.Null(entry.Error));
        Assert.All(all.Skip(16), static entry => Assert.IsAssignableFrom<OperationCanceledException>(entry.Error));
    }
}
