namespace CmqContracts;

/// <summary>An attribute of a queue, a topic or a subscription that differs from the contract.</summary>
/// <param name="Attribute">The attribute's name in the protocol, such as <c>visibilityTimeout</c>; for a subscription also which one.</param>
/// <param name="Expected">What the contract says.</param>
/// <param name="Actual">What the service has.</param>
public sealed record AttributeDrift(string Attribute, string Expected, string Actual)
{
    /// <summary>Whether the service has it fixed for good, so that <c>ApplyAttributesAsync</c> cannot change it.</summary>
    public bool IsFixed { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Attribute} is {Actual}, the contract says {Expected}";
}
