using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text.Json;
using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary>The systemd unit and the container of server.md: their commands start a server that can be used.</summary>
public sealed class ServiceDescriptionTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(typeof(ServiceDescriptionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "ServerPage").Value!);

    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-service-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [SystemdFact]
    public async Task Systemd_finds_nothing_wrong_with_the_unit()
    {
        string unit = Path.Combine(_directory, "cmq.service");
        // Programs that are not here would be wrong.
        await File.WriteAllTextAsync(unit, Block("ini").Replace("/opt/cmq/cmq ", "/bin/true ", StringComparison.Ordinal).Replace("/usr/bin/curl ", "/bin/true ", StringComparison.Ordinal));
        (int exitCode, string output) = await RunAsync("systemd-analyze", "verify", unit);
        Assert.Equal((0, ""), (exitCode, output));
    }

    [Fact]
    public async Task The_command_of_the_unit_serves_with_the_keys_of_its_file_and_is_ready_where_the_unit_asks()
    {
        string[] command = Setting("ExecStart").Split(' ');
        Assert.Equal(["/opt/cmq/cmq", "serve"], command[..2]);
        Dictionary<string, string> keys = Block("text", "CMQ_SECRET_ID=").Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(static line => line.Split('=')[0], static line => line.Split('=')[1]);
        Uri ready = new(Setting("ExecStartPost").Split(' ')[^1]);
        Assert.Equal(OptionOf(command, "--port"), $"{ready.Port}");
        Assert.Equal("%S/" + Setting("StateDirectory"), OptionOf(command, "--data"));

        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", keys, Here(command[1..]));
        Uri endpoint = new((await tool.WaitForLineAsync("export CMQ_ENDPOINT=")).Split('=', 2)[1]);
        using HttpClient http = new();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(endpoint, ready.AbsolutePath))).StatusCode);
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = endpoint.ToString(), SecretId = keys["CMQ_SECRET_ID"], SecretKey = keys["CMQ_SECRET_KEY"] });
        await client.Service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        tool.Terminate();
        Assert.Equal(0, await tool.WaitForExitAsync());
        Assert.True(int.Parse(Setting("TimeoutStopSec"), System.Globalization.CultureInfo.InvariantCulture) > 10);
    }

    [Fact]
    public async Task The_command_of_the_container_serves_and_its_health_check_tells_whether_it_does()
    {
        string[] command = Words("ENTRYPOINT"), check = Words("HEALTHCHECK");
        Assert.Equal(["dotnet", "/opt/cmq/cmq.dll", "serve"], command[..3]);
        Assert.Contains($"VOLUME {OptionOf(command, "--data")}\n", Block("dockerfile"), StringComparison.Ordinal);
        string port = OptionOf(command, "--port");
        Assert.Contains($"EXPOSE {port}\n", Block("dockerfile"), StringComparison.Ordinal);

        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", new Dictionary<string, string>(), Here(command[2..]));
        Uri endpoint = new((await tool.WaitForLineAsync("export CMQ_ENDPOINT=")).Split('=', 2)[1]);
        string[] here = [.. check.Select(word => word.Replace("/" + port, $"/{endpoint.Port}", StringComparison.Ordinal))];
        Assert.Equal((0, ""), await RunAsync(here[0], here[1..]));
        // A page that is not there.
        string[] other = [.. here.Select(static word => word.Replace("/health/ready", "/health/none", StringComparison.Ordinal))];
        Assert.NotEqual(0, (await RunAsync(other[0], other[1..])).ExitCode);
        tool.Terminate();
        Assert.Equal(0, await tool.WaitForExitAsync());
        Assert.NotEqual(0, (await RunAsync(here[0], here[1..])).ExitCode);
    }

    /// <summary>The arguments with a directory and a port of this machine, and on its loopback address only.</summary>
    private string[] Here(string[] arguments)
    {
        string[] here = [.. arguments];
        here[Array.IndexOf(here, "--data") + 1] = Path.Combine(_directory, "data");
        here[Array.IndexOf(here, "--port") + 1] = "0";
        here[Array.IndexOf(here, "--address") + 1] = "127.0.0.1";
        return here;
    }

    private static string OptionOf(string[] arguments, string name) => arguments[Array.IndexOf(arguments, name) + 1];

    private static string Setting(string name) => Block("ini").Split('\n').Single(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    /// <summary>The list of words of an instruction of the container file.</summary>
    private static string[] Words(string instruction)
    {
        string line = Block("dockerfile").Split('\n').Single(line => line.StartsWith(instruction + " ", StringComparison.Ordinal));
        return JsonSerializer.Deserialize<string[]>(line[line.IndexOf('[', StringComparison.Ordinal)..])!;
    }

    /// <summary>The first block of the page in a language that begins so.</summary>
    private static string Block(string language, string beginning = "") =>
        Page.Split($"```{language}\n").Skip(1).Select(static block => block[..block.IndexOf("```", StringComparison.Ordinal)]).First(block => block.StartsWith(beginning, StringComparison.Ordinal));

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private sealed class SystemdFactAttribute : FactAttribute
    {
        public SystemdFactAttribute() => Skip = File.Exists("/usr/bin/systemd-analyze") ? null : "Cannot run here: systemd-analyze is not installed.";
    }
}
