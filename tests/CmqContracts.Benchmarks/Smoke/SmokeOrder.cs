using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CmqContracts.Benchmarks;

/// <summary>The order in the README.</summary>
[CmqQueue("SmokeOrders", VisibilityTimeout = 30)]
public sealed partial record SmokeOrder(Guid Id, string Customer, decimal Total)
{
    public static SmokeOrder Sample { get; } = new(new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"), "李雷", 12.50m);
}

/// <summary>The baseline: System.Text.Json with source generation in its default mode, and the options that the wire is defined by.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SmokeOrder))]
internal sealed partial class SmokeJsonContext : JsonSerializerContext
{
    /// <summary>The context with the escaping of the wire: only what JSON requires.</summary>
    public static SmokeJsonContext ForWire() => new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
