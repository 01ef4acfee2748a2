namespace CmqContracts.Tool;

/// <summary>A service and its key under a name, from the profile file.</summary>
internal sealed class ServiceProfile
{
    public required string Name { get; init; }

    public string? Endpoint { get; init; }

    public string? SecretId { get; init; }

    public string? SecretKey { get; init; }

    public string? Token { get; init; }

    /// <summary>What is shown of a profile: its name.</summary>
    public override string ToString() => Name;
}
