using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>The pages for operators: <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>. They need no key.</summary>
internal sealed class OperationsPages(ServerContext context) : IServerPart
{
    private readonly Readiness _readiness = new(context.Backend, context.Options.TimeProvider);
    private readonly PrometheusExport _metrics = new(context.Meter.Meter);

    public void Map(HttpEdge edge) => edge.MapPages(static request => OperationsPath.Of(request.Path.Value) is not null, AnswerAsync);

    public void Dispose() => _metrics.Dispose();

    private Task AnswerAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, HEAD";
            return Page.WriteAsync(http, 405, "This page can only be read, with GET or HEAD.\n", context.Stopping);
        }

        return OperationsPath.Of(http.Request.Path.Value) switch
        {
            OperationsPath.Live => Page.WriteAsync(http, 200, "live\n", context.Stopping),
            OperationsPath.Ready => AnswerReadyAsync(http),
            _ => AnswerMetricsAsync(http),
        };
    }

    private async Task AnswerReadyAsync(HttpContext http)
    {
        string? problem = context.Stopping.IsCancellationRequested ? "The server is stopping." : await _readiness.FindProblemAsync().ConfigureAwait(false);
        await Page.WriteAsync(http, problem is null ? 200 : 503, (problem ?? "ready") + "\n", context.Stopping).ConfigureAwait(false);
    }

    private async Task AnswerMetricsAsync(HttpContext http)
    {
        if (!context.Options.ExposeMetrics && !LocalRequest.Is(http))
        {
            await Page.WriteAsync(http, 403, "Metrics name accounts and queues, so unless ExposeMetrics is set only programs of this machine may read them, by a loopback name and not through a proxy.\n", context.Stopping).ConfigureAwait(false);
            return;
        }

        try
        {
            await context.Meter.RefreshAsync().ConfigureAwait(false);
        }
        catch (CmqException)
        {
            // The metrics of requests are still available; the readiness page reports the failure of the backend.
        }

        await Page.WriteAsync(http, 200, _metrics.Write(), context.Stopping, PrometheusExport.ContentType).ConfigureAwait(false);
    }
}
