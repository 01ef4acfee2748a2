using System.Net;
using System.Runtime.CompilerServices;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Posts requests and reads replies into pooled memory. Requests that wait have connections of their own, so that they never hold up a send.</summary>
internal sealed class HttpTransport : IDisposable
{
    /// <summary>The most memory, in bytes, that is reserved on the word of a reply's header alone. When as much has arrived, the announced rest is reserved too.</summary>
    private const int TrustedBytes = 1024 * 1024;

    /// <summary>
    /// A connection is closed here before it is there: a request that meets the other end's closing is lost, and its outcome unknown. Load balancers and web servers keep idle
    /// connections for 60 s and more.
    /// </summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(45);

    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly bool _namesRequests;
    private readonly HttpMessageHandler _handler;
    private readonly HttpMessageInvoker _prompt;
    private readonly HttpMessageInvoker _waiting;

    public HttpTransport(CmqOptions options)
    {
        _timeout = options.Timeout;
        _time = options.TimeProvider;
        _namesRequests = options.CreateHandler is not null;
        (_prompt, _handler) = CreateInvoker(options);
        try
        {
            (_waiting, _) = CreateInvoker(options);
        }
        catch
        {
            _prompt.Dispose();
            throw;
        }
    }

    /// <summary>The action of a request, for handlers that inject faults.</summary>
    internal static HttpRequestOptionsKey<string> ActionKey { get; } = new("cmq.action");

    /// <summary>The name of the queue or topic that a request is about, for handlers that inject faults.</summary>
    internal static HttpRequestOptionsKey<string?> SubjectKey { get; } = new("cmq.subject");

    /// <summary>The one place where failures of HTTP become those of CMQ: posts a request and returns the reply, which the caller disposes.</summary>
    /// <param name="attempt">What is asked for.</param>
    /// <param name="content">The request.</param>
    /// <param name="wait">How long the service may hold the answer back, on top of the timeout.</param>
    /// <param name="maxReplyBytes">Largest reply that is read.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="CmqUnavailableException">There is no answer in HTTP with status 200 in time.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<HttpReply> ExchangeAsync(RequestAttempt attempt, RequestContent content, TimeSpan wait, int maxReplyBytes, CancellationToken cancellationToken)
    {
        try
        {
            return await PostAsync(attempt, content, wait, maxReplyBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            // In place of the platform's exception, which has a token of its own, and may have one of HTTP inside.
            cancellationToken.ThrowIfCancellationRequested();
            throw attempt.Failed(content.IsSending ? CmqOutcome.Unknown : CmqOutcome.NotSent, e is ObjectDisposedException ? "The client has been disposed." : e.Message, e is HttpRequestException ? e.InnerException : e, e is ProxyFailureException);
        }
    }

    public void Dispose()
    {
        _prompt.Dispose();
        _waiting.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HttpReply> PostAsync(RequestAttempt attempt, RequestContent content, TimeSpan wait, int maxReplyBytes, CancellationToken cancellationToken)
    {
        TimeSpan limit = _timeout + wait;
        using CancellationTokenSource timer = new(limit, _time);
        using CancellationTokenSource? either = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token) : null;
        CancellationToken end = (either ?? timer).Token;
        using HttpRequestMessage request = new(HttpMethod.Post, content.Address) { Content = content };
        foreach ((string name, string value) in content.RequestHeaders)
            request.Headers.TryAddWithoutValidation(name, value);
        if (_namesRequests)
        {
            request.Options.Set(ActionKey, attempt.Action);
            request.Options.Set(SubjectKey, attempt.Subject.Name);
        }

        try
        {
            HttpResponseMessage response = await SendAsync(wait > TimeSpan.Zero ? _waiting : _prompt, request, attempt.EndpointIsRight, end).ConfigureAwait(false);
            return await ReadAsync(response, content.Address, attempt, maxReplyBytes, end).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"There was no answer within {limit.TotalSeconds:0.#} s.");
        }
    }

    /// <summary>Sends. When that fails, the message is safe to show, and says what the scheme may have to do with it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HttpResponseMessage> SendAsync(HttpMessageInvoker invoker, HttpRequestMessage request, bool endpointIsRight, CancellationToken cancellationToken)
    {
        try
        {
            return await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            Uri address = request.RequestUri!;
            if (ProxyFor(address) is { } proxy && HttpFailure.OfProxy(e, proxy, address) is { } failure)
                throw failure;
            throw HttpFailure.Of(e, endpointIsRight ? "" : SchemeHint.For(address, e));
        }
    }

    /// <summary>Asked for when a request has failed only: most have no proxy, and all that have one do not need its name.</summary>
    private Uri? ProxyFor(Uri address) => UsedProxy.Of(_handler, address);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HttpReply> ReadAsync(HttpResponseMessage response, Uri address, RequestAttempt attempt, int maxReplyBytes, CancellationToken cancellationToken)
    {
        long arrivedAt = _time.GetTimestamp();
        try
        {
            if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired && ProxyFor(address) is { } proxy)
                throw HttpFailure.OfProxy(response.StatusCode, proxy);
            if (!response.IsSuccessStatusCode)
                throw new HttpRequestException(HttpRequestError.InvalidResponse, $"The answer has HTTP status {(int)response.StatusCode}, where a CMQ service answers with 200.{(ProxyFor(address) is { } between ? $" It may come from the proxy {UsedProxy.Show(between)}." : "")}{(attempt.EndpointIsRight ? "" : SchemeHint.For(address, response))}", statusCode: response.StatusCode);
            return new HttpReply(await ReadAsync(response.Content, maxReplyBytes, cancellationToken).ConfigureAwait(false), response, arrivedAt);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<PooledBufferWriter> ReadAsync(HttpContent content, int maxReplyBytes, CancellationToken cancellationToken)
    {
        long announced = Math.Min(content.Headers.ContentLength ?? 0, maxReplyBytes);
        PooledBufferWriter body = new((int)Math.Clamp(announced + 1, 1024, TrustedBytes));
        try
        {
            Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                int read;
                while ((read = await stream.ReadAsync(body.GetMemory(1), cancellationToken).ConfigureAwait(false)) > 0)
                {
                    body.Advance(read);
                    if (body.Length > maxReplyBytes)
                        break;

                    // The whole of a large reply is reserved at once, so that it is not held twice while the buffer grows.
                    if (body.Length >= TrustedBytes && announced >= body.Length)
                        body.GetSpan((int)announced + 1 - body.Length);
                }
            }
        }
        catch (Exception e)
        {
            body.Dispose();
            if (e is HttpRequestException or IOException)
                throw HttpFailure.Of(e);
            throw;
        }

        if (body.Length <= maxReplyBytes)
            return body;
        body.Dispose();
        throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, $"The answer has more than {maxReplyBytes} bytes.");
    }

    private static (HttpMessageInvoker, HttpMessageHandler) CreateInvoker(CmqOptions options)
    {
        SocketsHttpHandler sockets = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = IdleTimeout,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            ActivityHeadersPropagator = null,
        };
        try
        {
            HttpMessageHandler handler = options.CreateHandler is { } create
                ? create(sockets) ?? throw new InvalidOperationException($"{nameof(CmqOptions)}.{nameof(CmqOptions.CreateHandler)} returned null. Return the handler that it was given, or one that stands in front of it.")
                : sockets;
            return (new HttpMessageInvoker(handler, disposeHandler: true), handler);
        }
        catch
        {
            sockets.Dispose();
            throw;
        }
    }
}
