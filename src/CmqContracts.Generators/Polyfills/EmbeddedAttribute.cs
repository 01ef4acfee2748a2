namespace Microsoft.CodeAnalysis;

/// <summary>Hides a type from every other assembly, friends included: there the platform's own type of the name is meant. The compiler knows this attribute by its name.</summary>
[Embedded]
[AttributeUsage(AttributeTargets.All)]
internal sealed class EmbeddedAttribute : Attribute;
