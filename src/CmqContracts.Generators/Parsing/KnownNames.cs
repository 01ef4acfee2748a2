namespace CmqContracts.Generators.Parsing;

/// <summary>Full names of the types that parsing looks for.</summary>
internal static class KnownNames
{
    public const string QueueAttribute = "CmqContracts.CmqQueueAttribute";

    public const string JsonNamespace = "System.Text.Json.Serialization";
    public const string JsonPropertyName = "JsonPropertyNameAttribute";
    public const string JsonIgnore = "JsonIgnoreAttribute";
    public const string JsonInclude = "JsonIncludeAttribute";
    public const string JsonPropertyOrder = "JsonPropertyOrderAttribute";
    public const string JsonRequired = "JsonRequiredAttribute";
    public const string JsonConstructor = "JsonConstructorAttribute";

    public const string JsonConverter = "JsonConverterAttribute";
    public const string JsonStringEnumMemberName = "JsonStringEnumMemberNameAttribute";

    /// <summary>Attributes that change the JSON of a member or type in a way that is not covered yet.</summary>
    public static readonly string[] UncoveredJsonAttributes =
    {
        JsonConverter,
        "JsonDerivedTypeAttribute",
        "JsonExtensionDataAttribute",
        "JsonNumberHandlingAttribute",
        "JsonObjectCreationHandlingAttribute",
        "JsonPolymorphicAttribute",
        "JsonUnmappedMemberHandlingAttribute",
    };
}
