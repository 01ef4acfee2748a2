using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>
/// Answers HTTP requests: reads the parameters, lets the protocol's endpoint answer and writes the reply. The HTTP status of every
/// request of the protocol is 200 whatever happens, because clients read no body otherwise.
/// </summary>
internal sealed partial class HttpEdge(ICmqBackend backend, KeyRing keys, RequestRates rates, CmqServerOptions options, ServerMeter meter, BufferBudget budget, ILogger<HttpEdge> logger, CancellationToken stopping) : IDisposable
{
    private readonly V2Endpoint _v2 = new(backend, keys, rates, options, ExplanationOf(options, logger));
    private readonly Api3Endpoint _api3 = new(backend, keys, rates, options, ExplanationOf(options, logger));
    private readonly LocalTrust? _trust = options.AllowAnonymous ? new LocalTrust(options.PublicHostNames, options.TimeProvider, logger) : null;
    private readonly ConcurrentBag<Workspace> _workspaces = [];
    private long _requestId = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>Whether a request is refused whatever it asks for.</summary>
    public bool Refuses(HttpRequest request) => _trust?.Refuses(request) == true;

    /// <summary>Answers a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="refused">Whether it is refused whatever it asks for.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask HandleAsync(HttpContext http, bool refused)
    {
        if (!_workspaces.TryTake(out Workspace? workspace))
            workspace = new Workspace();
        long start = options.TimeProvider.GetTimestamp();
        try
        {
            workspace.Reset(Interlocked.Increment(ref _requestId), RequestHead.Of(http).Holding);
            bool isStray = !await TryAnswerAsync(http, workspace, refused).ConfigureAwait(false);
            workspace.ForgetRequest();
            if (isStray)
            {
                await StrayRequest.AnswerAsync(http, stopping).ConfigureAwait(false);
                return;
            }

            ReadOnlyMemory<byte> reply = workspace.Reply.Close();
            if (!workspace.Holding.TryHoldAnswer(reply.Length))
            {
                workspace.Reply.Failed(new CmqServiceException(CmqErrors.Throttled));
                reply = workspace.Reply.Close();
            }

            meter.Answered(workspace.Action, workspace.Reply.Code, options.TimeProvider.GetElapsedTime(start));
            if (HttpMethods.IsConnect(http.Request.Method))
            {
                // Status 200 would promise a tunnel.
                http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                http.Response.Headers.Allow = "GET, POST";
            }

            if (stopping.IsCancellationRequested)
                http.Response.Headers.Connection = "close";
            http.Response.ContentType = workspace.Reply.ContentType;
            http.Response.ContentLength = reply.Length;
            await ReplyWriter.WriteAsync(http, reply, workspace.Holding).ConfigureAwait(false);
        }
        catch (Exception e) when (IsGone(e, http))
        {
            // There is nobody to answer.
        }
        finally
        {
            workspace.Release();
            _workspaces.Add(workspace);
        }
    }

    public void Dispose()
    {
        while (_workspaces.TryTake(out Workspace? workspace))
            workspace.Dispose();
        budget.Dispose();
    }

    private static RefusalExplanation? ExplanationOf(CmqServerOptions options, ILogger logger) => options.Explain ? new RefusalExplanation(logger) : null;

    /// <summary>Tells the protocol by headers, or by the version among the parameters, and answers in it. The path decides only whether a request without an action is one at all.</summary>
    /// <returns>Whether it is a request of the protocol. Of a body that could not be read nobody knows, so it counts as one.</returns>
    private async ValueTask<bool> TryAnswerAsync(HttpContext http, Workspace workspace, bool refused)
    {
        bool isStray = !refused && StrayRequest.Is(http.Request);
        if (isStray && !HttpMethods.IsPost(http.Request.Method))
            return false;
        try
        {
            bool api3 = await ReadAsync(http, workspace).ConfigureAwait(false);
            if (refused)
                workspace.Reply.Unauthorized();
            else if (isStray && NamesNoAction(workspace.Parameters))
                return false;
            else if (api3)
                await _api3.AnswerAsync(http, workspace).ConfigureAwait(false);
            else
                await _v2.AnswerAsync(http, workspace).ConfigureAwait(false);
        }
        catch (Exception e) when (refused && !IsGone(e, http))
        {
            // It could not be read either, which changes nothing.
            workspace.Reply.Unauthorized();
        }
        catch (CmqServiceException e)
        {
            // A form with too many parameters was read as far as they are allowed.
            if (isStray && workspace.Parameters.Count > 0 && NamesNoAction(workspace.Parameters))
                return false;
            workspace.Reply.Failed(e);
        }
        catch (Exception e) when (!IsGone(e, http))
        {
            LogFailure(logger, e.GetType());
            workspace.Reply.Failed(new CmqServiceException(CmqErrors.Internal));
        }

        return true;
    }

    private static bool NamesNoAction(V2Parameters parameters) => parameters.IndexOf("Action"u8) < 0;

    /// <summary>Reads the parameters, or the body, into the workspace.</summary>
    /// <returns>Whether the request speaks API 3.0.</returns>
    private async ValueTask<bool> ReadAsync(HttpContext http, Workspace workspace)
    {
        bool api3 = Api3Call.IsMarked(http.Request.Headers);
        try
        {
            if (api3)
            {
                workspace.SpeakApi3();
                await RequestReader.ReadBodyAsync(http.Request, workspace, options).ConfigureAwait(false);
                return true;
            }

            await RequestReader.ReadFormAsync(http.Request, workspace, options).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or (IOException and not BadHttpRequestException) || IsCutShort(e, http))
        {
            // Kestrel may be left in the middle of a read, and would log an error if it went on to a next request.
            http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            http.Abort();
            throw new ConnectionAbortedException("The connection ended before the body that it announced.", e);
        }
        catch (BadHttpRequestException)
        {
            throw new CmqServiceException(CmqErrors.RequestUnreadable);
        }

        api3 = Api3Call.IsMarked(workspace.Parameters);
        if (api3)
            workspace.SpeakApi3();
        return api3;
    }

    /// <summary>Whether a failure is that the client has gone.</summary>
    private static bool IsGone(Exception failure, HttpContext http) =>
        failure is ConnectionResetException or ConnectionAbortedException || (failure is OperationCanceledException && http.RequestAborted.IsCancellationRequested);

    /// <summary>Whether a body ended before its length.</summary>
    private static bool IsCutShort(Exception failure, HttpContext http) =>
        failure is BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } && http.Request.ContentLength is not null;

    [LoggerMessage(1, LogLevel.Error, "A request failed with {ExceptionType}.")]
    private static partial void LogFailure(ILogger logger, Type exceptionType);
}
