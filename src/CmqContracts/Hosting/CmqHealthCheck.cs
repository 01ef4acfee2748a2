using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CmqContracts;

/// <summary>Says how the handlers of a host are doing.</summary>
internal sealed class CmqHealthCheck(CmqHandlers handlers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HealthStatus status = HealthStatus.Healthy;
        List<string> failures = [];
        Dictionary<string, object> data = [];
        foreach (HandlerControl handler in handlers)
        {
            if (handler.LastAnswerAt is { } answeredAt)
                data[$"{handler.Name}.lastAnswerAt"] = answeredAt;
            if (handler.Running.Overdue is > 0 and int overdue)
            {
                data[$"{handler.Name}.overdue"] = overdue;
                if (overdue >= handler.Workers.MostBusy)
                {
                    failures.Add($"Queue '{handler.QueueName}' is not read: all workers of its handler are busy with messages whose visibility has ended. The log names them.");
                    if (status == HealthStatus.Healthy)
                        status = HealthStatus.Degraded;
                }
            }

            if (handler.Failure is not { } failure)
                continue;
            data[$"{handler.Name}.failure"] = failure.Message;
            failures.Add($"Queue '{handler.QueueName}' cannot be read: {failure.Message}");
            if (handler.NeedsMending)
                status = context.Registration.FailureStatus;
            else if (status == HealthStatus.Healthy)
                status = HealthStatus.Degraded;
        }

        return Task.FromResult(new HealthCheckResult(status, failures.Count == 0 ? null : string.Join(' ', failures), exception: null, data));
    }
}
