using System.Text;

namespace CmqContracts.Tests;

public sealed class UntypedQueueTests
{
    private readonly RecordingService _service = new();

    [Fact]
    public async Task Text_goes_out_and_comes_in_as_it_is()
    {
        IQueueClient<ReadOnlyMemory<byte>> queue = CmqClient.Over(_service).Queue("anything");
        _service.Inbox.Enqueue([RecordingService.Message("I am test message. 测试")]);

        await queue.SendAsync("I am test message. 测试"u8.ToArray());
        ReceivedMessage<ReadOnlyMemory<byte>>? message = await queue.ReceiveAsync();

        Assert.Equal(["I am test message. 测试"], _service.SentBodies);
        Assert.Equal("I am test message. 测试", Encoding.UTF8.GetString(message!.Body.Span));
    }

    [Fact]
    public async Task Bytes_that_are_not_text_are_refused_with_a_hint_at_Base64()
    {
        CmqServiceException error = await Assert.ThrowsAsync<CmqServiceException>(() => CmqClient.Over(_service).Queue("anything").SendAsync(new byte[] { 0xC0, 0x80 }));

        Assert.Contains("Base64", error.Message, StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task Its_attributes_are_the_ones_given()
    {
        QueueSettings settings = new() { RewindSeconds = 43200 };

        Assert.True((await CmqClient.Over(_service).Queue("QueueTest", settings).EnsureCreatedAsync()).Created);

        Assert.Equal(new CreateQueueRequest("QueueTest", settings), Assert.Single(_service.Requests));
    }
}
