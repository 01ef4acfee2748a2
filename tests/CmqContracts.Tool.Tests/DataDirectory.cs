using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary>A directory of a test's own, and servers that keep their queues in it.</summary>
internal sealed class DataDirectory : IDisposable
{
    private static readonly Dictionary<string, string> Pair = new() { ["CMQ_SECRET_ID"] = "AKIDmine", ["CMQ_SECRET_KEY"] = "my own key" };

    private readonly string _root = Directory.CreateTempSubdirectory("cmq-data-").FullName;

    /// <summary>Where queues are kept; it is not made yet.</summary>
    public string Data => PathOf("data");

    public string PathOf(string name) => Path.Combine(_root, name);

    /// <summary>Starts a server that keeps its queues in <see cref="Data"/>, unless the arguments say otherwise.</summary>
    public ProgramUnderTest Serve(params string[] arguments) =>
        ProgramUnderTest.Start("Tool", Pair, ["serve", "--port", "0", .. arguments is [] ? ["--data", Data] : arguments]);

    /// <summary>Runs another command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", Pair, arguments);
        int exitCode = await tool.WaitForExitAsync();
        return (exitCode, tool.Output);
    }

    public static async Task<CmqClient> ConnectAsync(ProgramUnderTest tool)
    {
        string endpoint = (await tool.WaitForLineAsync("export CMQ_ENDPOINT=")).Split('=', 2)[1];
        return CmqClient.Connect(new CmqOptions { Endpoint = endpoint, SecretId = Pair["CMQ_SECRET_ID"], SecretKey = Pair["CMQ_SECRET_KEY"] });
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
