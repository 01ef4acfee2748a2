using CmqContracts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the handlers of queues to a host's health checks.</summary>
public static class CmqHealthChecksBuilderExtensions
{
    /// <summary>
    /// Checks that all handlers get answers of the service: degraded while that may pass by itself, as when the service restarts, and unhealthy when it needs mending, as a
    /// refused key does. A handler whose workers are all busy with messages whose visibility has ended is degraded, too. Asks nobody: it tells what the handlers have seen.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What it says in place of unhealthy.</param>
    /// <param name="tags">Its tags.</param>
    public static IHealthChecksBuilder AddCmqHandlers(this IHealthChecksBuilder builder, string name = "cmq", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(name, static provider => new CmqHealthCheck(provider.GetService<CmqHandlers>() ?? new CmqHandlers([])), failureStatus, tags));
    }
}
