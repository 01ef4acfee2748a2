using CmqContracts.Protocol;

namespace CmqContracts.Generators.Model;

/// <summary>What the project says about itself.</summary>
/// <param name="AssemblyName">The assembly's name.</param>
/// <param name="SupportsStaticAbstracts">Whether the language version is at least C# 11, which contracts are written in.</param>
internal sealed record TargetFacts(string AssemblyName, bool SupportsStaticAbstracts);

/// <summary>What the project sets through MSBuild properties.</summary>
/// <param name="Service">Whose limits apply: <c>CmqService</c>.</param>
internal sealed record GeneratorOptions(CmqProfile Service);

/// <summary>A line of the registration.</summary>
/// <param name="TypeName">The message type, from <c>global::</c> on.</param>
internal sealed record RegistrationEntry(string TypeName);
