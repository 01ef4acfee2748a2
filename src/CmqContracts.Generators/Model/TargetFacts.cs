namespace CmqContracts.Generators.Model;

/// <summary>The facts about a project that emission depends on.</summary>
/// <param name="AssemblyName">The assembly's name.</param>
/// <param name="RegistrationClass">A free name for the class that registers the contracts.</param>
/// <param name="CanEmit">Whether emitted code can compile: no type hides a namespace that it names.</param>
/// <param name="HasGlobalUsings">Whether the language version has global usings.</param>
internal sealed record TargetFacts(string AssemblyName, string RegistrationClass, bool CanEmit, bool HasGlobalUsings);
