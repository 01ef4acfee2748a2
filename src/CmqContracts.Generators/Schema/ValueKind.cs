namespace CmqContracts.Schema;

/// <summary>What a single value is, by what JSON has for it.</summary>
internal enum ValueKind
{
    /// <summary><c>true</c> or <c>false</c>.</summary>
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

    /// <summary>A string of one character.</summary>
    Char,

    String,

    /// <summary>A string of 36 characters.</summary>
    Guid,

    /// <summary>A date and time of ISO 8601, with or without an offset.</summary>
    DateTime,

    /// <summary>A date and time of ISO 8601 with an offset.</summary>
    DateTimeOffset,

    /// <summary>A date of ISO 8601.</summary>
    DateOnly,

    /// <summary>A time of day: <c>23:59:59.9999999</c>.</summary>
    TimeOnly,

    /// <summary>A duration: <c>-1.02:03:04.5</c>.</summary>
    TimeSpan,

    Uri,

    /// <summary>Two to four numbers with points between them.</summary>
    Version,

    /// <summary>Bytes as Base64.</summary>
    Bytes,

    /// <summary>An object with any names.</summary>
    JsonObject,

    /// <summary>An array of anything.</summary>
    JsonArray,

    /// <summary>Any JSON.</summary>
    Json,
}
