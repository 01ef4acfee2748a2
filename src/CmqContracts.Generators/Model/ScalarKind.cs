namespace CmqContracts.Generators.Model;

/// <summary>The kinds of values that the JSON writer and reader have methods for, by the names of these methods.</summary>
internal enum ScalarKind
{
    Boolean,
    Byte,
    SByte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Int128,
    UInt128,
    Half,
    Single,
    Double,
    Decimal,
    Char,
    String,
    Guid,
    DateTime,
    DateTimeOffset,
    DateOnly,
    TimeOnly,
    TimeSpan,
    Uri,
    Version,
    Bytes,
    Memory,
    JsonElement,
    JsonDocument,
    JsonNode,
    JsonObject,
    JsonArray,
    JsonValue,
    Object,
}

/// <summary>Classifies kinds of values.</summary>
internal static class ScalarKinds
{
    /// <summary>Whether a kind is one that <c>[JsonNumberHandling]</c> is for.</summary>
    public static bool IsNumber(this ScalarKind kind) => kind is >= ScalarKind.Byte and <= ScalarKind.Decimal;
}
