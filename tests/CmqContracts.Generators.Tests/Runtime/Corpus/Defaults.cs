using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CmqContracts.Generators.Tests.Runtime;

// Default values of parameters.
[CmqQueue("default-numbers")]
public partial record DefaultNumbers(
    bool A = true,
    byte B = byte.MaxValue,
    sbyte C = sbyte.MinValue,
    short D = short.MinValue,
    ushort E = ushort.MaxValue,
    int F = int.MinValue,
    uint G = uint.MaxValue,
    long H = long.MinValue,
    ulong I = ulong.MaxValue,
    float J = float.Epsilon,
    float K = float.NegativeInfinity,
    double L = double.NaN,
    double M = -0.0,
    double N = 1e300,
    decimal O = decimal.MaxValue,
    decimal P = -0.10m,
    int? Q = 5,
    long? R = null,
    double? S = 1.5,
    decimal? T = 2.50m,
    float U = float.PositiveInfinity,
    float V = float.NaN,
    double W = double.PositiveInfinity,
    double X = double.NegativeInfinity);

[CmqQueue("default-time")]
public partial record DefaultTime([Optional, DateTimeConstant(638000000000000000)] DateTime A, [Optional] int B, [Optional, DefaultParameterValue(3)] int C);

[CmqQueue("default-texts")]
public partial record DefaultTexts(
    char A = '\'',
    char B = '\0',
    char C = '\ud800',
    string D = "quote \" backslash \\ brace { } \r\n\t\0 中文 😀 \u2028",
    string E = "",
    string? F = null,
    char? G = '"',
    Guid H = default,
    DateTime I = default,
    TimeSpan? J = null,
    Money K = default,
    Money? L = null,
    int[]? M = null);

[CmqQueue("default-enums")]
public partial record DefaultEnums(
    DayOfWeek A = DayOfWeek.Saturday,
    Small B = (Small)99,
    SByteEnum C = SByteEnum.Least,
    ULongEnum D = ULongEnum.Most,
    Sides E = Sides.Both,
    Level F = Level.Low,
    Rights G = Rights.Read | Rights.Delete,
    DayOfWeek? H = DayOfWeek.Friday,
    Level? I = Level.High,
    DayOfWeek? J = null);

[CmqQueue("default-in-class")]
public partial class DefaultInClass(int? count = 3, string @class = "default", Renamed state = Renamed.Odd)
{
    public int? Count { get; } = count;

    public string Class { get; init; } = @class;

    public Renamed State { get; set; } = state;
}
