// Linked as source into the generator, like CmqLimits.cs.
namespace CmqContracts;

/// <summary>How many bytes an envelope adds to a message.</summary>
internal static class EnvelopeSize
{
    /// <summary>The longest <c>tracestate</c> that is sent along, in bytes as JSON; W3C asks for as many characters at least. A longer one is left out.</summary>
    public const int MaxTraceState = 512;

    private const string Members = """
        {"specversion":"1.0","type":"","source":"","datacontenttype":"application/json","id":"00000000-0000-0000-0000-000000000000","time":"0000-00-00T00:00:00.000Z","traceparent":"00-00000000000000000000000000000000-0000000000000000-00","tracestate":"","data":,"attempt":2147483647}
        """;

    /// <summary>The bytes of the largest envelope, without those of the message in it.</summary>
    /// <param name="type">The bytes of CloudEvents' <c>type</c>, as JSON without quotes.</param>
    /// <param name="source">The bytes of CloudEvents' <c>source</c>, as JSON without quotes.</param>
    public static int Maximum(int type, int source) => Members.Length + MaxTraceState + type + source;
}
