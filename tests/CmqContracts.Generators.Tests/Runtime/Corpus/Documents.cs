using System.Text.Json;
using System.Text.Json.Nodes;

namespace CmqContracts.Generators.Tests.Runtime;

// Members that are JSON themselves.
[CmqQueue("elements")]
public partial record Elements(JsonElement A, JsonElement? B, List<JsonElement> C, Dictionary<string, JsonElement?> D);

[CmqQueue("nodes")]
public partial record Nodes(JsonNode? A, JsonNode B, JsonObject? C, JsonArray? D, JsonValue? E, List<JsonObject>? F);

[CmqQueue("whole-documents")]
public partial record WholeDocuments(JsonDocument? A, JsonDocument B, List<JsonDocument?>? C, Dictionary<string, JsonDocument>? D);

#pragma warning disable CMQ0209 // Values of any type.
[CmqQueue("objects")]
public partial record Objects(object A, object? B, List<object?> C, Dictionary<string, object?> D);
#pragma warning restore CMQ0209
