namespace CmqContracts.Generators.Model;

/// <summary>A type, as generated code names it.</summary>
/// <param name="FullName">The name from <c>global::</c> on, or a keyword such as <c>int</c>.</param>
/// <param name="Label">An identifier for the names of methods, such as <c>ListOfOrderLine</c>. Two types may have the same one.</param>
/// <param name="IsReference">Whether it is a reference type, so that a value can be <see langword="null"/> at run time whatever its annotation.</param>
internal sealed record TypeRef(string FullName, string Label, bool IsReference);
