namespace CmqContracts;

/// <summary>States that a handler does no harm when it handles a message twice. It changes nothing but what rules report.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class IdempotentAttribute : Attribute;
