using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads the project's MSBuild properties.</summary>
internal static class OptionsParser
{
    public static GeneratorOptions Parse(AnalyzerConfigOptions options)
    {
        options.TryGetValue("build_property.CmqProfile", out string? profile);
        return new GeneratorOptions(string.Equals(profile, nameof(CmqProfile.Tdmq), StringComparison.OrdinalIgnoreCase) ? CmqProfile.Tdmq : CmqProfile.Classic);
    }
}
