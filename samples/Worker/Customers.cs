using CmqContracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Worker;

/// <summary>Places an order every second; every 12th is too large. A customer whose order cannot be placed comes again.</summary>
internal sealed class Customers(IQueueClient<OrderPlaced> orders, TimeProvider time, ILogger<Customers> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool isCreated = false;
        for (int pieces = 1; ; await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken))
        {
            try
            {
                if (!isCreated)
                    await orders.EnsureCreatedAsync(stoppingToken);
                isCreated = true;
                await orders.SendAsync(new OrderPlaced(Guid.NewGuid(), pieces == 12 ? 1_000 : pieces), cancellationToken: stoppingToken);
                pieces = (pieces % 12) + 1;
            }
            catch (CmqException failure)
            {
                // A background service that throws would stop the program.
                logger.LogWarning("An order of {Pieces} pieces was not placed. {Reason}", pieces, failure.Message);
            }
        }
    }
}
