namespace CmqContracts.Benchmarks;

// The five contracts of the codec's figures.

/// <summary>The order of CMQ's quick start, as the README shows it.</summary>
[CmqQueue("CodecSeedOrders")]
public sealed partial record SeedOrder(Guid Id, string Customer, decimal Total);

/// <summary>An order with an address and lines.</summary>
[CmqQueue("CodecNestedOrders")]
public sealed partial record NestedOrder(Guid Id, string Customer, DateTimeOffset PlacedAt, NestedAddress ShipTo, List<NestedLine> Lines, string? Note, bool IsPaid);

public sealed record NestedAddress(string Province, string City, string Street, string Postcode, string? Phone);

public sealed record NestedLine(string Sku, string Name, int Quantity, decimal UnitPrice, decimal Discount);

/// <summary>Measurements: numbers of every kind.</summary>
[CmqQueue("CodecReadings")]
public sealed partial record Readings(long Sensor, int Sequence, double Temperature, double Humidity, float Voltage, decimal Price, uint Flags, short Level, double[] Samples, int[] Buckets);

/// <summary>Text in Chinese, as most of our users send it.</summary>
[CmqQueue("CodecComments")]
public sealed partial record Comment(string Author, string Title, string Text, string[] Tags);

/// <summary>A document of about 64 KB.</summary>
[CmqQueue("CodecDocuments")]
public sealed partial record Document(Guid Id, string Title, List<Paragraph> Paragraphs);

public sealed record Paragraph(int Number, string Heading, string Text);
