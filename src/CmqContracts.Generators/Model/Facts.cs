using CmqContracts.Protocol;

namespace CmqContracts.Generators.Model;

/// <summary>What the project says about itself.</summary>
/// <param name="AssemblyName">The assembly's name.</param>
/// <param name="RegistrationClass">A free name for the class that registers the contracts.</param>
/// <param name="CanEmit">Whether emitted code can compile: the namespaces that it names are not hidden.</param>
/// <param name="HasGlobalUsings">Whether the language has usings for every file of the project.</param>
internal sealed record TargetFacts(string AssemblyName, string RegistrationClass, bool CanEmit, bool HasGlobalUsings);

/// <summary>What the project sets through MSBuild properties.</summary>
/// <param name="Service">Whose limits apply: <c>CmqService</c>.</param>
internal sealed record GeneratorOptions(CmqProfile Service);

/// <summary>A line of the registration.</summary>
/// <param name="TypeName">The message type, from <c>global::</c> on; <see langword="null"/>: a contract that cannot be registered.</param>
/// <param name="Binding">The type that binds it; <see langword="null"/>: the message type itself.</param>
/// <param name="HasQueue">Whether it has a queue.</param>
/// <param name="HasTopic">Whether it has a topic.</param>
/// <param name="Warnings">Ids of the compiler's warnings about the use of the type.</param>
internal sealed record RegistrationEntry(string? TypeName, string? Binding, bool HasQueue, bool HasTopic, EquatableArray<string> Warnings);
