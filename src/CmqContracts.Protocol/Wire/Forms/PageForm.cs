using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>What every list has in common on the wire: the parameters that choose a page, and the reply's count and entries.</summary>
internal static class PageForm
{
    /// <summary>Reads an entry, from after its opening brace to its closing one.</summary>
    public delegate TEntry EntryReader<out TEntry>(ref Utf8JsonReader json);

    public static void Write(V2Parameters parameters, string? searchWord, int offset, int limit)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!string.IsNullOrEmpty(searchWord))
            parameters.Add("searchWord"u8, searchWord);
        parameters.Add("offset"u8, offset);
        parameters.Add("limit"u8, limit);
    }

    public static (string? SearchWord, int Offset, int Limit) Read(V2Parameters parameters, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        int limit = parameters.OptionalInt32("limit") ?? (int)limits.ListLimit.Default!.Value;
        return (parameters.OptionalString("searchWord"), parameters.OptionalInt32("offset") ?? 0, (int)limits.ListLimit.Clamp(limit));
    }

    public static void WriteReply<TEntry>(Utf8JsonWriter json, int totalCount, ReadOnlySpan<byte> listName, IReadOnlyList<TEntry> entries, Action<Utf8JsonWriter, TEntry> write)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteNumber("totalCount"u8, totalCount);
        json.WriteStartArray(listName);
        foreach (TEntry entry in entries)
        {
            json.WriteStartObject();
            write(json, entry);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static (int TotalCount, List<TEntry> Entries) ReadReply<TEntry>(ReadOnlySpan<byte> reply, ReadOnlySpan<byte> listName, EntryReader<TEntry> read)
    {
        int? totalCount = null;
        List<TEntry> entries = [];
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        while (V2ReplyReader.NextField(ref json))
        {
            if (json.ValueTextEquals("totalCount"u8))
            {
                totalCount = V2ReplyReader.ReadCount(ref json);
            }
            else if (json.ValueTextEquals(listName))
            {
                if (!V2ReplyReader.EnterArray(ref json))
                    continue;
                while (V2ReplyReader.NextObject(ref json))
                    entries.Add(read(ref json));
            }
            else
            {
                V2ReplyReader.Skip(ref json);
            }
        }

        return (totalCount ?? throw new JsonException("The reply has no totalCount."), entries);
    }
}
