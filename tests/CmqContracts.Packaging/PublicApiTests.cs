namespace CmqContracts.Packaging;

/// <summary>What users have of a library is not lost unnoticed: neither from the texts beside it, nor from the packages of the last release.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Libraries => [.. PackedFeed.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_has_its_api_as_text_and_a_baseline_once_it_is_released(string library)
    {
        string[] shipped = File.ReadAllLines(Repository.PathOf("src", library, "PublicAPI.Shipped.txt"));
        string[] unshipped = File.ReadAllLines(Repository.PathOf("src", library, "PublicAPI.Unshipped.txt"));

        Assert.Equal("#nullable enable", shipped[0]);
        Assert.Equal("#nullable enable", unshipped[0]);
        Assert.True(shipped.Length + unshipped.Length > 2);
        Assert.Equal(shipped.Length > 1, File.Exists(Path.Combine(Baseline, $"{library}.{Repository.BaselineVersion}.nupkg")));
    }

    [Fact]
    public void The_baseline_is_small() =>
        Assert.InRange(Directory.GetFiles(Baseline).Sum(file => new FileInfo(file).Length), 1, 2 * 1024 * 1024);

    /// <summary>A copy of the library below all others, without one member, with another more: the compiler finds both, and the package is refused.</summary>
    [Fact]
    public async Task Pack_fails_where_a_public_member_is_gone()
    {
        string copy = Directory.CreateTempSubdirectory("cmq-api-").FullName;
        try
        {
            foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", ".editorconfig", "README.md", "src/icon.png", "src/CmqContracts.snk", "src/BannedSymbols.txt", "tests/CmqContracts.Packaging/CompilerAttributes.txt"])
                Copy(file, copy);
            foreach (string folder in (string[])["src/CmqContracts.Protocol", "tests/CmqContracts.Packaging/Baseline"])
            {
                foreach (string file in Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
                {
                    string relative = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
                    if (!relative.Contains("/bin/", StringComparison.Ordinal) && !relative.Contains("/obj/", StringComparison.Ordinal))
                        Copy(relative, copy);
                }
            }

            string errors = Path.Combine(copy, "src", "CmqContracts.Protocol", "Errors", "CmqErrors.cs");
            string text = File.ReadAllText(errors);
            Assert.Contains("public static CmqError QueueDoesNotExist ", text, StringComparison.Ordinal);
            File.WriteAllText(errors, text.Replace("public static CmqError QueueDoesNotExist ", "/// <summary>New.</summary>\n    public static int More => 1;\n\n    internal static CmqError QueueDoesNotExist ", StringComparison.Ordinal));

            // As warnings, so that what the compiler's texts find does not keep the package from being made.
            (int exit, string output) = await Command.RunAsync("dotnet", copy, [], "pack", "src/CmqContracts.Protocol", "-c", "Release", "-nologo", "-tl:off", "-p:TreatWarningsAsErrors=false", "-p:EnableNETAnalyzers=false", "-p:EnforceCodeStyleInBuild=false");
            Assert.NotEqual(0, exit);
            Assert.Matches(@"error CP0002: .*CmqErrors\.QueueDoesNotExist", output);
            Assert.Matches(@"warning RS0016: .*CmqErrors\.More", output);
            Assert.Matches(@"warning RS0017: .*CmqErrors\.QueueDoesNotExist", output);
            Assert.DoesNotMatch("CP0002: (?!.*QueueDoesNotExist)", output);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static string Baseline => Repository.PathOf("tests", "CmqContracts.Packaging", "Baseline");

    private static void Copy(string file, string to)
    {
        string target = Path.Combine(to, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Repository.PathOf(file), target);
    }
}
