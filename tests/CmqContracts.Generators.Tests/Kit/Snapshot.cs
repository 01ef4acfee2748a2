namespace CmqContracts.Generators.Tests.Kit;

/// <summary>Compares text with a <c>.verified.cs</c> file; a difference leaves a <c>.received.cs</c> file beside it, to be reviewed and renamed.</summary>
internal static class Snapshot
{
    public static void Verify(string name, string text)
    {
        string verified = PathOf(name, "verified");
        string received = PathOf(name, "received");
        string expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail($"{name} differs from what was verified: compare {received} with {verified}.");
    }

    /// <summary>The lines of what was verified, for a snapshot that holds its own input.</summary>
    public static IEnumerable<string> Lines(string name) => File.ReadLines(PathOf(name, "verified"));

    private static string PathOf(string name, string state) => Path.Combine(TestCompilation.Metadata("ProjectDirectory"), "Snapshots", $"{name}.{state}.cs");
}
