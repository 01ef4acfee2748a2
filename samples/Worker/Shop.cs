using CmqContracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Worker;

/// <summary>What the program is made of, but for its telemetry.</summary>
public static class Shop
{
    public static IServiceCollection AddShop(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddCmq(configuration).AddContracts()
            .AddHandler<OrderPlaced, ShipOrder>(configuration.GetSection("Handlers:Orders"), static options => options.OnException<OutOfStockException>(static _ => Settle.Reject("out of stock")));
        services.AddHealthChecks().AddCmqHandlers();
        services.AddSingleton<IHealthCheckPublisher, HealthLog>();
        return services.AddHostedService<Customers>();
    }
}
