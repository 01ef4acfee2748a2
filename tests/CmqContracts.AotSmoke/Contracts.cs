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
}

public enum Urgency
{
    Low,
    High,
}

[CmqQueue("SmokeEverything")]
public readonly partial record struct Everything(Int128 Big, Half Small, byte[] Blob, Uri? Link, Version Version, TimeOnly Time, HashSet<Guid> Ids, char Letter);
