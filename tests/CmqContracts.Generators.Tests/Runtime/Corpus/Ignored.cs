using System.Text.Json;
using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

#pragma warning disable CA1051, CMQ0206, CMQ0210 // The tests compare what these warn about.
// Members that are ignored, always or in one direction, beside extension data or disallowed names, and for parameters.
[CmqQueue("ignored-beside-disallowed")]
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public partial class IgnoredBesideDisallowed
{
    public int A { get; set; }

    [JsonIgnore]
    public int B { get; set; }

    [JsonIgnore, JsonPropertyName("bee")]
    public Action? C { get; set; }

    [JsonIgnore]
    public int D;

    [JsonIgnore, JsonInclude]
    public int E;

    [JsonIgnore]
    private int F { get; set; }

    [JsonIgnore, JsonInclude]
    private int G { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)]
    public int H { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public int I { get; set; }

    public int J { get; private set; }

    [JsonIgnore, JsonPropertyName("a")]
    public int K { get; set; }
}

public class IgnoringParent
{
    [JsonIgnore]
    public virtual int A { get; set; }

    [JsonIgnore]
    public int B { get; set; }
}

[CmqQueue("ignored-beside-extra")]
public partial class IgnoredBesideExtensionData : IgnoringParent
{
    public override int A { get; set; }

    [JsonIgnore]
    public int C { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

[CmqQueue("half-ignored-parameters")]
public partial record HalfIgnoredParameters(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] int A,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] string B,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)] int C,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] int D = 4,
    [property: JsonIgnore] int E = 5);

public class NamedParent
{
    [JsonPropertyName("the_a")]
    public virtual int A { get; set; }

    [JsonIgnore, JsonPropertyName("the_b")]
    public virtual int B { get; set; }

    [JsonRequired]
    public virtual int C { get; set; }
}

[CmqQueue("named-overrides")]
public partial class NamedOverrides : NamedParent
{
    [JsonPropertyName("the_a")]
    public override int A { get; set; }

    public override int B { get; set; }

    public override int C { get; set; }

    [JsonObjectCreationHandling(JsonObjectCreationHandling.Replace)]
    public List<int> D { get; set; } = [1];
}
#pragma warning restore CA1051, CMQ0206, CMQ0210
