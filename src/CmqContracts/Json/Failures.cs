namespace CmqContracts.Json;

/// <summary>A value in a body that a generated reader could not take. Never leaves a codec.</summary>
/// <param name="expected">What was expected.</param>
/// <param name="member">The member of the object at hand that is missing, if that is the failure.</param>
/// <param name="inner">What the reader said.</param>
#pragma warning disable CA1032, CA1064 // Made in one place and caught in one place.
internal sealed class UnreadableValueException(string expected, string? member = null, Exception? inner = null) : Exception(expected, inner)
{
    public string Expected { get; } = expected;

    public string? Member { get; } = member;
}

/// <summary>A value of a message that has no form in JSON. Never leaves a codec.</summary>
/// <param name="expected">What could have been written.</param>
/// <param name="inner">What a converter said.</param>
internal sealed class UnwritableValueException(string expected, Exception? inner = null) : Exception(expected, inner)
{
    public string Expected { get; } = expected;
}
#pragma warning restore CA1032, CA1064
