using System.Net;
using System.Text;
using CmqContracts.Protocol;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>The pages for whoever runs the server: <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>. They need no key.</summary>
internal sealed class OperationsPages(ICmqBackend backend, QueueGauges gauges, PrometheusExport metrics, CmqServerOptions options, CancellationToken stopping)
{
    private const string PlainText = "text/plain; charset=utf-8";

    private readonly Readiness _readiness = new(backend, options.TimeProvider);

    /// <summary>Whether a request is for one of these pages.</summary>
    public static bool IsFor(HttpRequest request) => OperationsPath.Of(request.Path.Value) is not null;

    /// <summary>Answers a <see cref="StrayRequest"/>.</summary>
    public Task AnswerStrayAsync(HttpContext http) =>
        WriteAsync(http, 404, PlainText, "There is nothing here for a request without an Action. The health pages are /health/live and /health/ready.\n");

    public Task AnswerAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, HEAD";
            return WriteAsync(http, 405, PlainText, "This page can be read, with GET or HEAD, and nothing else.\n");
        }

        return OperationsPath.Of(http.Request.Path.Value) switch
        {
            OperationsPath.Live => WriteAsync(http, 200, PlainText, "live\n"),
            OperationsPath.Ready => AnswerReadyAsync(http),
            _ => AnswerMetricsAsync(http),
        };
    }

    private async Task AnswerReadyAsync(HttpContext http)
    {
        string? problem = stopping.IsCancellationRequested ? "The server is stopping." : await _readiness.FindProblemAsync().ConfigureAwait(false);
        await WriteAsync(http, problem is null ? 200 : 503, PlainText, (problem ?? "ready") + "\n").ConfigureAwait(false);
    }

    private async Task AnswerMetricsAsync(HttpContext http)
    {
        if (!options.ExposeMetrics && !IsLocal(http))
        {
            await WriteAsync(http, 403, PlainText, "Metrics name accounts and queues, so only programs of this machine may read them, under a loopback name and not through a proxy, unless ExposeMetrics is set.\n").ConfigureAwait(false);
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

    /// <summary>Whether a program of this machine asks, and for itself: neither through a proxy nor for a web page.</summary>
    private static bool IsLocal(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote))
            return false;
        foreach (string name in http.Request.Headers.Keys)
        {
            if (name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase) || name.Equals("Via", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return HostNames.Of(http.Request) is not { } named || HostNames.IsLoopback(named);
    }

    private async Task WriteAsync(HttpContext http, int status, string contentType, string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        BufferBudget.Holding holding = RequestHead.Of(http).Holding;
        if (!holding.TryHoldAnswer(body.Length))
            (status, contentType, body) = (503, PlainText, "The server holds too many unfinished requests and unread answers. Ask again later.\n"u8.ToArray());
        http.Response.StatusCode = status;
        if (stopping.IsCancellationRequested)
            http.Response.Headers.Connection = "close";
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        await ReplyWriter.WriteAsync(http, body, holding).ConfigureAwait(false);
    }
}
