using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

// Members that may be omitted, and members that are not written in the order of their declaration.
[CmqQueue("omitting")]
public partial class Omitting
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? A { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? B { get; set; }

    public int C { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Small D { get; set; }

    public List<OmittingAll>? E { get; set; }
}

[CmqQueue("omitting-all")]
public partial record OmittingAll(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Small A = Small.None,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] List<int>? B = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Money C = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Level? D = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool E = false);

public class OrderedParent
{
    [JsonPropertyOrder(-1)]
    public int Parent { get; set; }
}

[CmqQueue("fields-between")]
public partial class FieldsBetween
{
    [JsonInclude]
    internal int A = 1;

    [JsonInclude]
    internal int C = 3;

    public int B { get; set; } = 2;

    [JsonInclude]
    internal string? E = "e";

    public int D { get; set; } = 4;
}

[CmqQueue("ordered")]
public partial class Ordered : OrderedParent
{
    [JsonPropertyOrder(2)]
    public int A { get; set; }

    public int B { get; set; }

    [JsonPropertyOrder(-1)]
    public string? C { get; set; }

    public int D { get; set; }
}
