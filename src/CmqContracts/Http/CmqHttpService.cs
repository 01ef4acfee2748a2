using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CmqContracts;

/// <summary>The CMQ actions over signed HTTP, against Tencent's service or a server of ours.</summary>
/// <remarks>Without a usable answer within the timeout its methods throw <see cref="CmqUnavailableException"/>.</remarks>
internal sealed partial class CmqHttpService : ICmqService, IAsyncDisposable, IDisposable
{
    /// <summary>The least that is read of a reply, in bytes: the longest page of a list fits, however small the limits of messages are.</summary>
    private const int MinReplyLimit = 1024 * 1024;

    private readonly Uri _address;
    private readonly CmqOptions _options;
    private readonly CmqLimits _limits;
    private readonly HttpTransport _transport;
    private readonly V2RequestLine _requestLine;
    private readonly ServiceClock _clock;
    private readonly SigningKeys _keys;
    private readonly int _maxReplyBytes;

    /// <summary>Whether a CMQ service has answered: the endpoint is right.</summary>
    private bool _wasAnswered;

    /// <summary>Creates the service.</summary>
    /// <param name="options">Endpoint, key, timeout and clock; the decorators of <see cref="CmqOptions.Use"/> are not applied.</param>
    /// <param name="limits">What requests are held to before they are sent.</param>
    /// <exception cref="ArgumentException">The options name no endpoint, or no key.</exception>
    public CmqHttpService(CmqOptions options, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(limits);
        Uri endpoint = new(options.Endpoint ?? throw new ArgumentException("The options name no endpoint.", nameof(options)));
        if (endpoint.AbsolutePath == "/")
            endpoint = new Uri(endpoint, V2RequestLine.DefaultPath);

        // What is signed is what is sent: the path encoded, and a name in its ASCII form.
        string host = SignedHost.Of(endpoint);
        _options = options;
        _limits = limits;
        _maxReplyBytes = (int)Math.Max(MinReplyLimit, ReceiveMessagesForm.MaxReplyBytes(limits));
        _requestLine = new V2RequestLine("POST", host, endpoint.AbsolutePath);
        ILogger logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(CmqLog.Category);
        _clock = new ServiceClock(options.TimeProvider, host, logger);
        _keys = new SigningKeys(options, _clock, logger);
        _address = endpoint;
        _transport = new HttpTransport(options);
        Inspector = new HttpInspector(this);
    }

    /// <summary>The inspector's actions, which servers of ours have.</summary>
    public ICmqInspector Inspector { get; }

    /// <summary>The actions of this service for messages, and those of API 3.0 for queues and topics.</summary>
    /// <param name="plane">Where API 3.0 is.</param>
    public ICmqService ManagedBy(ControlPlane plane) => new Api3Control(this, new Api3Connection(_transport, plane, _keys, _clock, _options), _limits);

