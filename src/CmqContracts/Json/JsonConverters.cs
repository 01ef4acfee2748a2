using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CmqContracts.Json;

/// <summary>Creates converters of users, with the options that they are called with.</summary>
/// <remarks>Made for generated code.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonConverters
{
    /// <summary>What <c>System.Text.Json</c> would hand to a converter.</summary>
    internal static readonly JsonSerializerOptions Options = CreateOptions();

    /// <summary>The converter of a type that a factory makes.</summary>
    /// <exception cref="InvalidOperationException">The factory makes none, or one of another type.</exception>
    public static JsonConverter<T> From<T>(JsonConverterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return factory.CanConvert(typeof(T)) && factory.CreateConverter(typeof(T), Options) is JsonConverter<T> converter
            ? converter
            : throw new InvalidOperationException($"{factory.GetType()} in a [JsonConverter] makes no converter of {typeof(T)}.");
    }

    /// <summary>The converter of a nullable value type that a factory makes, or that of the value type, if the factory has none.</summary>
    /// <exception cref="InvalidOperationException">The factory makes neither.</exception>
    public static JsonConverter<T?> FromNullable<T>(JsonConverterFactory factory)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(factory);
        return factory.CanConvert(typeof(T?)) ? From<T?>(factory) : new NullConverter<T>(From<T>(factory));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The resolver is there only where reflection is enabled; a converter that asks for more gets the error of the framework.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "As above.")]
    private static JsonSerializerOptions CreateOptions()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
#if NET9_0_OR_GREATER
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
#endif
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        if (JsonSerializer.IsReflectionEnabledByDefault)
            options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>Converts all but <c>null</c>, which its callers write and read themselves.</summary>
    private sealed class NullConverter<T>(JsonConverter<T> values) : JsonConverter<T?>
        where T : struct
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => values.Read(ref reader, typeof(T), options);

        public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) => values.Write(writer, value.GetValueOrDefault(), options);
    }
}
