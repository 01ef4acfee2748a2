using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>The replies of InspectRewindCount, whose request is that of RewindQueue, and InspectRewindProfile.</summary>
internal static class InspectRewindForm
{
    /// <summary>Writes the fields of InspectRewindCount's reply.</summary>
    public static void WriteCount(Utf8JsonWriter json, long messages)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteNumber("msgNum"u8, messages);
    }

    /// <summary>Reads the count out of a reply.</summary>
    public static long ReadCount(ReadOnlySpan<byte> reply)
    {
        long? messages = null;
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        while (V2ReplyReader.NextField(ref json))
        {
            if (json.ValueTextEquals("msgNum"u8))
                messages = V2ReplyReader.ReadLongCount(ref json);
            else
                V2ReplyReader.Skip(ref json);
        }

        return V2ReplyReader.Require(messages, "msgNum");
    }

    /// <summary>Writes the fields of InspectRewindProfile's reply.</summary>
    public static void WriteProfile(Utf8JsonWriter json, RewindProfile profile)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(profile);
        json.WriteStartArray("points"u8);
        foreach (RewindPoint point in profile.Points)
        {
            json.WriteStartObject();
            json.WriteNumber("timeMs"u8, point.Time.ToUnixTimeMilliseconds());
            json.WriteNumber("msgNum"u8, point.Messages);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads the profile out of a reply.</summary>
    public static RewindProfile ReadProfile(ReadOnlySpan<byte> reply)
    {
        List<RewindPoint>? points = null;
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        while (V2ReplyReader.NextField(ref json))
        {
            if (!json.ValueTextEquals("points"u8))
            {
                V2ReplyReader.Skip(ref json);
                continue;
            }

            if (!V2ReplyReader.EnterArray(ref json))
                continue;
            points = [];
            while (V2ReplyReader.NextObject(ref json))
                points.Add(ReadPoint(ref json));
        }

        return new RewindProfile { Points = points ?? throw V2ReplyReader.MissingField("points") };
    }

    private static RewindPoint ReadPoint(ref Utf8JsonReader json)
    {
        DateTimeOffset? time = null;
        long? messages = null;
        while (V2ReplyReader.NextField(ref json))
        {
            if (json.ValueTextEquals("timeMs"u8))
                time = V2ReplyReader.ReadTimeMs(ref json);
            else if (json.ValueTextEquals("msgNum"u8))
                messages = V2ReplyReader.ReadLongCount(ref json);
            else
                V2ReplyReader.Skip(ref json);
        }

        return new RewindPoint(V2ReplyReader.Require(time, "timeMs"), V2ReplyReader.Require(messages, "msgNum"));
    }
}
