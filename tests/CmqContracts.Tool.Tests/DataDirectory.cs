using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary>A temporary directory, and servers that have their store in it.</summary>
internal sealed class DataDirectory : IDisposable
{
    private static readonly Dictionary<string, string> Pair = new() { ["CMQ_SECRET_ID"] = "AKIDmine", ["CMQ_SECRET_KEY"] = "my own key" };

    private readonly string _root = Directory.CreateTempSubdirectory("cmq-data-").FullName;

    /// <summary>The directory of the store, which does not exist yet.</summary>
    public string Data => PathOf("data");

    public string PathOf(string name) => Path.Combine(_root, name);

    /// <summary>Starts a server with its store in <see cref="Data"/>, unless the arguments override that.</summary>
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
