using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>
/// Takes all HTTP requests and hands each to the part that answers it. Of protocol requests it reads the parameters and writes the reply. Their
/// HTTP status is always 200, because clients do not read the body of any other.
/// </summary>
internal sealed partial class HttpEdge(ServerContext context) : IDisposable
{
    private readonly ILogger _logger = context.Loggers.CreateLogger<HttpEdge>();
    private readonly BrowserFilter? _trust = context.Options.AllowAnonymous ? new BrowserFilter(context.Options.PublicHostNames, context.Options.TimeProvider, context.Loggers.CreateLogger<BrowserFilter>()) : null;
    private readonly List<PageEntry> _pages = [];
    private readonly List<IProtocolEndpoint> _protocols = [];
    private readonly ConcurrentBag<RequestBuffers> _buffers = [];
    private long _requestId = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>Adds pages. They are tried before protocols.</summary>
    /// <param name="areFor">Whether a request is for one of them.</param>
    /// <param name="answer">Answers it.</param>
    /// <param name="checksTrust">Whether they decide themselves which requests of browsers they answer.</param>
    public void MapPages(Func<HttpRequest, bool> areFor, RequestDelegate answer, bool checksTrust = false) => _pages.Add(new PageEntry(areFor, answer, checksTrust));

    /// <summary>Adds a protocol. A request goes to the first one that recognizes it, or to the last one.</summary>
    public void MapProtocol(IProtocolEndpoint protocol) => _protocols.Add(protocol);

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        RequestHead head = RequestHead.Of(http);
        head.BeginAnswer();
        try
        {
            PageEntry? page = FindPage(http.Request);
            bool refused = page is not { ChecksTrust: true } && _trust?.Refuses(http.Request) == true;
            if (!refused && page is not null)
                await page.Answer(http).ConfigureAwait(false);
            else
                await AnswerProtocolAsync(http, head.Reservation, refused).ConfigureAwait(false);
        }
        finally
        {
            head.EndAnswer(http.Features);
        }
    }

    public void Dispose()
    {
        while (_buffers.TryTake(out RequestBuffers? buffers))
            buffers.Dispose();
    }

    private PageEntry? FindPage(HttpRequest request)
    {
        foreach (PageEntry page in _pages)
        {
            if (page.AreFor(request))
                return page;
        }

        return null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AnswerProtocolAsync(HttpContext http, BufferBudget.Reservation reservation, bool refused)
    {
        if (!_buffers.TryTake(out RequestBuffers? buffers))
            buffers = new RequestBuffers([.. _protocols.Select(static protocol => protocol.CreateReply())]);
        TimeProvider time = context.Options.TimeProvider;
        long start = time.GetTimestamp();
        try
        {
            buffers.Reset(Interlocked.Increment(ref _requestId), reservation);
            bool isOther = !await TryAnswerAsync(http, buffers, refused).ConfigureAwait(false);
            buffers.ForgetRequest();
            if (isOther)
            {
                await NonProtocolRequest.AnswerAsync(http, context.Stopping).ConfigureAwait(false);
                return;
            }

            ReadOnlyMemory<byte> reply = buffers.Reply.Close();
            if (!reservation.TryReserveAnswer(reply.Length))
            {
                buffers.Reply.Failed(new CmqServiceException(CmqErrors.QpsThrottling));
                reply = buffers.Reply.Close();
            }

            TimeSpan duration = time.GetElapsedTime(start);
            context.Meter.Answered(buffers.Action, buffers.Reply.Code, duration);
            context.Requests?.Add(buffers.Note, buffers.Action, buffers.Reply.Code, buffers.Reply.Error, buffers.Reply.Detail, duration);
            if (HttpMethods.IsConnect(http.Request.Method))
            {
                // After a CONNECT, status 200 would mean that a tunnel is open.
                http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                http.Response.Headers.Allow = "GET, POST";
            }

            if (context.Stopping.IsCancellationRequested)
                http.Response.Headers.Connection = "close";
            http.Response.ContentType = buffers.Reply.ContentType;
            http.Response.ContentLength = reply.Length;
            await ReplyWriter.WriteAsync(http, reply, reservation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsDisconnect(e, http))
        {
            // The client has disconnected.
        }
        finally
        {
            buffers.Release();
            _buffers.Add(buffers);
        }
    }

    /// <summary>Finds the protocol, by headers or by parameters, and lets it answer. The path decides only whether a request without an action is a protocol request at all.</summary>
    /// <returns>Whether it is a protocol request. A request whose body could not be read counts as one.</returns>
    private async ValueTask<bool> TryAnswerAsync(HttpContext http, RequestBuffers buffers, bool refused)
    {
        int byHeaders = FindByHeaders(http.Request.Headers);
        bool isOther = !refused && byHeaders < 0 && NonProtocolRequest.Is(http.Request);
        if (isOther && !HttpMethods.IsPost(http.Request.Method))
            return false;
        try
        {
            int protocol = await ReadAsync(http, buffers, byHeaders).ConfigureAwait(false);
            if (refused)
                buffers.Reply.Unauthorized();
            else if (isOther && NamesNoAction(buffers.Parameters))
                return false;
            else
                await _protocols[protocol].AnswerAsync(http, buffers).ConfigureAwait(false);
        }
        catch (Exception e) when (refused && !IsDisconnect(e, http))
        {
            // The refusal is the same when the request cannot be read.
            buffers.Reply.Unauthorized();
        }
        catch (CmqServiceException e)
        {
            // Of a form with too many parameters, the allowed number was read.
            if (isOther && buffers.Parameters.Count > 0 && NamesNoAction(buffers.Parameters))
                return false;
            buffers.Reply.Failed(e);
        }
        catch (Exception e) when (!IsDisconnect(e, http))
        {
            LogFailure(_logger, e.GetType());
            buffers.Reply.Failed(new CmqServiceException(CmqErrors.ServerInternalError));
        }

        return true;
    }

    private static bool NamesNoAction(V2Parameters parameters) => parameters.IndexOf("Action"u8) < 0;

    /// <summary>Reads the parameters, or the body, and selects the reply of the protocol.</summary>
    /// <returns>The position of the protocol.</returns>
    private async ValueTask<int> ReadAsync(HttpContext http, RequestBuffers buffers, int byHeaders)
    {
        try
        {
            if (byHeaders >= 0)
            {
                buffers.SelectReply(byHeaders);
                await RequestReader.ReadBodyAsync(http.Request, buffers, context.Options).ConfigureAwait(false);
                return byHeaders;
            }

            await RequestReader.ReadFormAsync(http.Request, buffers, context.Options).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or (IOException and not BadHttpRequestException) || IsCutShort(e, http))
        {
            // A read may still be pending in Kestrel, which would log an error if it continued with the next request.
            http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            http.Abort();
            throw new ConnectionAbortedException("The connection ended before the body was complete.", e);
        }
        catch (BadHttpRequestException)
        {
            throw new CmqServiceException(CmqErrors.CannotParseRequest);
        }

        int protocol = FindByParameters(buffers.Parameters);
        buffers.SelectReply(protocol);
        return protocol;
    }

    /// <summary>The position of the protocol that recognizes headers; -1: none does.</summary>
    private int FindByHeaders(IHeaderDictionary headers)
    {
        for (int i = 0; i < _protocols.Count; i++)
        {
            if (_protocols[i].Recognizes(headers))
                return i;
        }

        return -1;
    }

    /// <summary>The position of the protocol that recognizes parameters, or the last one's.</summary>
    private int FindByParameters(V2Parameters parameters)
    {
        int last = _protocols.Count - 1;
        for (int i = 0; i < last; i++)
        {
            if (_protocols[i].Recognizes(parameters))
                return i;
        }

        return last;
    }

    /// <summary>Whether a failure means that the client has disconnected.</summary>
    private static bool IsDisconnect(Exception failure, HttpContext http) =>
        failure is ConnectionResetException or ConnectionAbortedException || (failure is OperationCanceledException && http.RequestAborted.IsCancellationRequested);

    /// <summary>Whether a body ended before its Content-Length.</summary>
    private static bool IsCutShort(Exception failure, HttpContext http) =>
        failure is BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } && http.Request.ContentLength is not null;

    [LoggerMessage(331, LogLevel.Error, "A request failed with {ExceptionType}.")]
    private static partial void LogFailure(ILogger logger, Type exceptionType);

    private sealed record PageEntry(Func<HttpRequest, bool> AreFor, RequestDelegate Answer, bool ChecksTrust);
}
