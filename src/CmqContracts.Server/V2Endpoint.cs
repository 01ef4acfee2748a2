using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>
/// Answers v2 requests: reads the parameters, finds action and account, calls the backend and writes the envelope. The HTTP status
/// is 200 whatever happens, because clients read no body otherwise.
/// </summary>
internal sealed partial class V2Endpoint(ICmqBackend backend, CmqServerOptions options, ILogger<V2Endpoint> logger, CancellationToken stopping) : IDisposable
{
    private readonly Authenticator _authenticator = new(options.Keys, options.TimestampTolerance, options.TimeProvider);
    private readonly ConcurrentBag<Workspace> _workspaces = [];
    private long _requestId = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    public async Task HandleAsync(HttpContext http)
    {
        if (!_workspaces.TryTake(out Workspace? workspace))
            workspace = new Workspace();
        workspace.Reset(Interlocked.Increment(ref _requestId).ToString(CultureInfo.InvariantCulture));
        try
        {
            await AnswerAsync(http, workspace).ConfigureAwait(false);
            workspace.Reply.Close();
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = workspace.Reply.Written.Length;
            await http.Response.Body.WriteAsync(workspace.Reply.Written, http.RequestAborted).ConfigureAwait(false);
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
        V2Parameters parameters = workspace.Parameters;
        try
        {
            await ReadParametersAsync(http.Request, parameters).ConfigureAwait(false);
            ActionTable.Handler handler = ActionTable.Find(parameters);
            if (parameters.OptionalBytes("clientRequestId") is { } id && ulong.TryParse(id.Span, NumberStyles.None, CultureInfo.InvariantCulture, out ulong clientRequestId))
                workspace.Reply.Echo(clientRequestId);
            V2RequestLine requestLine = new(http.Request.Method, http.Request.Host.Value ?? "", http.Request.Path.Value ?? "/");
            string account = _authenticator.Authenticate(requestLine, parameters);
            ActionContext context = new(backend.GetService(account), backend.Limits, options.AnswerEarly, parameters, workspace.Reply, http.RequestAborted, stopping);
            await handler(context).ConfigureAwait(false);
        }
        catch (CmqException e)
        {
            workspace.Reply.Failed(e.Error);
        }
        catch (BadHttpRequestException)
        {
            workspace.Reply.Failed(CmqErrors.RequestUnreadable);
        }
        catch (Exception e) when (e is not OperationCanceledException || !http.RequestAborted.IsCancellationRequested)
        {
            LogFailure(logger, e.GetType());
            workspace.Reply.Failed(CmqErrors.Internal);
        }
    }

    private async ValueTask ReadParametersAsync(HttpRequest request, V2Parameters parameters)
    {
        bool post = HttpMethods.IsPost(request.Method);
        if (!post && !HttpMethods.IsGet(request.Method))
            throw new CmqException(CmqErrors.MethodNotSupported(request.Method));
        if (post)
            await ReadBodyAsync(request.BodyReader, parameters).ConfigureAwait(false);
        if (parameters.Count == 0 && request.QueryString.Value is { Length: > 1 } query)
            parameters.AddForm(System.Text.Encoding.UTF8.GetBytes(query, 1, query.Length - 1));
    }

    private async ValueTask ReadBodyAsync(PipeReader body, V2Parameters parameters)
    {
        ReadResult result = await body.ReadAsync().ConfigureAwait(false);
        while (!result.IsCompleted && result.Buffer.Length <= options.MaxRequestBytes)
        {
            body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await body.ReadAsync().ConfigureAwait(false);
        }

        if (result.Buffer.Length > options.MaxRequestBytes)
        {
            // A client that is still writing reads no answer, so the rest is taken in and dropped; the server cuts off what never ends.
            while (!result.IsCompleted)
            {
                body.AdvanceTo(result.Buffer.End);
                result = await body.ReadAsync().ConfigureAwait(false);
            }

            throw new CmqException(CmqErrors.RequestUnreadable);
        }

        if (result.Buffer.IsSingleSegment)
        {
            parameters.AddForm(result.Buffer.FirstSpan);
        }
        else
        {
            using PooledBufferWriter whole = new((int)result.Buffer.Length);
            foreach (ReadOnlyMemory<byte> part in result.Buffer)
                whole.Write(part.Span);
            parameters.AddForm(whole.WrittenSpan);
        }

        body.AdvanceTo(result.Buffer.End);
    }

    [LoggerMessage(1, LogLevel.Error, "A request failed with {ExceptionType}.")]
    private static partial void LogFailure(ILogger logger, Type exceptionType);

    /// <summary>The memory that one request needs, reused by the next.</summary>
    private sealed class Workspace : IDisposable
    {
        public V2Parameters Parameters { get; } = new();

        public ReplyBuffer Reply { get; } = new();

        public void Reset(string requestId)
        {
            Parameters.Clear();
            Reply.Reset(requestId);
        }

        public void Dispose()
        {
            Parameters.Dispose();
            Reply.Dispose();
        }
    }
}
