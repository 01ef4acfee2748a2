using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CmqContracts.Benchmarks;

/// <summary>The baseline: System.Text.Json with source generation in its default mode, and the options that the wire is defined by.</summary>
[JsonSerializable(typeof(SeedOrder))]
[JsonSerializable(typeof(NestedOrder))]
[JsonSerializable(typeof(Readings))]
[JsonSerializable(typeof(Comment))]
[JsonSerializable(typeof(Document))]
internal sealed partial class CodecJsonContext : JsonSerializerContext
{
    /// <summary>The context with the wire's options; text is escaped only where JSON requires it.</summary>
    public static CodecJsonContext ForWire() => new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
