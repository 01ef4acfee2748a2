using System.Globalization;

namespace CmqContracts;

/// <summary>A key that requests are signed with.</summary>
public sealed class CmqCredentials
{
    /// <summary>Id of the key.</summary>
    public required string SecretId { get; init; }

    /// <summary>The key. It never leaves the process.</summary>
    public required string SecretKey { get; init; }

    /// <summary>Token of a temporary key; <see langword="null"/>: it is none.</summary>
    public string? Token { get; init; }

    /// <summary>When the key ends; <see langword="null"/>: it does not. Whoever gave it is asked for another some minutes before: a quarter of the time that is left, and at most 5 minutes.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What is shown of the key: when it ends, and nothing else.</summary>
    public override string ToString() => ExpiresAt is { } end ? string.Create(CultureInfo.InvariantCulture, $"CMQ credentials until {end:u}") : "CMQ credentials";
}
