using System.Net;
using System.Net.Http.Headers;

namespace CmqContracts;

/// <summary>What a request sends and where to, which knows whether its sending has begun.</summary>
internal sealed class RequestContent : HttpContent
{
    private static readonly MediaTypeHeaderValue FormType = new("application/x-www-form-urlencoded");
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly ReadOnlyMemory<byte> _body;
    private volatile bool _isSending;

    private RequestContent(Uri address, ReadOnlyMemory<byte> body, MediaTypeHeaderValue type, IReadOnlyList<KeyValuePair<string, string>> requestHeaders)
    {
        Address = address;
        RequestHeaders = requestHeaders;
        _body = body;
        Headers.ContentType = type;
    }

    /// <summary>Where the request goes.</summary>
    public Uri Address { get; }

    /// <summary>Headers of the request besides the platform's own.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> RequestHeaders { get; }

    /// <summary>
    /// Whether a byte of the request may have left: the platform asks for its content once it has a connection, and sends the head with it.
    /// It sends no request again after that, as it does where an idle connection was closed by the service.
    /// </summary>
    public bool IsSending => _isSending;

    public static RequestContent Form(Uri address, ReadOnlyMemory<byte> form) => new(address, form, FormType, []);

    public static RequestContent Json(Uri address, ReadOnlyMemory<byte> json, IReadOnlyList<KeyValuePair<string, string>> requestHeaders) => new(address, json, JsonType, requestHeaders);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _isSending = true;
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
