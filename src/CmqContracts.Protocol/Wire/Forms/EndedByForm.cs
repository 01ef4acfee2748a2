using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>What ended a deletion or a move before its end, in the reply's field <c>endedBy</c>: an error with its code; else that the broker became unavailable, or that the work was cancelled.</summary>
internal static class EndedByForm
{
    private const string Refused = "refused";
    private const string Unavailable = "unavailable";
    private const string NotSent = "notSent";
    private const string Canceled = "canceled";

    public static void Write(Utf8JsonWriter json, Exception end)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject("endedBy"u8);
        if (end is CmqServiceException { Error: var error, Detail: var detail })
        {
            json.WriteString("kind"u8, Refused);
            json.WriteNumber("code"u8, error.Code);
            json.WriteString("message"u8, error.WireMessage);
            if (detail is not null)
                json.WriteString("detail"u8, detail);
        }
        else
        {
            json.WriteString("kind"u8, end is OperationCanceledException ? Canceled : end is CmqUnavailableException { Outcome: CmqOutcome.NotSent } ? NotSent : Unavailable);
            json.WriteString("message"u8, end is CmqException or OperationCanceledException ? end.Message : "The work has failed.");
        }

        json.WriteEndObject();
    }

    /// <summary>Reads it, from after its opening brace to its closing one.</summary>
    public static Exception Read(ref Utf8JsonReader json)
    {
        string? kind = null, message = null, detail = null;
        int? code = null;
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "kind": kind = V2ReplyReader.ReadText(ref json); break;
                case "code": code = V2ReplyReader.ReadInt32(ref json); break;
                case "message": message = ShownText.Of(V2ReplyReader.ReadText(ref json)); break;
                case "detail": detail = ShownText.Of(V2ReplyReader.ReadText(ref json)); break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        message = V2ReplyReader.Require(message, "message");
        return V2ReplyReader.Require(kind, "kind") switch
        {
            Refused => new CmqServiceException(CmqError.Parse(V2ReplyReader.Require(code, "code"), message), detail),
            Canceled => new OperationCanceledException(message),
            NotSent => new CmqUnavailableException(message, CmqOutcome.NotSent),
            Unavailable => new CmqUnavailableException(message),
            _ => throw new JsonException("The reply says that the work was ended by something that is not known."),
        };
    }
}
