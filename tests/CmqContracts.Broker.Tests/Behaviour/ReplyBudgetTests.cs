namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>A receive takes only messages that fit its reply.</summary>
public sealed class ReplyBudgetTests : BrokerTest
{
    [Fact]
    public async Task A_batch_ends_before_the_message_that_does_not_fit_and_the_rest_stays_active()
    {
        await CreateAsync();
        await SendManyAsync(5);

        IReadOnlyList<CmqMessage> first = await ReceiveAsync(new Budget(3), 16);
        Assert.Equal(["m1", "m2", "m3"], first.Select(Text));
        Assert.Equal((2, 3), await CountAsync());
        Assert.Equal(["m4", "m5"], (await ReceiveAsync(new Budget(3), 16)).Select(Text));
    }

    [Fact]
    public async Task When_not_even_one_fits_a_receive_is_refused_and_nothing_is_handed_out()
    {
        await CreateAsync();
        await SendManyAsync(2);

        CmqServiceException refused = await Assert.ThrowsAsync<CmqServiceException>(async () => await ReceiveAsync(new Budget(0), 16));
        Assert.True(refused.Is(CmqErrors.QpsThrottling));
        Assert.Contains("Nothing was received; ask again later.", refused.Message, StringComparison.Ordinal);
        Assert.Equal((2, 0), await CountAsync());
        Assert.Equal([("m1", 1), ("m2", 1)], (await ReceiveManyAsync()).Select(static message => (Text(message), message.DequeueCount)));
    }

    [Fact]
    public async Task A_wait_that_can_take_no_message_is_refused_when_a_message_comes_and_the_next_wait_gets_it()
    {
        await CreateAsync();
        Task<IReadOnlyList<CmqMessage>> full = Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = 30, ReplyBudget = new Budget(0) }).AsTask();
        Task<IReadOnlyList<CmqMessage>> next = Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = 30, ReplyBudget = new Budget(1) }).AsTask();
        await SendAsync("a");

        Assert.True((await Assert.ThrowsAsync<CmqServiceException>(() => full)).Is(CmqErrors.QpsThrottling));
        Assert.Equal("a", Text(Assert.Single(await next)));
    }

    private ValueTask<IReadOnlyList<CmqMessage>> ReceiveAsync(Budget budget, int max) =>
        Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = max, PollingWaitSeconds = 0, ReplyBudget = budget });

    private async Task<(long Active, long Inactive)> CountAsync()
    {
        QueueAttributes attributes = await Service.GetQueueAttributesAsync(Queue);
        return (attributes.ActiveMessages, attributes.InactiveMessages);
    }

    private sealed class Budget(int messages) : IReplyBudget
    {
        private int _left = messages;

        public bool TrySpend(ReadOnlySpan<byte> body) => _left-- > 0;
    }
}
