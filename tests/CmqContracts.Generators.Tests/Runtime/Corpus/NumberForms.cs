using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

// Numbers in strings, and numbers that are not finite.
[CmqQueue("strict-numbers")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
public partial record StrictNumbers(bool Flag, byte A, sbyte B, short C, ushort D, int E, uint F, long G, ulong H, Int128 I, UInt128 J, Half K, float L, double M, decimal N, int? O, List<int> P, Dictionary<int, long> Q, string R);

[CmqQueue("numbers-as-text")]
[JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
public partial record NumbersAsText(byte A, sbyte B, short C, ushort D, int E, uint F, long G, ulong H, Int128 I, UInt128 J, Half K, float L, double M, decimal N, int? O, double?[] P, Dictionary<int, long> Q, DayOfWeek R, List<List<int>> S);

[CmqQueue("numbers-as-text-only")]
public partial class NumbersAsTextOnly
{
    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    public int A { get; set; }

    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    public double? B { get; set; }

    public int C { get; set; }

    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public IReadOnlyList<decimal>? D { get; set; }
}

[CmqQueue("named-numbers")]
public partial class NamedNumbers
{
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double A { get; set; } = double.NaN;

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals | JsonNumberHandling.AllowReadingFromString)]
    public float? B { get; set; } = float.PositiveInfinity;

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals | JsonNumberHandling.WriteAsString)]
    public Half C { get; set; } = Half.NegativeInfinity;

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public int D { get; set; }

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double[] E { get; set; } = [double.NaN, 1.5];

    public double F { get; set; }
}

[CmqQueue("mixed-number-forms")]
[JsonNumberHandling(JsonNumberHandling.WriteAsString)]
public partial record MixedNumberForms([property: JsonNumberHandling(JsonNumberHandling.Strict)] int A, long B, Money C, int[] D, [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] int[] E, Dictionary<string, int> F, [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] Dictionary<string, int> G);
