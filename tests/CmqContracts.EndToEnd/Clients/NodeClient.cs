using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using CmqContracts.Broker;
using CmqContracts.Server;

namespace CmqContracts.EndToEnd.Clients;

/// <summary>
/// Runs a script that uses an unmodified public client of CMQ against our server, and returns the results of its steps. <c>test.sh</c> installs the
/// clients.
/// </summary>
internal static class NodeClient
{
    public const string Text = "中文 🚀 <a href=\"x\">&amp;</a> 1+1=2 100% \r\n\t~!*'()";

    private const string SecretId = "AKIDnode";
    private const string SecretKey = "a key + of/node=";

    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Runs a script. The result of each of its steps, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonElement>> RunAsync(string script, params (string Name, string Value)[] environment)
    {
        await using CmqBroker broker = new();
        await using CmqServer server = await CmqServer.StartAsync(broker, new CmqServerOptions { Keys = [new CmqKey { SecretId = SecretId, SecretKey = SecretKey }] });
        (string Name, string Value)[] common =
        [
            ("NODE_PATH", Installed()),
            ("CMQ_TEST_PORT", server.Endpoint.Port.ToString(CultureInfo.InvariantCulture)),
            ("CMQ_TEST_ID", SecretId),
            ("CMQ_TEST_KEY", SecretKey),
        ];
        string scripts = Metadata("ClientScripts");
        ProcessStartInfo start = new("node", ["--no-deprecation", "--require", Path.Combine(scripts, "redirect.js"), Path.Combine(scripts, script)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach ((string name, string value) in common.Concat(environment))
            start.Environment[name] = value;
        return Read(await OutputAsync(start));
    }

    private static async Task<string> OutputAsync(ProcessStartInfo start)
    {
        using Process node = Start(start);
        using CancellationTokenSource timeout = new(WaitTimeout);
        try
        {
            Task<string> errors = node.StandardError.ReadToEndAsync(timeout.Token);
            string output = await node.StandardOutput.ReadToEndAsync(timeout.Token);
            await node.WaitForExitAsync(timeout.Token);
            return node.ExitCode == 0 ? output : throw new InvalidOperationException($"The client failed after:\n{output}\n{await errors}");
        }
        finally
        {
            if (!node.HasExited)
                node.Kill();
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("The public clients need Node.js, which is not installed. ./test.sh installs it where it can.", e);
        }
    }

    private static Dictionary<string, JsonElement> Read(string output)
    {
        Dictionary<string, JsonElement> steps = [];
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            steps.Add(document.RootElement.GetProperty("step").GetString()!, document.RootElement.GetProperty("saw").Clone());
        }

        return steps;
    }

    private static string Installed()
    {
        string modules = Path.Combine(Metadata("Clients"), "node_modules");
        return Directory.Exists(modules) ? modules : throw new InvalidOperationException($"The public clients are not installed in {modules}. ./test.sh installs them.");
    }

    private static string Metadata(string key) =>
        typeof(NodeClient).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
