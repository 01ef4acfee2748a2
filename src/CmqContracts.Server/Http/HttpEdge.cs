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
/// Answers HTTP requests: lets the part answer that a request is for, and of the requests of protocols reads the parameters and writes the
/// reply. The HTTP status of every request of a protocol is 200 whatever happens, because clients read no body otherwise.
/// </summary>
internal sealed partial class HttpEdge(ServerContext context) : IDisposable
{
    private readonly ILogger _logger = context.Loggers.CreateLogger<HttpEdge>();
    private readonly LocalTrust? _trust = context.Options.AllowAnonymous ? new LocalTrust(context.Options.PublicHostNames, context.Options.TimeProvider, context.Loggers.CreateLogger<LocalTrust>()) : null;
    private readonly List<(Func<HttpRequest, bool> AreFor, RequestDelegate Answer)> _pages = [];
    private readonly List<IProtocolEndpoint> _protocols = [];
    private readonly ConcurrentBag<RequestBuffers> _buffers = [];
    private long _requestId = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>Lets pages answer requests. They come before protocols.</summary>
    /// <param name="areFor">Whether a request is for one of them.</param>
    /// <param name="answer">Answers it.</param>
    public void MapPages(Func<HttpRequest, bool> areFor, RequestDelegate answer) => _pages.Add((areFor, answer));

    /// <summary>Lets a protocol answer the requests that it recognizes and those before it do not.</summary>
    public void MapProtocol(IProtocolEndpoint protocol) => _protocols.Add(protocol);

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        RequestHead head = RequestHead.Of(http);
        head.BeginAnswer();
        try
        {
            bool refused = _trust?.Refuses(http.Request) == true;
            if (!refused && FindPage(http.Request) is { } answer)
                await answer(http).ConfigureAwait(false);
            else
                await AnswerProtocolAsync(http, head.Holding, refused).ConfigureAwait(false);
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

    private RequestDelegate? FindPage(HttpRequest request)
    {
        foreach ((Func<HttpRequest, bool> areFor, RequestDelegate answer) in _pages)
        {
            if (areFor(request))
                return answer;
        }

        return null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AnswerProtocolAsync(HttpContext http, BufferBudget.Holding holding, bool refused)
    {
        if (!_buffers.TryTake(out RequestBuffers? buffers))
            buffers = new RequestBuffers([.. _protocols.Select(static protocol => protocol.CreateReply())]);
        TimeProvider time = context.Options.TimeProvider;
        long start = time.GetTimestamp();
        try
        {
            buffers.Reset(Interlocked.Increment(ref _requestId), holding);
            bool isStray = !await TryAnswerAsync(http, buffers, refused).ConfigureAwait(false);
            buffers.ForgetRequest();
            if (isStray)
            {
                await StrayRequest.AnswerAsync(http, context.Stopping).ConfigureAwait(false);
                return;
            }

            ReadOnlyMemory<byte> reply = buffers.Reply.Close();
            if (!holding.TryHoldAnswer(reply.Length))
            {
                buffers.Reply.Failed(new CmqServiceException(CmqErrors.Throttled));
                reply = buffers.Reply.Close();
            }

            context.Meter.Answered(buffers.Action, buffers.Reply.Code, time.GetElapsedTime(start));
            if (HttpMethods.IsConnect(http.Request.Method))
            {
                // Status 200 would promise a tunnel.
                http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                http.Response.Headers.Allow = "GET, POST";
            }

            if (context.Stopping.IsCancellationRequested)
                http.Response.Headers.Connection = "close";
            http.Response.ContentType = buffers.Reply.ContentType;
            http.Response.ContentLength = reply.Length;
            await ReplyWriter.WriteAsync(http, reply, holding).ConfigureAwait(false);
        }
        catch (Exception e) when (IsGone(e, http))
        {
            // There is nobody to answer.
        }
        finally
        {
            buffers.Release();
            _buffers.Add(buffers);
        }
    }

    /// <summary>Finds the protocol, by headers or else by parameters, and answers in it. The path decides only whether a request without an action is one at all.</summary>
    /// <returns>Whether it is a request of a protocol. Of a body that could not be read nobody knows, so it counts as one.</returns>
    private async ValueTask<bool> TryAnswerAsync(HttpContext http, RequestBuffers buffers, bool refused)
    {
        int byHeaders = FindByHeaders(http.Request.Headers);
        bool isStray = !refused && byHeaders < 0 && StrayRequest.Is(http.Request);
        if (isStray && !HttpMethods.IsPost(http.Request.Method))
            return false;
        try
        {
            int protocol = await ReadAsync(http, buffers, byHeaders).ConfigureAwait(false);
            if (refused)
                buffers.Reply.Unauthorized();
            else if (isStray && NamesNoAction(buffers.Parameters))
                return false;
            else
                await _protocols[protocol].AnswerAsync(http, buffers).ConfigureAwait(false);
        }
        catch (Exception e) when (refused && !IsGone(e, http))
        {
            // It could not be read either, which changes nothing.
            buffers.Reply.Unauthorized();
        }
        catch (CmqServiceException e)
        {
            // A form with too many parameters was read as far as they are allowed.
            if (isStray && buffers.Parameters.Count > 0 && NamesNoAction(buffers.Parameters))
                return false;
            buffers.Reply.Failed(e);
        }
        catch (Exception e) when (!IsGone(e, http))
        {
            LogFailure(_logger, e.GetType());
            buffers.Reply.Failed(new CmqServiceException(CmqErrors.Internal));
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
            // Kestrel may be left in the middle of a read, and would log an error if it went on to a next request.
            http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            http.Abort();
            throw new ConnectionAbortedException("The connection ended before the body that it announced.", e);
        }
        catch (BadHttpRequestException)
        {
            throw new CmqServiceException(CmqErrors.RequestUnreadable);
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

    /// <summary>Whether a failure is that the client has gone.</summary>
    private static bool IsGone(Exception failure, HttpContext http) =>
        failure is ConnectionResetException or ConnectionAbortedException || (failure is OperationCanceledException && http.RequestAborted.IsCancellationRequested);

    /// <summary>Whether a body ended before its length.</summary>
    private static bool IsCutShort(Exception failure, HttpContext http) =>
        failure is BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } && http.Request.ContentLength is not null;

    [LoggerMessage(1, LogLevel.Error, "A request failed with {ExceptionType}.")]
    private static partial void LogFailure(ILogger logger, Type exceptionType);
}
