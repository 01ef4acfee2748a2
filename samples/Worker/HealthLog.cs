using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Worker;

/// <summary>Logs how the handlers are, twice a minute. A program with a web server has a page for that.</summary>
internal sealed class HealthLog(ILogger<HealthLog> logger) : IHealthCheckPublisher
{
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        logger.LogInformation("The handlers are {Status}.", report.Status);
        return Task.CompletedTask;
    }
}
