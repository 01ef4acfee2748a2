using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Signing;

/// <summary>What a v2 signature covers besides the parameters.</summary>
/// <param name="Method"><c>GET</c> or <c>POST</c>.</param>
/// <param name="Host">The authority as in the <c>Host</c> header: with the port when the address names one.</param>
/// <param name="Path">The path as it is requested, encoded, mostly <c>/v2/index.php</c>; the Go SDK uses <c>/</c>.</param>
internal readonly record struct V2RequestLine(string Method, string Host, string Path)
{
    /// <summary>The usual path of v2 requests.</summary>
    public const string DefaultPath = "/v2/index.php";

    /// <summary>Whether names are signed as they are sent, as in API 3.0; v2 prints <c>_</c> as <c>.</c>.</summary>
    public bool NamesAsSent { get; private init; }

    /// <summary>What the same signature covers in API 3.0, where parameters can be signed this way instead of with TC3: the path is always <c>/</c> and names are signed as they are sent.</summary>
    public static V2RequestLine ForApi3(string method, string host) => new(method, host, "/") { NamesAsSent = true };

    internal bool IsPost => Method == "POST";

    internal void WriteTo(PooledBufferWriter output)
    {
        Write(Method, output);
        Write(Host, output);
        Write(Path, output);
    }

    private static void Write(string text, PooledBufferWriter output) =>
        output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
}
