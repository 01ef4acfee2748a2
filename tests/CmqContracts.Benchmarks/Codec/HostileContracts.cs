using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CmqContracts.Benchmarks;

// Contracts that hostile bodies can make expensive, in addition to the corpus of the generator's tests. System.Text.Json reads the counterparts instead.
[CmqQueue("hostile-node")]
public sealed partial class NodeThere
{
    public int A { get; set; }

    [JsonExtensionData]
    public JsonObject Rest { get; set; } = new() { ["there"] = new JsonObject() };
}

[CmqQueue("hostile-frozen")]
public sealed partial record FrozenTexts(FrozenSet<string> Texts, FrozenDictionary<string, string> Names, FrozenSet<long> Numbers);

public sealed record FrozenTextsCounterpart(HashSet<string> Texts, Dictionary<string, string> Names, HashSet<long> Numbers);

[CmqQueue("hostile-numbers")]
public sealed partial record NumberKeys(HashSet<long> Numbers, Dictionary<long, int> Names);

[CmqQueue("hostile-sorted")]
public sealed partial record SortedNames(SortedList<int, int> Numbers, SortedDictionary<string, int> Names);

public sealed record SortedNamesCounterpart(SortedDictionary<int, int> Numbers, SortedDictionary<string, int> Names);

[CmqQueue("hostile-flags")]
public sealed partial record FlagList(ManyFlags Flags, ManyFlags[] More);

[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<ManyFlags>))]
public enum ManyFlags : long
{
    None = 0,
    FlagNumber01 = 1L << 0, FlagNumber02 = 1L << 1, FlagNumber03 = 1L << 2, FlagNumber04 = 1L << 3, FlagNumber05 = 1L << 4, FlagNumber06 = 1L << 5, FlagNumber07 = 1L << 6, FlagNumber08 = 1L << 7,
    FlagNumber09 = 1L << 8, FlagNumber10 = 1L << 9, FlagNumber11 = 1L << 10, FlagNumber12 = 1L << 11, FlagNumber13 = 1L << 12, FlagNumber14 = 1L << 13, FlagNumber15 = 1L << 14, FlagNumber16 = 1L << 15,
    FlagNumber17 = 1L << 16, FlagNumber18 = 1L << 17, FlagNumber19 = 1L << 18, FlagNumber20 = 1L << 19, FlagNumber21 = 1L << 20, FlagNumber22 = 1L << 21, FlagNumber23 = 1L << 22, FlagNumber24 = 1L << 23,
    FlagNumber25 = 1L << 24, FlagNumber26 = 1L << 25, FlagNumber27 = 1L << 26, FlagNumber28 = 1L << 27, FlagNumber29 = 1L << 28, FlagNumber30 = 1L << 29, FlagNumber31 = 1L << 30, FlagNumber32 = 1L << 31,
}

[CmqQueue("hostile-parameters")]
public sealed partial record EightyParameters(
    int ParameterNumber01, int ParameterNumber02, int ParameterNumber03, int ParameterNumber04, int ParameterNumber05, int ParameterNumber06, int ParameterNumber07, int ParameterNumber08,
    int ParameterNumber09, int ParameterNumber10, int ParameterNumber11, int ParameterNumber12, int ParameterNumber13, int ParameterNumber14, int ParameterNumber15, int ParameterNumber16,
    int ParameterNumber17, int ParameterNumber18, int ParameterNumber19, int ParameterNumber20, int ParameterNumber21, int ParameterNumber22, int ParameterNumber23, int ParameterNumber24,
    int ParameterNumber25, int ParameterNumber26, int ParameterNumber27, int ParameterNumber28, int ParameterNumber29, int ParameterNumber30, int ParameterNumber31, int ParameterNumber32,
    int ParameterNumber33, int ParameterNumber34, int ParameterNumber35, int ParameterNumber36, int ParameterNumber37, int ParameterNumber38, int ParameterNumber39, int ParameterNumber40,
    int ParameterNumber41, int ParameterNumber42, int ParameterNumber43, int ParameterNumber44, int ParameterNumber45, int ParameterNumber46, int ParameterNumber47, int ParameterNumber48,
    int ParameterNumber49, int ParameterNumber50, int ParameterNumber51, int ParameterNumber52, int ParameterNumber53, int ParameterNumber54, int ParameterNumber55, int ParameterNumber56,
    int ParameterNumber57, int ParameterNumber58, int ParameterNumber59, int ParameterNumber60, int ParameterNumber61, int ParameterNumber62, int ParameterNumber63, int ParameterNumber64,
    int ParameterNumber65, int ParameterNumber66, int ParameterNumber67, int ParameterNumber68, int ParameterNumber69, int ParameterNumber70, int ParameterNumber71, int ParameterNumber72,
    int ParameterNumber73, int ParameterNumber74, int ParameterNumber75, int ParameterNumber76, int ParameterNumber77, int ParameterNumber78, int ParameterNumber79, int ParameterNumber80);
