using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>A message of all types whose size has a bound, with values that reach it.</summary>
[CmqQueue("widest")]
public sealed partial record Widest(
    bool Boolean,
    byte Byte,
    byte? NullableByte,
    sbyte SByte,
    short Whole16,
    ushort Count16,
    int Whole32,
    uint Count32,
    long Whole64,
    ulong Count64,
    Half Real16,
    float Real32,
    double Real64,
    decimal Amount,
    char Character,
    Guid Key,
    DateTime DateTime,
    DateTimeOffset DateTimeOffset,
    DateOnly DateOnly,
    TimeOnly TimeOnly,
    TimeSpan TimeSpan,
    Version Version,
    DayOfWeek Number,
    WidestName Name,
    WidestFlags Flags,
    [MaxLength(3)] string Text,
    [property: StringLength(2)] string? Other,
    [Length(0, 4)] byte[] Bytes,
    [property: MaxLength(5)] ReadOnlyMemory<byte> Memory,
    [MaxLength(2)] int[] Items,
    [property: MaxLength(1)] List<int> One,
    [MaxLength(2)] IReadOnlyList<WidestPart> Parts)
{
    [JsonPropertyName("价格\u0001\"")]
    public Int128 Whole128 { get; init; }

    public UInt128 Count128 { get; init; }

    [JsonIgnore]
    public string? Ignored { get; init; }

    public static Widest Value { get; } = new(
        false,
        byte.MaxValue,
        null,
        sbyte.MinValue,
        short.MinValue,
        ushort.MaxValue,
        int.MinValue,
        uint.MaxValue,
        long.MinValue,
        ulong.MaxValue,
        (Half)(-0.00010014f),
        -1.03145015E-16f,
        -2.2250738585072014E-308,
        new decimal(1, 0, 0, isNegative: true, scale: 28),
        '\u0001',
        Guid.Empty,
        new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Local).AddTicks(1),
        new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.FromHours(14)).AddTicks(1),
        DateOnly.MaxValue,
        TimeOnly.MaxValue,
        TimeSpan.MinValue,
        new Version(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue),
        (DayOfWeek)int.MinValue,
        WidestName.WiderThanTheNumbersOfSixtyFourBits,
        WidestFlags.TheFirstOfTwoVeryLongNames | WidestFlags.TheSecondOfTwoVeryLongNames,
        "\u0001\u0002\u0003",
        "\u0001\u0002",
        new byte[4],
        new byte[5],
        new[] { int.MinValue, int.MinValue },
        new List<int> { int.MinValue },
        new[] { new WidestPart(false), new WidestPart(false) })
    {
        Whole128 = Int128.MinValue,
        Count128 = UInt128.MaxValue,
    };
}

public readonly record struct WidestPart(bool IsWide);

[JsonConverter(typeof(JsonStringEnumConverter<WidestName>))]
public enum WidestName
{
    Brief,
    WiderThanTheNumbersOfSixtyFourBits,
}

[Flags]
[JsonConverter(typeof(JsonStringEnumConverter))]
public enum WidestFlags
{
    TheFirstOfTwoVeryLongNames = 1,
    TheSecondOfTwoVeryLongNames = 2,
}
