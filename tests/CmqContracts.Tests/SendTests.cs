namespace CmqContracts.Tests;

public sealed class SendTests
{
    private readonly RecordingService _service = new();

    [Fact]
    public async Task A_message_goes_out_as_the_codec_writes_it_and_its_id_comes_back()
    {
        SendReceipt receipt = await Order.Queue(_service).SendAsync(new Order("红茶", 3), TimeSpan.FromMinutes(10));

        SendMessagesRequest request = Assert.IsType<SendMessagesRequest>(Assert.Single(_service.Requests));
        Assert.Equal("orders", request.QueueName);
        Assert.Equal(600, request.DelaySeconds);
        Assert.Equal(["红茶:3"], _service.SentBodies);
        Assert.Equal(RecordingService.IdOf("红茶:3"u8), receipt.MessageId);
    }

    [Fact]
    public async Task A_message_that_cannot_be_written_is_not_sent()
    {
        MessageFormatException error = await Assert.ThrowsAsync<MessageFormatException>(() => Order.Queue(_service).SendAsync(new Order("a", -1)));

        Assert.Equal("$.quantity", error.Path);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task No_message_at_all_is_a_mistake_of_the_caller()
    {
        await Assert.ThrowsAsync<ArgumentNullException>("message", () => Order.Queue(_service).SendAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>("messages", () => Order.Queue(_service).SendManyAsync(null!));
    }

    [Fact]
    public async Task A_refusal_reaches_the_caller_as_it_is()
    {
        CmqServiceException refusal = new(CmqErrors.QueueDoesNotExist);
        _service.RefuseSend = _ => refusal;

        Assert.Same(refusal, await Assert.ThrowsAsync<CmqServiceException>(() => Order.Queue(_service).SendAsync(new Order("a", 1))));
    }

    [Fact]
    public async Task Concurrent_sends_do_not_share_a_buffer()
    {
        QueueClient<Order> orders = Order.Queue(_service);

        SendReceipt[] receipts = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => orders.SendAsync(new Order(new string((char)('a' + (i % 26)), 1 + (i * 7)), i))));

        Assert.Equal(_service.Sends.Select(static send => RecordingService.IdOf(send.Bodies[0].Span)).Order(), receipts.Select(static receipt => receipt.MessageId).Order());
    }
}
