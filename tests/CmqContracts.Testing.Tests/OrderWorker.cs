using Microsoft.Extensions.Hosting;

namespace CmqContracts.Testing.Tests;

/// <summary>A background service as users write it: a loop that does something with every order and deletes it.</summary>
public sealed class OrderWorker(IQueueClient<Order> orders, Func<Order, CancellationToken, Task> work) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (ReceivedMessage<Order> message in orders.ReadAllAsync(stoppingToken))
        {
            await work(message.Body, stoppingToken);
            await message.DeleteAsync(stoppingToken);
        }
    }
}