    /// <inheritdoc/>
    public async ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.Check(request, _limits);
        using V2Request form = Begin(V2Actions.CreateQueue);
        CreateQueueForm.Write(form.Parameters, request);
        using Reply reply = await SendAsync(form, V2Actions.CreateQueue, Queue(request.QueueName), cancellationToken).ConfigureAwait(false);
        return reply.Read(CreateQueueForm.ReadReply);
    }

    /// <inheritdoc/>
    public async ValueTask<QueueList> ListQueuesAsync(ListQueuesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckPage(request.Offset, request.Limit, _limits);
        using V2Request form = Begin(V2Actions.ListQueue);
        QueueListForm.Write(form.Parameters, request);
        using Reply reply = await SendAsync(form, V2Actions.ListQueue, default, cancellationToken).ConfigureAwait(false);
        return reply.Read(QueueListForm.ReadReply);
    }

    /// <inheritdoc/>
    public async ValueTask<QueueAttributes> GetQueueAttributesAsync(string queueName, CancellationToken cancellationToken = default)
    {
        using Reply reply = await SendForQueueAsync(V2Actions.GetQueueAttributes, queueName, cancellationToken).ConfigureAwait(false);
        return reply.Read(body => QueueAttributesForm.ReadReply(body, queueName));
    }

    /// <inheritdoc/>
    public async ValueTask SetQueueAttributesAsync(SetQueueAttributesRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.Check(request, _limits);
        using V2Request form = Begin(V2Actions.SetQueueAttributes);
        form.Parameters.Add("queueName"u8, request.QueueName);
        QueueSettingsForm.Write(form.Parameters, request.Settings);
        using Reply reply = await SendAsync(form, V2Actions.SetQueueAttributes, Queue(request.QueueName), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default)
    {
        using Reply reply = await SendForQueueAsync(V2Actions.DeleteQueue, queueName, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask ClearQueueAsync(string queueName, CancellationToken cancellationToken = default)
    {
        using Reply reply = await SendForQueueAsync(V2Actions.ClearQueue, queueName, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask RewindQueueAsync(RewindQueueRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckQueueName(request.QueueName, _limits);
        using V2Request form = Begin(V2Actions.RewindQueue);
        RewindQueueForm.Write(form.Parameters, request);
        using Reply reply = await SendAsync(form, V2Actions.RewindQueue, Queue(request.QueueName), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask UnbindDeadLetterQueueAsync(string queueName, CancellationToken cancellationToken = default)
    {
        using Reply reply = await SendForQueueAsync(V2Actions.UnbindDeadLetterQueue, queueName, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<QueueList> ListDeadLetterSourceQueuesAsync(ListDeadLetterSourceQueuesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckQueueName(request.DeadLetterQueueName, _limits);
        RequestRules.CheckPage(request.Offset, request.Limit, _limits);
        using V2Request form = Begin(V2Actions.ListDeadLetterSourceQueues);
        QueueListForm.Write(form.Parameters, request);
        using Reply reply = await SendAsync(form, V2Actions.ListDeadLetterSourceQueues, Queue(request.DeadLetterQueueName), cancellationToken).ConfigureAwait(false);
        return reply.Read(QueueListForm.ReadReply);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
    {
        request = RequestRules.Take(request, _limits);
        string action = SendMessagesForm.Action(request.Bodies.Count);
        using V2Request form = Begin(action);
        SendMessagesForm.Write(form.Parameters, request);
        using Reply reply = await ExchangeAsync(form, action, Queue(request.QueueName), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        reply.ThrowIfFailed(About(reply.Error, request));
        return ReadIds(reply, request.Bodies.Count);
    }

    /// <summary>What of a request an error is about that names no value.</summary>
    private static string? About(CmqError? error, SendMessagesRequest request) =>
        error is null ? null
        : error.Is(CmqErrors.MaximumMessageSizeExceeded) ? $"The {(request.Bodies.Count == 1 ? "" : "largest ")}body has {request.Bodies.Max(static body => body.Length)} bytes."
        : error.Is(CmqErrors.DelaySecondsOutOfRange) ? $"The delay is {request.DelaySeconds} s."
        : null;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.Check(request, _limits);
        string action = ReceiveMessagesForm.Action(request.MaxMessages);
        using V2Request form = Begin(action);
        ReceiveMessagesForm.Write(form.Parameters, request);
        TimeSpan wait = TimeSpan.FromSeconds(request.PollingWaitSeconds ?? _limits.ReceiveWaitSeconds.Maximum);
        using Reply reply = await ExchangeAsync(form, action, Queue(request.QueueName), wait, cancellationToken).ConfigureAwait(false);
        if (reply.Error is { } error && error.Code == CmqErrors.NoMessage.Code)
            return [];
        reply.ThrowIfFailed();
        AnswerMoment moment = reply.Moment;
        IReadOnlyList<CmqMessage> messages = reply.Read(body => ReceiveMessagesForm.ReadReply(body, moment));
        return messages.Count <= request.MaxMessages ? messages : throw reply.Unreadable(Answers.TooMany(messages, request.MaxMessages));
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default)
    {
        request = RequestRules.Take(request, _limits);
        string action = DeleteMessagesForm.Action(request.ReceiptHandles.Count);
        using V2Request form = Begin(action);
        DeleteMessagesForm.Write(form.Parameters, request);
        using Reply reply = await ExchangeAsync(form, action, Queue(request.QueueName), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        if (reply.Read(body => DeleteMessagesForm.ReadReply(body, reply.Error, request)) is { } failures)
            return failures;
        reply.ThrowIfFailed();
        throw reply.Unreadable("It does not say which messages it has deleted.");
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _transport.Dispose();
        _keys.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<Reply> SendForQueueAsync(string action, string queueName, CancellationToken cancellationToken)
    {
        RequestRules.CheckQueueName(queueName, _limits);
        using V2Request form = Begin(action);
        form.Parameters.Add("queueName"u8, queueName);
        return await SendAsync(form, action, Queue(queueName), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Begins a request. Its parameters are added in the order in which they are signed, those that are not known yet without a value.</summary>
    private V2Request Begin(string action)
    {
        V2Request form = V2Request.Begin();
        form.Parameters.Add("Action"u8, action);
        form.Parameters.Add("Nonce"u8, ""u8);
        if (!string.IsNullOrEmpty(_options.Region))
            form.Parameters.Add("Region"u8, _options.Region);
        form.Parameters.Add("SecretId"u8, ""u8);
        form.Parameters.Add("SignatureMethod"u8, _options.SignatureMethod == SignatureMethod.HmacSHA256 ? "HmacSHA256"u8 : "HmacSHA1"u8);
        form.Parameters.Add("Timestamp"u8, ""u8);
        return form;
    }

    /// <summary>Sends a request whose every error is an exception.</summary>
    /// <param name="form">The request.</param>
    /// <param name="action">Its action.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="about">What is said of an error beyond its message.</param>
    private async ValueTask<Reply> SendAsync(V2Request form, string action, RequestSubject subject, CancellationToken cancellationToken, Func<Reply, string?>? about = null)
    {
        Reply reply = await ExchangeAsync(form, action, subject, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        try
        {
            reply.ThrowIfFailed(about?.Invoke(reply));
            return reply;
        }
        catch
        {
            reply.Dispose();
            throw;
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The reply owns the answer.")]
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Reply> ExchangeAsync(V2Request form, string action, RequestSubject subject, TimeSpan wait, CancellationToken cancellationToken)
    {
        RequestAttempt attempt = new(action, subject, _requestLine.Host, _options.TimeProvider, _wasAnswered);
        SigningKey key = await _keys.GetAsync(attempt, cancellationToken).ConfigureAwait(false);
        form.Parameters.Set("SecretId"u8, key.Credentials.SecretId);
        if (!string.IsNullOrEmpty(key.Credentials.Token))
            form.Parameters.Add("Token"u8, key.Credentials.Token);
        SigningTime time = new(_clock);
        while (true)
        {
            using RequestContent content = RequestContent.Form(_address, Sign(form, time.Now, key));
            HttpReply answer = await _transport.ExchangeAsync(attempt, content, wait, _maxReplyBytes, cancellationToken).ConfigureAwait(false);
            Reply reply = new(answer, attempt, _options.TimeProvider);
            try
            {
                reply.ReadEnvelope();
                _wasAnswered = true;
                if (!time.TryCorrect(reply.Error, answer))
                    return reply;
                reply.Dispose();
            }
            catch
            {
                reply.Dispose();
                throw;
            }
        }
    }

    private ReadOnlyMemory<byte> Sign(V2Request form, DateTimeOffset now, SigningKey key)
    {
        form.Parameters.Set("Timestamp"u8, now.ToUnixTimeSeconds());
        // It only tells requests of one second apart: nobody can sign with one that was guessed.
        form.Parameters.Set("Nonce"u8, Random.Shared.Next(1, int.MaxValue));
        return form.Sign(_requestLine, _options.SignatureMethod, key.Key);
    }

    private static IReadOnlyList<string> ReadIds(Reply reply, int sent)
    {
        IReadOnlyList<string> ids = reply.Read(SendMessagesForm.ReadReply);
        return ids.Count == sent ? ids : throw reply.Unreadable($"{sent} messages were sent and {ids.Count} ids came back.");
    }

    private static RequestSubject Queue(string name) => new(RequestSubject.Queue, name);

    /// <summary>A reply in pooled memory, and what it answers.</summary>
    private sealed class Reply(HttpReply answer, RequestAttempt attempt, TimeProvider time) : IDisposable
    {
        private string? _requestId;

        public delegate T Reader<out T>(ReadOnlySpan<byte> body);

        public CmqError? Error { get; private set; }

        public AnswerMoment Moment => new(time, answer.ArrivedAt, answer.Date);

        public void ReadEnvelope() => (Error, _requestId) = Read(V2ReplyReader.ReadEnvelope);

        public T Read<T>(Reader<T> read)
        {
            try
            {
                return read(answer.Body.WrittenSpan);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or CmqServiceException)
            {
                // The platform quotes what it cannot read, which may be a part of the request that came back: only what our own readers say is shown.
                throw Unreadable(e is CmqServiceException or JsonException { LineNumber: null } ? e.Message : "It is no valid JSON.");
            }
        }

        public void ThrowIfFailed(string? about = null)
        {
            if (Error is { } error)
                throw attempt.Refused(error, about, _requestId);
        }

        public CmqUnavailableException Unreadable(string why) => attempt.Failed(CmqOutcome.Unknown, "That is no answer of a CMQ service. " + why, cause: null);

        public void Dispose() => answer.Dispose();
    }
}
