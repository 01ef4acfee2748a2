using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>InspectMessage on the wire.</summary>
internal static class InspectMessageForm
{
    /// <summary>Writes the request's parameters.</summary>
    public static void Write(V2Parameters parameters, FindMessageRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        parameters.Add("queueName"u8, request.QueueName);
        parameters.Add("msgId"u8, request.MessageId);
        if (request.MaxBodyBytes is { } most)
            parameters.Add("maxBodyBytes"u8, most);
    }

    /// <summary>Reads a request.</summary>
    public static FindMessageRequest Read(V2Parameters parameters) =>
        new(parameters.RequireString("queueName"), parameters.RequireString("msgId")) { MaxBodyBytes = parameters.OptionalInt32("maxBodyBytes") };

    /// <summary>Writes the reply's fields.</summary>
    /// <param name="json">The reply.</param>
    /// <param name="message">The message; <see langword="null"/>: there is none, which the reply says, so that it is not taken for a broken one.</param>
    public static void WriteReply(Utf8JsonWriter json, InspectedMessage? message)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (message is null)
        {
            json.WriteNull("msgInfo"u8);
            return;
        }

        json.WriteStartObject("msgInfo"u8);
        InspectedMessageForm.Write(json, message);
        json.WriteEndObject();
    }

    /// <summary>Reads the message out of a reply; <see langword="null"/>: there is none.</summary>
    public static InspectedMessage? ReadReply(ReadOnlySpan<byte> reply)
    {
        bool isThere = false;
        InspectedMessage? message = null;
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        while (V2ReplyReader.NextField(ref json))
        {
            if (json.ValueTextEquals("msgInfo"u8))
            {
                isThere = true;
                message = V2ReplyReader.EnterObject(ref json) ? InspectedMessageForm.Read(ref json) : null;
            }
            else
            {
                V2ReplyReader.Skip(ref json);
            }
        }

        return isThere ? message : throw V2ReplyReader.MissingField("msgInfo");
    }
}
