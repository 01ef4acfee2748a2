namespace CmqContracts;

/// <summary>The members of an envelope. CloudEvents compares names exactly; an extension's has lower-case letters and digits only.</summary>
internal static class EnvelopeNames
{
    /// <summary>The version of CloudEvents that is written and read.</summary>
    public const string Version = "1.0";

    public static ReadOnlySpan<byte> SpecVersion => "specversion"u8;

    public static ReadOnlySpan<byte> Id => "id"u8;

    public static ReadOnlySpan<byte> Source => "source"u8;

    public static ReadOnlySpan<byte> Type => "type"u8;

    public static ReadOnlySpan<byte> Time => "time"u8;

    public static ReadOnlySpan<byte> Subject => "subject"u8;

    public static ReadOnlySpan<byte> ContentType => "datacontenttype"u8;

    public static ReadOnlySpan<byte> Data => "data"u8;

    public static ReadOnlySpan<byte> Base64 => "data_base64"u8;

    // CloudEvents' extension "Distributed Tracing".
    public static ReadOnlySpan<byte> TraceParent => "traceparent"u8;

    public static ReadOnlySpan<byte> TraceState => "tracestate"u8;

    // Extensions of our own.
    public static ReadOnlySpan<byte> Attempt => "attempt"u8;

    public static ReadOnlySpan<byte> RejectedFrom => "rejectedfrom"u8;

    public static ReadOnlySpan<byte> Reason => "reason"u8;
}
