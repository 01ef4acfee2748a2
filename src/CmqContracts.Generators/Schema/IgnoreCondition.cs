namespace CmqContracts.Schema;

/// <summary>When a member is left out of JSON. The values are those of <c>JsonIgnoreCondition</c>.</summary>
internal enum IgnoreCondition
{
    /// <summary>It is never left out.</summary>
    Never = 0,

    /// <summary>It is neither written nor read.</summary>
    Always = 1,

    /// <summary>It is not written while it is <see langword="null"/> or the default of its value type.</summary>
    WhenWritingDefault = 2,

    /// <summary>It is not written while it is <see langword="null"/>.</summary>
    WhenWritingNull = 3,

    /// <summary>It is not written.</summary>
    WhenWriting = 4,

    /// <summary>It is not read.</summary>
    WhenReading = 5,
}
