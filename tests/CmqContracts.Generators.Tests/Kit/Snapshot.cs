namespace CmqContracts.Generators.Tests.Kit;

/// <summary>Compares text with a <c>.verified.cs</c> file; a difference leaves a <c>.received.cs</c> file beside it, to be reviewed and renamed.</summary>
internal static class Snapshot
{
    public static void Verify(string name, string text)
    {
        string folder = Path.Combine(TestCompilation.Metadata("ProjectDirectory"), "Snapshots");
        string verified = Path.Combine(folder, name + ".verified.cs");
        string received = Path.Combine(folder, name + ".received.cs");
        string expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail($"{name} differs from what was verified: compare {received} with {verified}.");
    }
}
