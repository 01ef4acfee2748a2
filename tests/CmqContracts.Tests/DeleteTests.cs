namespace CmqContracts.Tests;

public sealed class DeleteTests
{
    private readonly RecordingService _service = new();

    [Fact]
    public async Task Deleting_sends_the_handle_of_the_receive()
    {
        IReadOnlyList<ReceivedMessage<Order>> messages = await ReceiveAsync(2);

        await Order.Queue(_service).DeleteAsync(messages[1]);

        Assert.Equal(["h1"], Assert.IsType<DeleteMessagesRequest>(_service.Requests[^1]).ReceiptHandles);
    }

    [Fact]
    public async Task An_invalid_handle_is_an_error_that_names_the_message_and_what_to_do()
    {
        _service.InvalidHandles.Add("h0");
        ReceivedMessage<Order> message = (await ReceiveAsync(1))[0];

        CmqServiceException error = await Assert.ThrowsAsync<CmqServiceException>(() => message.DeleteAsync());

        Assert.True(error.Is(CmqErrors.ReceiptHandleInvalid));
        Assert.Contains("Message m0 of queue 'orders' was not deleted", error.Message, StringComparison.Ordinal);
        Assert.Contains("visibilityTimeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_are_deleted_in_batches_with_a_result_for_each()
    {
        IReadOnlyList<ReceivedMessage<Order>> messages = await ReceiveAsync(40);
        _service.InvalidHandles.Add("h17");
        int batch = 0;
        CmqServiceException internalError = new(CmqErrors.ServerInternalError);
        _service.RefuseDelete = _ => ++batch == 1 ? internalError : null;

        BatchDeleteResult result = await Order.Queue(_service).DeleteManyAsync(messages);

        Assert.False(result.AllSucceeded);
        Assert.Equal([16, 16, 8], _service.Requests.OfType<DeleteMessagesRequest>().Select(static request => request.ReceiptHandles.Count));
        Assert.Equal(messages.Select(static message => message.ReceiptHandle), _service.Requests.OfType<DeleteMessagesRequest>().SelectMany(static request => request.ReceiptHandles));
        Assert.Equal(messages.Select(static message => message.MessageId), result.Entries.Select(static entry => entry.MessageId));
        Assert.All(result.Entries.Take(16), entry => Assert.Same(internalError, entry.Error));
        Assert.Equal(["m17"], result.Entries.Skip(16).Where(static entry => entry.Error is not null).Select(static entry => entry.MessageId));
    }

    [Fact]
    public async Task A_complete_delete_has_succeeded_and_nothing_to_delete_is_no_request()
    {
        IReadOnlyList<ReceivedMessage<Order>> messages = await ReceiveAsync(3);
        _service.Requests.Clear();

        Assert.True((await Order.Queue(_service).DeleteManyAsync([])).AllSucceeded);
        Assert.Empty(_service.Requests);
        Assert.True((await Order.Queue(_service).DeleteManyAsync(messages)).AllSucceeded);
    }

    [Fact]
    public async Task A_message_that_is_given_twice_is_deleted_once_and_both_entries_say_so()
    {
        IReadOnlyList<ReceivedMessage<Order>> messages = await ReceiveAsync(20);
        _service.InvalidHandles.Add("h3");

        // Beside each other, far apart, and one that cannot be deleted.
        BatchDeleteResult result = await Order.Queue(_service).DeleteManyAsync([messages[0], .. messages, messages[0], messages[3]]);

        Assert.Equal(messages.Select(static message => message.ReceiptHandle), _service.Deletes.SelectMany(static request => request.ReceiptHandles));
        Assert.Equal([16, 4], _service.Deletes.Select(static request => request.ReceiptHandles.Count));
        Assert.Equal(["m0", .. messages.Select(static message => message.MessageId), "m0", "m3"], result.Entries.Select(static entry => entry.MessageId));
        Assert.Equal([4, 22], Enumerable.Range(0, 23).Where(i => result.Entries[i].Outcome != CmqOutcome.Done));
        Assert.All(result.Entries.Where(static entry => entry.Error is not null), static entry => Assert.Equal(("m3", CmqOutcome.Refused), (entry.MessageId, entry.Outcome)));
    }

    [Fact]
    public async Task A_service_that_deletes_fewer_at_once_than_the_client_s_limits_allow_gets_smaller_batches()
    {
        IReadOnlyList<ReceivedMessage<Order>> messages = await ReceiveAsync(16);
        _service.RefuseDelete = static request => request.ReceiptHandles.Count > 4 ? new CmqServiceException(CmqErrors.ParameterBatchSizeOutOfRange("receiptHandle")) : null;

        Assert.True((await Order.Queue(_service).DeleteManyAsync(messages)).AllSucceeded);
        Assert.Equal([16, 8, 4, 4, 8, 4, 4], _service.Deletes.Select(static request => request.ReceiptHandles.Count));
    }

    [Fact]
    public async Task Cancellation_ends_a_delete()
    {
        IReadOnlyList<ReceivedMessage<Order>> messages = await ReceiveAsync(3);
        using CancellationTokenSource cancellation = new();
        _service.RefuseDelete = _ =>
        {
            cancellation.Cancel();
            return new OperationCanceledException(cancellation.Token);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Order.Queue(_service).DeleteManyAsync(messages, cancellation.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => messages[0].DeleteAsync(cancellation.Token));
    }

    private async Task<IReadOnlyList<ReceivedMessage<Order>>> ReceiveAsync(int count)
    {
        List<ReceivedMessage<Order>> received = [];
        foreach (int[] batch in Enumerable.Range(0, count).Chunk(16))
        {
            _service.Inbox.Enqueue([.. batch.Select(static i => RecordingService.Message("o:1", $"{i}"))]);
            received.AddRange(await Order.Queue(_service).ReceiveManyAsync());
        }

        return received;
    }
}
