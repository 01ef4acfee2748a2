using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests;

/// <summary>A fault does to a call what its rule says, once for each time it says, and the client reports it as it would a real one.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private CmqTestHost _host = null!;

    private TestQueue<Order> Orders => _host.Queue<Order>();

    public async Task InitializeAsync()
    {
        _host = await CmqTestHost.StartAsync(static services => services.AddCmq().AddQueue<Order>());
        await Orders.Client.EnsureCreatedAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_lost_answer_leaves_the_outcome_unknown_and_the_message_stored()
    {
        _host.Faults.Next(CmqCalls.Send).LoseAnswer();

        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => Orders.Client.SendAsync(new Order(1)));
        await Orders.Client.SendAsync(new Order(2));

        Assert.Equal(CmqOutcome.Unknown, error.Outcome);
        Assert.Equal([new Order(1), new Order(2)], Orders.Sent);
    }

    [Fact]
    public async Task A_request_that_is_not_sent_does_nothing()
    {
        _host.Faults.Next(CmqCalls.Send).NotSent();

        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => Orders.Client.SendAsync(new Order(1)));

        Assert.Equal(CmqOutcome.NotSent, error.Outcome);
        Assert.Empty(Orders.Sent);
    }

    [Fact]
    public async Task Throttling_refuses_as_often_as_the_rule_says()
    {
        _host.Faults.Next(CmqCalls.Send | CmqCalls.Receive, times: 2).Throttle();

        Assert.Equal(CmqErrors.QpsThrottling, (await Assert.ThrowsAsync<CmqServiceException>(() => Orders.Client.SendAsync(new Order(1)))).Error);
        Assert.Equal(CmqErrors.QpsThrottling, (await Assert.ThrowsAsync<CmqServiceException>(() => Orders.Client.ReceiveAsync())).Error);
        await Orders.Client.SendAsync(new Order(1));
        Assert.NotNull(await Orders.Client.ReceiveAsync());
    }

    [Fact]
    public async Task A_stalled_call_leaves_when_its_time_has_passed()
    {
        _host.Faults.Next(CmqCalls.Send).Stall(TimeSpan.FromSeconds(30));
        Task<SendReceipt> send = Orders.Client.SendAsync(new Order(1));

        await _host.AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.Empty(Orders.Sent);
        await _host.AdvanceAsync(TimeSpan.FromSeconds(1));

        await send;
        Assert.Single(Orders.Sent);
    }

    [Fact]
    public async Task A_stalled_call_can_be_cancelled_and_does_nothing_then()
    {
        using CancellationTokenSource cancel = new();
        _host.Faults.Next(CmqCalls.Send).Stall(TimeSpan.FromSeconds(30));
        Task<SendReceipt> send = Orders.Client.SendAsync(new Order(1), cancellationToken: cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send);
        Assert.Empty(Orders.Sent);
    }

    [Fact]
    public async Task A_message_is_delivered_twice_before_its_visibility_ends()
    {
        _host.Faults.Next(CmqCalls.Receive).DeliverTwice();
        await Orders.Client.SendAsync(new Order(1));

        ReceivedMessage<Order> first = (await Orders.Client.ReceiveAsync())!;
        ReceivedMessage<Order> second = (await Orders.Client.ReceiveAsync())!;

        Assert.Equal(first.MessageId, second.MessageId);
        await first.DeleteAsync();
        await Assert.ThrowsAsync<CmqServiceException>(() => second.DeleteAsync());
        Assert.Null(await Orders.Client.ReceiveAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_lost_answer_of_a_delete_has_deleted()
    {
        await Orders.Client.SendAsync(new Order(1));
        ReceivedMessage<Order> message = (await Orders.Client.ReceiveAsync())!;
        _host.Faults.Next(CmqCalls.Delete).LoseAnswer();

        await Assert.ThrowsAsync<CmqUnavailableException>(() => message.DeleteAsync());

        Assert.Equal([new Order(1)], Orders.Deleted);
    }

    [Fact]
    public async Task A_control_call_can_be_refused_with_any_error()
    {
        _host.Faults.Next(CmqCalls.Control).Refuse(CmqErrors.QueueDoesNotExist);

        Assert.Equal(CmqErrors.QueueDoesNotExist, (await Assert.ThrowsAsync<CmqServiceException>(() => Orders.Client.GetAttributesAsync())).Error);
        Assert.Equal(0, (await Orders.Client.GetAttributesAsync()).ActiveMessages);
    }

    [Fact]
    public async Task Faults_are_listed_and_can_be_cleared()
    {
        _host.Faults.Next(CmqCalls.Send, times: 5).NotSent();
        await Assert.ThrowsAsync<CmqUnavailableException>(() => Orders.Client.SendAsync(new Order(1)));
        _host.Faults.Clear();
        await Orders.Client.SendAsync(new Order(1));

        Assert.Equal("Send: NotSent", Assert.Single(_host.Faults.Injected).ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(42)]
    public void The_same_seed_gives_the_same_faults_and_another_one_others(int seed)
    {
        Assert.Equal(Run(seed), Run(seed));
        Assert.NotEqual(Run(seed), Run(seed + 1));
        Assert.InRange(Run(seed).Count(static hit => hit), 200, 400);

        static List<bool> Run(int seed)
        {
            CmqFaults faults = new(seed);
            faults.Some(CmqCalls.Send, 0.3).LoseAnswer();
            return [.. Enumerable.Range(0, 1000).Select(_ => faults.Find(CmqCalls.Send) is not null)];
        }
    }

    [Fact]
    public void Rules_that_cannot_work_are_refused_by_name()
    {
        CmqFaults faults = new();
        Assert.Equal("calls", Assert.Throws<ArgumentOutOfRangeException>(() => faults.Next(CmqCalls.None)).ParamName);
        Assert.Equal("calls", Assert.Throws<ArgumentOutOfRangeException>(() => faults.Next((CmqCalls)64)).ParamName);
        Assert.Equal("times", Assert.Throws<ArgumentOutOfRangeException>(() => faults.Next(CmqCalls.Send, 0)).ParamName);
        Assert.Equal("share", Assert.Throws<ArgumentOutOfRangeException>(() => faults.Some(CmqCalls.Send, double.NaN)).ParamName);
        Assert.Equal("share", Assert.Throws<ArgumentOutOfRangeException>(() => faults.Some(CmqCalls.Send, 0)).ParamName);
        Assert.Equal("time", Assert.Throws<ArgumentOutOfRangeException>(() => faults.Next(CmqCalls.Send).Stall(TimeSpan.Zero)).ParamName);
        Assert.Equal("keptBytes", Assert.Throws<ArgumentOutOfRangeException>(() => faults.Next(CmqCalls.Send).CutAnswer(-1)).ParamName);
        Assert.Contains("this rule is for Send", Assert.Throws<InvalidOperationException>(() => faults.Next(CmqCalls.Send).DeliverTwice()).Message, StringComparison.Ordinal);
    }
}
