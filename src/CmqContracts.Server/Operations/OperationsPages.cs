using System.Net;
using System.Text;
using CmqContracts.Protocol;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>The pages for whoever runs the server: <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>. They need no key.</summary>
internal sealed class OperationsPages(ICmqBackend backend, QueueGauges gauges, PrometheusExport metrics, CmqServerOptions options, CancellationToken stopping)
{
    private const string PlainText = "text/plain; charset=utf-8";

    /// <summary>How long the backend may take to show that it works.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether a request is for one of these pages.</summary>
    public static bool IsFor(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.Value is "/health/live" or "/health/ready" or "/metrics";

    public Task AnswerAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/health/live" => WriteAsync(http, 200, PlainText, "live\n"),
        "/health/ready" => AnswerReadyAsync(http),
        _ => AnswerMetricsAsync(http),
    };

    private async Task AnswerReadyAsync(HttpContext http)
    {
        string? problem = stopping.IsCancellationRequested ? "The server is stopping." : await FindProblemAsync(http.RequestAborted).ConfigureAwait(false);
        await WriteAsync(http, problem is null ? 200 : 503, PlainText, (problem ?? "ready") + "\n").ConfigureAwait(false);
    }

    private async Task<string?> FindProblemAsync(CancellationToken aborted)
    {
        try
        {
            await backend.GetService(CmqKey.DefaultAccount).ListQueuesAsync(new ListQueuesRequest(Limit: 1), aborted).AsTask().WaitAsync(Patience, options.TimeProvider, aborted).ConfigureAwait(false);
            return null;
        }
        catch (CmqException e)
        {
            return $"The backend refuses to work: {e.Error}.";
        }
        catch (Exception e) when (e is TimeoutException or ObjectDisposedException)
        {
            return $"The backend does not answer: {e.GetType().Name}.";
        }
    }

    private async Task AnswerMetricsAsync(HttpContext http)
    {
        if (!options.ExposeMetrics && http.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote))
        {
            await WriteAsync(http, 403, PlainText, "Metrics name accounts and queues, so only this machine may read them unless ExposeMetrics is set.\n").ConfigureAwait(false);
            return;
        }

        try
        {
            await gauges.RefreshAsync().ConfigureAwait(false);
        }
        catch (CmqException)
        {
            // Requests are measured all the same; readiness says what is wrong with the backend.
        }

        await WriteAsync(http, 200, PrometheusExport.ContentType, metrics.Write()).ConfigureAwait(false);
    }

    private static Task WriteAsync(HttpContext http, int status, string contentType, string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, 0, body.Length, http.RequestAborted);
    }
}
