using System.Collections.Concurrent;
using System.Security.Cryptography;
using CmqContracts.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>
/// Answers HTTP requests: reads the parameters, lets the protocol's endpoint answer and writes the reply. The HTTP status is 200
/// whatever happens, because clients read no body otherwise.
/// </summary>
internal sealed partial class HttpEdge(ICmqBackend backend, KeyRing keys, RequestRates rates, CmqServerOptions options, ServerMeter meter, ILogger<HttpEdge> logger, CancellationToken stopping) : IDisposable
{
    private readonly V2Endpoint _v2 = new(backend, keys, rates, options, logger, stopping);
    private readonly Api3Endpoint _api3 = new(backend, keys, rates, options);
    private readonly ConcurrentBag<Workspace> _workspaces = [];
    private long _requestId = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    public async Task HandleAsync(HttpContext http)
    {
        if (!_workspaces.TryTake(out Workspace? workspace))
            workspace = new Workspace();
        long start = options.TimeProvider.GetTimestamp();
        try
        {
            workspace.Reset(Interlocked.Increment(ref _requestId));
            await AnswerAsync(http, workspace).ConfigureAwait(false);
            ReadOnlyMemory<byte> reply = workspace.Reply.Close();
            meter.Answered(workspace.Action, workspace.Reply.Code, options.TimeProvider.GetElapsedTime(start));
            http.Response.ContentType = workspace.Reply.ContentType;
            http.Response.ContentLength = reply.Length;
            await http.Response.BodyWriter.WriteAsync(reply, CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        finally
        {
            _workspaces.Add(workspace);
        }
    }

    public void Dispose()
    {
        while (_workspaces.TryTake(out Workspace? workspace))
            workspace.Dispose();
    }

    private async ValueTask AnswerAsync(HttpContext http, Workspace workspace)
    {
        try
        {
            if (await SpeaksApi3Async(http.Request, workspace).ConfigureAwait(false))
                await _api3.AnswerAsync(http, workspace).ConfigureAwait(false);
            else
                await _v2.AnswerAsync(http, workspace).ConfigureAwait(false);
        }
        catch (CmqException e)
        {
            workspace.Reply.Failed(e);
        }
        catch (BadHttpRequestException)
        {
            workspace.Reply.Failed(new CmqException(CmqErrors.RequestUnreadable));
        }
        catch (Exception e) when (e is not OperationCanceledException || !http.RequestAborted.IsCancellationRequested)
        {
            LogFailure(logger, e.GetType());
            workspace.Reply.Failed(new CmqException(CmqErrors.Internal));
        }
    }

    /// <summary>Reads the request and tells its protocol, by headers or by the version among its parameters: the path says nothing.</summary>
    private async ValueTask<bool> SpeaksApi3Async(HttpRequest request, Workspace workspace)
    {
        if (Api3Call.IsMarked(request.Headers))
        {
            workspace.SpeakApi3();
            await RequestReader.ReadBodyAsync(request, workspace.Body, workspace.Parameters, options.MaxRequestBytes).ConfigureAwait(false);
            return true;
        }

        await RequestReader.ReadFormAsync(request, workspace.Parameters, options.MaxRequestBytes).ConfigureAwait(false);
        if (!Api3Call.IsMarked(workspace.Parameters))
            return false;
        workspace.SpeakApi3();
        return true;
    }

    [LoggerMessage(1, LogLevel.Error, "A request failed with {ExceptionType}.")]
    private static partial void LogFailure(ILogger logger, Type exceptionType);
}
