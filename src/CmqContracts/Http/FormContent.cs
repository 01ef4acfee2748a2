using System.Net;
using System.Net.Http.Headers;

namespace CmqContracts;

/// <summary>A form to be sent, which knows whether its sending has begun.</summary>
internal sealed class FormContent : HttpContent
{
    private static readonly MediaTypeHeaderValue FormType = new("application/x-www-form-urlencoded");

    private readonly ReadOnlyMemory<byte> _form;
    private volatile bool _isSending;

    public FormContent(ReadOnlyMemory<byte> form)
    {
        _form = form;
        Headers.ContentType = FormType;
    }

    /// <summary>
    /// Whether a byte of the request may have left: the platform asks for its content once it has a connection, and sends the head with it.
    /// It sends no request again after that, as it does where an idle connection was closed by the service.
    /// </summary>
    public bool IsSending => _isSending;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _isSending = true;
        return stream.WriteAsync(_form, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _form.Length;
        return true;
    }
}
