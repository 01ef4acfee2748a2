using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests;

/// <summary>Whether the clients of a test host make requests again that have failed.</summary>
public sealed class RetriedHostTests
{
    [Fact]
    public async Task A_fault_reaches_the_caller_at_once()
    {
        await using CmqTestHost host = await CmqTestHost.StartAsync(static services => services.AddCmq(static options => options.Retries = new CmqRetryOptions { MaxAttempts = 5 }).AddQueue<Order>());
        await host.Queue<Order>().Client.EnsureCreatedAsync();
        host.Faults.Next(CmqCalls.Send).NotSent();

        await Assert.ThrowsAsync<CmqUnavailableException>(() => host.Queue<Order>().Client.SendAsync(new Order(1)));
    }

    [Fact]
    public async Task With_retries_a_call_goes_on_when_the_clock_has_moved_past_the_pause()
    {
        await using CmqTestHost host = await CmqTestHost.StartAsync(static services => services.AddCmq().AddQueue<Order>(), new CmqTestOptions { UseRetries = true });
        await host.Queue<Order>().Client.EnsureCreatedAsync();
        host.Faults.Next(CmqCalls.Send, times: 2).Throttle();
        Task<SendReceipt> send = host.Queue<Order>().Client.SendAsync(new Order(1));

        await host.AdvanceAsync(TimeSpan.FromMilliseconds(200));
        Assert.False(send.IsCompleted);
        await host.AdvanceAsync(TimeSpan.FromSeconds(5));
        await send;

        Assert.Equal([new Order(1)], host.Queue<Order>().Sent);
    }
}
