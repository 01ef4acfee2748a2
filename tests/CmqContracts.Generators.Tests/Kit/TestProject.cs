using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace CmqContracts.Generators.Tests.Kit;

/// <summary>Configures projects of the testing library like a <see cref="TestCompilation"/>.</summary>
internal static class TestProject
{
    // One instance for all tests, because the library resolves each instance under a lock that it shares with other processes.
    private static readonly ReferenceAssemblies NoneBesides = new("net10.0");

    /// <summary>Configures a state as a project of one file, with what the rules need.</summary>
    /// <param name="state">The state.</param>
    /// <param name="source">The file, with markers.</param>
    /// <param name="kind">Whether it is a program or a library.</param>
    /// <param name="profile">Whose limits apply; <see langword="null"/>: the property is not set.</param>
    /// <param name="addedByOthers">What another generator adds.</param>
    public static void AddProject(this SolutionState state, string source, OutputKind kind, string? profile, string? addedByOthers = null)
    {
        state.Sources.Add((TestCompilation.SourcePath, source));
        state.AddProject(profile, addedByOthers);
        state.OutputKind = kind;
    }

    /// <summary>Adds what the rules need to a project, whatever its files are.</summary>
    public static void AddProject(this SolutionState state, string? profile, string? addedByOthers = null)
    {
        state.Sources.Add(("Usings.cs", TestCompilation.Usings));
        state.ReferenceAssemblies = NoneBesides;
        state.AdditionalReferences.AddRange(TestCompilation.All);
        if (profile is not null)
            state.AnalyzerConfigFiles.Add(("/.globalconfig", $"is_global = true\nbuild_property.CmqProfile = {profile}\n"));
        if (addedByOthers is not null)
            state.AdditionalFiles.Add((OtherGenerator.FileName, addedByOthers));
    }

    /// <summary>The generators of a project: ours, and the third-party one if it adds anything.</summary>
    public static IEnumerable<Type> Generators(SolutionState state)
    {
        yield return typeof(ContractGenerator);
        if (state.AdditionalFiles.Count > 0)
            yield return typeof(OtherGenerator);
    }
}
