using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

// Enums that are written by name, because of an attribute on the type or the member.
[CmqQueue("named-enums")]
public partial record NamedEnums(
    Level A,
    Level? B,
    List<Level> C,
    Level?[] D,
    [property: JsonConverter(typeof(JsonStringEnumConverter))] DayOfWeek E,
    [property: JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] DayOfWeek? F,
    DayOfWeek G,
    Rights H,
    Renamed? I,
    RenamedRights J,
    Wide K,
    Alike L,
    [property: JsonConverter(typeof(JsonStringEnumConverter))] Numbered M = Numbered.B);

[JsonConverter(typeof(JsonStringEnumConverter<Level>))]
public enum Level : sbyte
{
    Low = -1,
    Normal,
    High,
    Usual = Normal,
}

[Flags]
[JsonConverter(typeof(JsonStringEnumConverter))]
public enum Rights
{
    Read = 1,
    Write = 2,
    Both = Read | Write,
    Delete = 8,
}

[JsonConverter(typeof(JsonStringEnumConverter<Renamed>))]
public enum Renamed
{
    [JsonStringEnumMemberName("in progress")]
    InProgress,

    [JsonStringEnumMemberName("quoted \"中文\", \\")]
    Odd,

    [JsonStringEnumMemberName("12")]
    Twelve,
    Plain = 5,
}

[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<RenamedRights>))]
public enum RenamedRights : short
{
    None,
    [JsonStringEnumMemberName("red \"中\"")]
    Red = 1,
    Monday = 2,
    Top = short.MinValue,
}

[JsonConverter(typeof(JsonStringEnumConverter<Wide>))]
public enum Wide : ulong
{
    Monday,
    Max = ulong.MaxValue,
}

#pragma warning disable CA1708
[JsonConverter(typeof(JsonStringEnumConverter<Alike>))]
public enum Alike : byte
{
    monday = 2,
    Monday = 1,
    MONDAY = 3,
}
#pragma warning restore CA1708

/// <summary>The attribute of a member overrides that of the type.</summary>
[JsonConverter(typeof(JsonNumberEnumConverter<Numbered>))]
public enum Numbered
{
    A,
    B,
}
