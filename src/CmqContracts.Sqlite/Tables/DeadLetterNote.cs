using System.Text.Json;
using System.Text.Json.Serialization;

namespace CmqContracts.Sqlite;

/// <summary>The origin of a dead letter as it is stored beside its body. It has a checksum of its own, as it is also read without the body.</summary>
internal static class DeadLetterNote
{
    public static string Write(long sequence, DeadLetterSource source)
    {
        StoredSource stored = new(source.QueueName, source.MessageId, source.EnqueuedAt.ToUnixTimeMilliseconds(), source.DequeueCount, 0);
        return JsonSerializer.Serialize(stored with { Checksum = stored.Sum(sequence) }, DeadLetterNoteContext.Default.Note);
    }

    /// <summary>Reads a note; <see langword="null"/>: it is not what was written.</summary>
    public static DeadLetterSource? Read(long sequence, string note)
    {
        try
        {
            StoredSource? stored = JsonSerializer.Deserialize(note, DeadLetterNoteContext.Default.Note);
            return stored is not null && stored.Checksum == stored.Sum(sequence)
                ? new DeadLetterSource { QueueName = stored.Queue, MessageId = stored.Id, EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(stored.ProducedAt), DequeueCount = stored.DequeueCount }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The JSON of the column.</summary>
internal sealed record StoredSource(string Queue, string Id, long ProducedAt, int DequeueCount, long Checksum)
{
    public long Sum(long sequence) => CmqContracts.Sqlite.Checksum.OfRow(sequence, Queue, Id, ProducedAt, DequeueCount);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredSource), TypeInfoPropertyName = "Note")]
internal sealed partial class DeadLetterNoteContext : JsonSerializerContext;
