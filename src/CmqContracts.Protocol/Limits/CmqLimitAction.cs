// Linked as source into the generator, like CmqLimits.cs.
namespace CmqContracts;

/// <summary>What a server does with a value outside a limit.</summary>
internal enum CmqLimitAction
{
    /// <summary>The request fails with the limit's error.</summary>
    Refuse,

    /// <summary>The nearest bound is taken instead.</summary>
    Clamp,
}
