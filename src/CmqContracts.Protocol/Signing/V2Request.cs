using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Signing;

/// <summary>A client's v2 request: its parameters and the form that is sent, in memory that each thread uses again.</summary>
internal sealed class V2Request : IDisposable
{
    [ThreadStatic]
    private static V2Request? s_spare;

    private readonly PooledBufferWriter _form = new();

    private V2Request()
    {
    }

    /// <summary>What is asked for. <see cref="Sign"/> sorts them, which costs least when they are added in byte order of their names.</summary>
    public V2Parameters Parameters { get; } = new();

    /// <summary>Begins a request, which has no parameters yet. It is disposed once, when nobody reads its form any more.</summary>
    public static V2Request Begin()
    {
        V2Request request = s_spare ?? new V2Request();
        s_spare = null;
        return request;
    }

    /// <summary>Signs the parameters and writes them as a form. A request may be signed again after a parameter was changed.</summary>
    /// <param name="line">Method, host and path as they are requested.</param>
    /// <param name="method">The hash.</param>
    /// <param name="secretKey">The key.</param>
    /// <returns>The form with the signature, valid until the next call and <see cref="Dispose"/>.</returns>
    public ReadOnlyMemory<byte> Sign(V2RequestLine line, SignatureMethod method, ReadOnlySpan<byte> secretKey)
    {
        Span<byte> signature = stackalloc byte[V2Signature.MaxLength];
        int length = V2Signature.Sign(line, Parameters, method, secretKey, signature);
        _form.Clear();
        Parameters.WriteForm(_form);
        _form.Write("&Signature="u8);
        FormEncoding.Encode(signature[..length], _form);
        return _form.WrittenMemory;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Parameters.Clear();
        _form.Clear();
        s_spare = this;
    }
}
