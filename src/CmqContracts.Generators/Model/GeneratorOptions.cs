namespace CmqContracts.Generators.Model;

/// <summary>What the project sets through MSBuild properties.</summary>
/// <param name="Profile">Whose limits apply: <c>CmqProfile</c>.</param>
internal sealed record GeneratorOptions(CmqProfile Profile);
