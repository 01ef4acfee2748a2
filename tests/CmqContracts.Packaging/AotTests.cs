using System.Text.RegularExpressions;
using CmqContracts.Broker;
using CmqContracts.Server;
using Xunit.Abstractions;

namespace CmqContracts.Packaging;

/// <summary>What runs in a user's process, compiled ahead of time with every trim and AOT warning an error, does its work.</summary>
public sealed partial class AotTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("net8.0")]
    [InlineData("net10.0")]
    public async Task Contracts_make_their_round_trips_when_compiled_natively(string framework)
    {
        string folder = Directory.CreateTempSubdirectory("cmq-aot-").FullName;
        try
        {
            await RunAsync("dotnet", [], "publish", Repository.PathOf("tests", "CmqContracts.AotSmoke"), "-c", "Release", "-f", framework, "-o", folder, "-nologo");

            await using CmqBroker broker = new();
            await using CmqServer server = await CmqServer.StartAsync(broker, new CmqServerOptions { Keys = [new CmqKey { SecretId = "AKIDaot", SecretKey = "aot" }] });
            Dictionary<string, string> environment = new() { ["CMQ_ENDPOINT"] = server.Endpoint.ToString(), ["CMQ_SECRET_ID"] = "AKIDaot", ["CMQ_SECRET_KEY"] = "aot" };
            string program = Path.Combine(folder, "CmqContracts.AotSmoke");
            string printed = await RunAsync(program, environment);

            Assert.Equal((3 * 7) + 2, RoundTrip().Count(printed));
            Assert.Contains("ok: handlers", printed, StringComparison.Ordinal);
            Assert.Contains("ok: telemetry", printed, StringComparison.Ordinal);
            output.WriteLine($"{framework}: {new FileInfo(program).Length / 1024.0 / 1024.0:0.0} MB, {printed.Split('\n').Single(line => line.StartsWith("start-up", StringComparison.Ordinal))}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RunAsync(string program, Dictionary<string, string> environment, params string[] arguments)
    {
        (int exit, string output) = await Command.RunAsync(program, Repository.Root, environment, arguments);
        Assert.True(exit == 0, output);
        return output;
    }

    [GeneratedRegex("^ok: ", RegexOptions.Multiline)]
    private static partial Regex RoundTrip();
}
