using CmqContracts;
using Microsoft.Extensions.Hosting;

namespace Worker;

/// <summary>Places an order every second; every 12th is too large.</summary>
internal sealed class Customers(IQueueClient<OrderPlaced> orders, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await orders.EnsureCreatedAsync(stoppingToken);
        for (int pieces = 1; ; pieces = (pieces % 12) + 1)
        {
            await orders.SendAsync(new OrderPlaced(Guid.NewGuid(), pieces == 12 ? 1_000 : pieces), cancellationToken: stoppingToken);
            await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
        }
    }
}
