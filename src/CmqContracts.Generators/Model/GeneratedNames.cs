namespace CmqContracts.Generators.Model;

/// <summary>Names that emitted code has and parsing looks for.</summary>
internal static class GeneratedNames
{
    /// <summary>The tool that <c>[GeneratedCode]</c> names on every emitted type.</summary>
    public const string Tool = "CmqContracts.Generators";

    /// <summary>The namespace of the class that registers the contracts.</summary>
    public const string RegistrationNamespace = "CmqContracts.Generated";
}
