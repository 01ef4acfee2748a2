using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>The replies of InspectDelete and InspectMove.</summary>
internal static class MessageActionResultForm
{
    /// <summary>Writes the reply's fields.</summary>
    public static void WriteReply(Utf8JsonWriter json, MessageActionResult result)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(result);
        json.WriteNumber("done"u8, result.Done);
        json.WriteStartArray("skipped"u8);
        foreach (SkippedMessage message in result.Skipped)
        {
            json.WriteStartObject();
            json.WriteString("msgId"u8, message.MessageId);
            json.WriteString("reason"u8, InspectionWords.SkipReasons.Of(message.Reason));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (result.EndedBy is { } end)
            EndedByForm.Write(json, end);
    }

    /// <summary>Reads the result out of a reply.</summary>
    public static MessageActionResult ReadReply(ReadOnlySpan<byte> reply)
    {
        int? done = null;
        List<SkippedMessage>? skipped = null;
        Exception? endedBy = null;
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "done": done = V2ReplyReader.ReadCount(ref json); break;
                case "skipped": skipped = ReadSkipped(ref json); break;
                case "endedBy": endedBy = V2ReplyReader.EnterObject(ref json) ? EndedByForm.Read(ref json) : null; break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        return new MessageActionResult { Done = V2ReplyReader.Require(done, "done"), Skipped = skipped ?? throw V2ReplyReader.MissingField("skipped"), EndedBy = endedBy };
    }

    private static List<SkippedMessage>? ReadSkipped(ref Utf8JsonReader json)
    {
        if (!V2ReplyReader.EnterArray(ref json))
            return null;
        List<SkippedMessage> skipped = [];
        while (V2ReplyReader.NextObject(ref json))
        {
            string? id = null;
            SkipReason? reason = null;
            while (V2ReplyReader.NextField(ref json))
            {
                if (json.ValueTextEquals("msgId"u8))
                    id = V2ReplyReader.ReadName(ref json);
                else if (json.ValueTextEquals("reason"u8))
                    reason = InspectionWords.SkipReasons.Read(ref json);
                else
                    V2ReplyReader.Skip(ref json);
            }

            skipped.Add(new SkippedMessage(V2ReplyReader.Require(id, "msgId"), V2ReplyReader.Require(reason, "reason")));
        }

        return skipped;
    }
}
