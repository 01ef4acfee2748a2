using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CmqContracts.AotSmoke;

[CmqQueue("SmokeOrders", VisibilityTimeout = 10)]
public sealed partial record OrderPlaced(Guid Id, string Customer, decimal Total);

[CmqQueue("SmokeBaskets", RewindSeconds = 3600)]
public sealed partial record BasketChanged(string Owner, IReadOnlyList<BasketLine> Lines, Dictionary<string, int> Counters, DateTimeOffset At, DateOnly? Due);

public sealed record BasketLine(string Sku, int Quantity, decimal? Discount);

[CmqQueue("SmokeReadings")]
public partial struct SensorReading
{
    public long Sensor { get; set; }

    public double[] Values { get; set; }

    public TimeSpan Age { get; set; }
}

[CmqQueue("SmokeNotes")]
public sealed partial class Note
{
    public required string Text { get; init; }

    public Urgency Urgency { get; set; }

    public Note? Reply { get; set; }

    public Attachment? Attachment { get; set; }

    [JsonInclude]
    public int Revision { get; private set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    public Note Revise()
    {
        Revision++;
        return this;
    }
}

[JsonDerivedType(typeof(Picture), "picture")]
[JsonDerivedType(typeof(Link), "link")]
public abstract record Attachment(string Name);

public sealed record Picture(string Name, Celsius Warmth) : Attachment(Name);

public sealed record Link(string Name, [property: JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] long Target) : Attachment(Name);

[JsonConverter(typeof(CelsiusConverter))]
public readonly record struct Celsius(int Degrees);

public sealed class CelsiusConverter : JsonConverter<Celsius>
{
    public override Celsius Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());

    public override void Write(Utf8JsonWriter writer, Celsius value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Degrees);
}

public enum Urgency
{
    Low,
    High,
}

[CmqTopic("SmokeEvents")]
[CmqQueue("SmokeEvents")]
[CmqSubscription("SmokeEvents", FilterTags = ["vip"])]
public readonly partial record struct Event(int Id, string What);

[CmqQueue("SmokeEverything")]
public readonly partial record struct Everything(Int128 Big, Half Small, byte[] Blob, Uri? Link, Version Version, TimeOnly Time, HashSet<Guid> Ids, char Letter, JsonNode? Node, FrozenSet<string> Frozen);

[CmqQueue("SmokeByContext", JsonContext = typeof(SmokeJson))]
public sealed partial record ByContext(string Name, List<int> Numbers);

[JsonSerializable(typeof(ByContext))]
internal sealed partial class SmokeJson : JsonSerializerContext;
