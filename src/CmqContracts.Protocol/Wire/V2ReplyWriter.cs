using System.Text.Encodings.Web;
using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>Writes the envelope that every v2 reply has: <c>code</c>, <c>message</c>, <c>requestId</c>, and the fields of the action after them.</summary>
/// <remarks>Codes and times are numbers, ids and handles are strings: the service's clients read nothing else.</remarks>
internal static class V2ReplyWriter
{
    private static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");
    private static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText RequestId = JsonEncodedText.Encode("requestId");
    private static readonly JsonEncodedText ClientRequestId = JsonEncodedText.Encode("clientRequestId");

    /// <summary>How replies are written.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Opens a reply that says everything went well.</summary>
    public static void Begin(Utf8JsonWriter json, string requestId, ulong? clientRequestId) => Begin(json, 0, "", requestId, clientRequestId);

    /// <summary>Opens a reply that reports an error.</summary>
    public static void Begin(Utf8JsonWriter json, CmqError error, string requestId, ulong? clientRequestId)
    {
        ArgumentNullException.ThrowIfNull(error);
        Begin(json, error.Code, error.WireMessage, requestId, clientRequestId);
    }

    /// <summary>Closes a reply.</summary>
    public static void End(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteEndObject();
        json.Flush();
    }

    private static void Begin(Utf8JsonWriter json, int code, string message, string requestId, ulong? clientRequestId)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber(Code, code);
        json.WriteString(Message, message);
        json.WriteString(RequestId, requestId);
        if (clientRequestId is { } echo)
            json.WriteNumber(ClientRequestId, echo);
    }
}
