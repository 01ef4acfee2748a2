using System.Text.Json.Serialization;

#pragma warning disable CA1707, CA1708, CA1716, CA1720, IDE1006 // Names of all kinds.

namespace CmqContracts.Generators.Tests.Runtime;

// Names of members, in C# and in JSON.
[CmqQueue("keyword-members")]
public partial class KeywordMembers
{
    public int @class { get; set; }

    public string? @namespace { get; init; }

    public required bool @true { get; set; }

    public int @record { get; init; }

    public int @var { get; set; }

    public int @await { get; set; }

    public int @field { get; set; }

    public int @value { get; set; }
}

/// <summary>The names that emitted methods use.</summary>
[CmqQueue("names-of-locals")]
public partial record NamesOfLocals(int Reader, int Writer, int Value, int Result, int Member, int Seen, int Seen1, int Name, string? Some, string? Some2, int More, int Item, int Items, int I, int Extra, int Key)
{
    public required int Body { get; init; }

    public int Options { get; set; }

    public int Target { get; init; } = 4;
}

/// <summary>The names of what codecs have themselves.</summary>
[CmqQueue("names-of-codecs")]
public partial class NamesOfCodecs
{
    public int Codec { get; set; }

    public string? Decode { get; init; }

    public int Read { get; set; }

    public int Write { get; set; }

    public Money ReadMoney { get; set; }

    public int MembersOfMoney { get; set; }

    public int Settings { get; set; }
}

[CmqQueue("unicode-names")]
public partial record UnicodeNames(int 数量, string? Straße, int Ωmega, int İstanbul, int éa, int _, int _underscore, int __dunder, int A1);

[CmqQueue("swapped-names")]
public partial record SwappedNames(
    [property: JsonPropertyName("second")] int First,
    [property: JsonPropertyName("first")] string? Second);

[CmqQueue("camel-case")]
public partial record CamelCaseNames(int aBC, int NoX, int IO, int IOStream, int X, int XY);

[CmqQueue("apart-in-json")]
public partial class ApartInJson
{
    [JsonPropertyName("lower")]
    public int order { get; set; }

    [JsonPropertyName("upper")]
    public required string Order { get; init; }

    public int? ORDER { get; set; }
}

[CmqQueue("odd-json-names")]
public partial class OddJsonNames
{
    [JsonPropertyName("")]
    public int Nothing { get; set; }

    [JsonPropertyName(" ")]
    public int Blank { get; set; }

    [JsonPropertyName("quote \" backslash \\ slash / apostrophe '")]
    public int Quoted { get; set; }

    [JsonPropertyName("line\r\n\t\0\u001f\u007f\u2028")]
    public int Control { get; set; }

    [JsonPropertyName("😀 中文 é")]
    public required int Picture { get; set; }

    [JsonPropertyName("{0} {{}} $\" //")]
    public int Braces { get; init; }

    [JsonPropertyName("$.a[0]")]
    public int Path { get; set; }

    [JsonPropertyName("<html>&amp;'+")]
    public int Markup { get; set; }
}

[CmqQueue("long-names")]
public partial class LongNames
{
    public int ANameThatGoesOnAndOnAndOnUntilItIsLongerThanAllThatAnybodyWouldHaveEverTypedByHandInAContractOfAQueueThatShouldHaveHadAShorterOne { get; set; }

    [JsonPropertyName("the name of a member that is so long that a buffer on the stack for sixty-four characters does not have the room for it, 中文")]
    public required string InJson { get; set; }

    public LongNames? B { get; set; }
}

[CmqQueue("colours")]
public partial class Colours
{
    public Colour Colour { get; set; }

    public Colours? Colours_ { get; set; }

    public DayOfWeek DayOfWeek { get; set; }

    public Guid Guid { get; set; }

    public DateTime DateTime { get; set; }
}

public enum Colour
{
    Red,
    Green,
}
