using System.Text.Json;
using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

// Objects that store, or refuse, properties that no member takes.
[CmqQueue("extra-values")]
public partial class ExtensionValues
{
    public int A { get; set; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Rest { get; set; }

    public string? B { get; set; }

    [JsonIgnore]
    public int Ignored { get; set; }

    public int Computed => A + 1;
}

[CmqQueue("extra-elements")]
public partial record ExtensionElements(int A, string? B = null)
{
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Rest { get; init; } = new Dictionary<string, JsonElement>();
}

[CmqQueue("extra-there")]
public partial class InitialExtensionData
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? A { get; set; }

    [JsonExtensionData]
    public Dictionary<string, object> Rest { get; set; } = new() { ["unknownA"] = 1 };
}

[CmqQueue("extra-inside")]
public partial record NestedExtensionData(ExtensionValues A, List<ExtensionElements>? B);

[CmqQueue("no-extras")]
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public partial record DisallowedExtensionData(int A, Money B, [property: JsonIgnore] int C = 1)
{
    public int Sum => A + C;
}
