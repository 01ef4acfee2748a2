using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests;

public sealed class CoalescedHostTests
{
    [Fact]
    public async Task A_send_does_not_wait_for_the_clock_of_the_test()
    {
        await using CmqTestHost host = await CmqTestHost.StartAsync(static services => services.AddCmq(static cmq => cmq.Coalescing = new CmqCoalescingOptions()));

        await host.Queue<Order>().Client.EnsureCreatedAsync();
        await host.Queue<Order>().Client.SendAsync(new Order(1));

        Assert.Equal([new Order(1)], host.Queue<Order>().Sent);
    }
}
