using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>How much a look at a queue's messages returns, and the page that it does.</summary>
internal static class InspectPageForm
{
    public static void Write(V2Parameters parameters, int maxMessages, int maxBytes, int? maxBodyBytes)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Add("maxMessages"u8, maxMessages);
        parameters.Add("maxBytes"u8, maxBytes);
        if (maxBodyBytes is { } most)
            parameters.Add("maxBodyBytes"u8, most);
    }

    public static void WriteContinueAfter(Utf8JsonWriter json, string? continueAfter)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (continueAfter is not null)
            json.WriteString("continueAfter"u8, continueAfter);
    }

    /// <summary>Reads a page; <c>examined</c> is there in the replies of a search.</summary>
    public static (List<InspectedMessage> Messages, string? ContinueAfter, int? Examined) ReadReply(ReadOnlySpan<byte> reply)
    {
        List<InspectedMessage>? messages = null;
        string? continueAfter = null;
        int? examined = null;
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "msgInfoList": messages = ReadMessages(ref json); break;
                case "continueAfter": continueAfter = V2ReplyReader.ReadName(ref json); break;
                case "examined": examined = V2ReplyReader.ReadCount(ref json); break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        return (messages ?? throw V2ReplyReader.MissingField("msgInfoList"), continueAfter, examined);
    }

    private static List<InspectedMessage>? ReadMessages(ref Utf8JsonReader json)
    {
        if (!V2ReplyReader.EnterArray(ref json))
            return null;
        List<InspectedMessage> messages = [];
        while (V2ReplyReader.NextObject(ref json))
            messages.Add(InspectedMessageForm.Read(ref json));
        return messages;
    }
}
