namespace CmqContracts.Generators.Tests.Runtime;

// Maps with every kind of key.
[CmqQueue("number-keys")]
public partial record NumberKeys(
    Dictionary<bool, int> A,
    Dictionary<byte, int> B,
    Dictionary<long, int> C,
    Dictionary<UInt128, int> D,
    Dictionary<Half, int> E,
    Dictionary<float, int> F,
    Dictionary<double, int?> G,
    IReadOnlyDictionary<decimal, string> H);

[CmqQueue("text-keys")]
public partial record TextKeys(Dictionary<char, int> A, Dictionary<Guid, int> B, Dictionary<Uri, int> C, Dictionary<Version, int> D);

[CmqQueue("time-keys")]
public partial record TimeKeys(
    Dictionary<DateTime, int> A,
    IDictionary<DateTimeOffset, int> B,
    Dictionary<DateOnly, int> C,
    Dictionary<TimeOnly, int> D,
    Dictionary<TimeSpan, int> E);

[CmqQueue("enum-keys")]
public partial record EnumKeys(
    Dictionary<DayOfWeek, DayOfWeek> A,
    Dictionary<Level, Level> B,
    IReadOnlyDictionary<Rights, List<DayOfWeek>> C,
    Dictionary<Renamed, int>? D,
    Dictionary<Wide, Dictionary<Level, int>> E);
