using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary>A running program, and its key file that is changed in every way.</summary>
public sealed class KeyFileTests : IDisposable
{
    private const string Old = """{ "Keys": [ { "SecretId": "AKIDold", "SecretKey": "old secret" } ] }""";
    private const string New = """{ "Keys": [ { "SecretId": "AKIDnew", "SecretKey": "new secret" } ] }""";
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-keys-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("written in place")]
    [InlineData("same length and time")]
    [InlineData("renamed over")]
    [InlineData("removed and made again")]
    [InlineData("link to a file exchanged")]
    [InlineData("link to a directory exchanged")]
    [InlineData("renamed away for a while")]
    public async Task Keys_are_in_force_within_ten_seconds_in_whatever_way_the_file_changes(string way)
    {
        string file = PathOf("keys.json");
        Directory.CreateDirectory(PathOf("1"));
        Directory.CreateDirectory(PathOf("2"));
        await WriteAsync(PathOf("1/keys.json"), Old);
        await WriteAsync(PathOf("2/keys.json"), New);
        if (way == "link to a file exchanged")
        {
            File.CreateSymbolicLink(file, "1/keys.json");
        }
        else if (way == "link to a directory exchanged")
        {
            // As Kubernetes mounts a secret: the file is a link through a link to a directory, and that second link is replaced.
            Directory.CreateSymbolicLink(PathOf("..data"), "1");
            File.CreateSymbolicLink(file, "..data/keys.json");
        }
        else
        {
            await WriteAsync(file, Old);
        }

        await using ProgramUnderTest tool = Serve(file);
        string endpoint = await EndpointAsync(tool);
        Assert.Null(await RefusalAsync(endpoint, "AKIDold", "old secret"));
        DateTime written = File.GetLastWriteTimeUtc(file);
        switch (way)
        {
            case "written in place":
                await WriteAsync(file, New);
                break;
            case "same length and time":
                await WriteAsync(file, New);
                File.SetLastWriteTimeUtc(file, written);
                break;
            case "renamed over":
                File.Move(PathOf("2/keys.json"), file, overwrite: true);
                break;
            case "removed and made again":
                File.Delete(file);
                await WriteAsync(file, New);
                break;
            case "link to a file exchanged":
                File.CreateSymbolicLink(PathOf("next"), "2/keys.json");
                File.Move(PathOf("next"), file, overwrite: true);
                break;
            case "link to a directory exchanged":
                Directory.CreateSymbolicLink(PathOf("..data_tmp"), "2");
                using (Process rename = Process.Start("mv", ["-T", PathOf("..data_tmp"), PathOf("..data")]))
                    await rename.WaitForExitAsync();
                break;
            default:
                File.Move(file, PathOf("away"));
                await tool.WaitForLineAsync("does not exist");
                await WriteAsync(file, New);
                break;
        }

        using CancellationTokenSource late = new(MaxDelay);
        while (await RefusalAsync(endpoint, "AKIDnew", "new secret") is not null)
            await Task.Delay(100, late.Token);
        Assert.True((await RefusalAsync(endpoint, "AKIDold", "old secret"))!.Is(CmqErrors.SecretIdDoesNotExist));
        await tool.WaitForLineAsync("its 1 keys are in force");
        Assert.Single(tool.Output.Split('\n'), line => line.Contains("its 1 keys are in force", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_invalid_or_missing_file_leaves_its_keys_in_force_and_is_logged_once()
    {
        string file = PathOf("keys.json");
        await WriteAsync(file, Old);
        await using ProgramUnderTest alone = Serve(file);
        await using ProgramUnderTest withPair = Serve(file, pair: true);
        (ProgramUnderTest Tool, string Endpoint)[] servers = [(alone, await EndpointAsync(alone)), (withPair, await EndpointAsync(withPair))];
        foreach ((string? json, string reason) in new[] { (null, "does not exist"), ("", "is not JSON"), ("{ \"Keys\": secret-without-quotes }", "is not JSON"), ("[]", "must be an object") })
        {
            File.Delete(file);
            if (json is not null)
                await WriteAsync(file, json);
            foreach ((ProgramUnderTest tool, string endpoint) in servers)
            {
                await tool.WaitForLineAsync(reason);
                Assert.Null(await RefusalAsync(endpoint, "AKIDold", "old secret"));
            }
        }

        await Task.Delay(TimeSpan.FromSeconds(2.5));
        await WriteAsync(file, New);
        foreach ((ProgramUnderTest tool, string endpoint) in servers)
        {
            await tool.WaitForLineAsync("its 1 keys are in force");
            Assert.True((await RefusalAsync(endpoint, "AKIDold", "old secret"))!.Is(CmqErrors.SecretIdDoesNotExist));
            Assert.Equal(4, tool.Output.Split('\n').Count(line => line.Contains("The old keys stay in force", StringComparison.Ordinal)));
            Assert.DoesNotContain("secret-without-quotes", tool.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_names_a_missing_one_takes_effect_when_that_exists()
    {
        string file = PathOf("keys.json");
        await WriteAsync(file, Old);
        await using ProgramUnderTest tool = Serve(file);
        string endpoint = await EndpointAsync(tool);
        await WriteAsync(file, New.Replace("] }", "], \"Certificate\": { \"Path\": \"later.pem\", \"KeyPath\": \"later.key\" } }", StringComparison.Ordinal));
        await tool.WaitForLineAsync("does not exist");
        Assert.Null(await RefusalAsync(endpoint, "AKIDold", "old secret"));
        using ECDsa key = ECDsa.Create();
        using X509Certificate2 certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await WriteAsync(PathOf("later.pem"), certificate.ExportCertificatePem());
        await WriteAsync(PathOf("later.key"), key.ExportPkcs8PrivateKeyPem());
        await tool.WaitForLineAsync("its 1 keys are in force");
        Assert.True((await RefusalAsync(endpoint, "AKIDold", "old secret"))!.Is(CmqErrors.SecretIdDoesNotExist));
    }

    [Fact]
    public async Task A_pipe_in_place_of_the_file_blocks_neither_later_reads_nor_the_stop()
    {
        if (OperatingSystem.IsWindows())
            return;
        string file = PathOf("keys.json");
        await WriteAsync(file, Old);
        await using ProgramUnderTest tool = Serve(file);
        string endpoint = await EndpointAsync(tool);
        File.Delete(file);
        await MakePipeAsync(file);
        await tool.WaitForLineAsync("is a pipe or a terminal");
        Assert.Null(await RefusalAsync(endpoint, "AKIDold", "old secret"));
        File.Delete(file);
        await WriteAsync(file, New);
        await tool.WaitForLineAsync("its 1 keys are in force");
        Assert.True((await RefusalAsync(endpoint, "AKIDold", "old secret"))!.Is(CmqErrors.SecretIdDoesNotExist));
        File.Delete(file);
        await MakePipeAsync(file);
        await tool.WaitForLineAsync("is a pipe or a terminal");
        tool.Terminate();
        Assert.Equal(0, await tool.WaitForExitAsync());
    }

    [Fact]
    public async Task A_start_that_waits_for_a_pipe_can_be_cancelled()
    {
        if (OperatingSystem.IsWindows())
            return;
        string pipe = PathOf("pipe");
        await MakePipeAsync(pipe);
        await using ProgramUnderTest tool = Serve(pipe);
        await using FileStream writer = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write));
        Stopwatch time = Stopwatch.StartNew();
        tool.Terminate();
        Assert.Equal(0, await tool.WaitForExitAsync());
        Assert.InRange(time.Elapsed, TimeSpan.Zero, MaxDelay);
    }

    [Fact]
    public async Task Keys_that_come_through_a_pipe_are_read_to_its_end()
    {
        if (OperatingSystem.IsWindows())
            return;
        string pipe = PathOf("pipe");
        await MakePipeAsync(pipe);
        await using ProgramUnderTest tool = Serve(pipe);
        await using (FileStream stream = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write)))
        {
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Old[..20]));
            await stream.FlushAsync();
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Old[20..]));
        }

        Assert.Null(await RefusalAsync(await EndpointAsync(tool), "AKIDold", "old secret"));
    }

    [Theory]
    [InlineData(UnixFileMode.None, Old, false)]
    [InlineData(UnixFileMode.GroupRead, Old, true)]
    [InlineData(UnixFileMode.OtherRead, Old, true)]
    [InlineData(UnixFileMode.OtherWrite, Old, true)]
    [InlineData(UnixFileMode.OtherRead, "{}", false)]
    public async Task The_start_warns_when_others_can_read_a_file_with_keys(UnixFileMode others, string json, bool warned)
    {
        string file = PathOf("keys.json");
        await WriteAsync(file, json);
        File.CreateSymbolicLink(PathOf("link.json"), file);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, OwnersOnly | others);
        await using ProgramUnderTest tool = Serve(PathOf("link.json"));
        await EndpointAsync(tool);
        tool.Terminate();
        await tool.WaitForExitAsync();
        Assert.Equal(warned && !OperatingSystem.IsWindows(), tool.Output.Contains("users other than its owner may read or change it", StringComparison.Ordinal));
    }

    private static async Task MakePipeAsync(string path)
    {
        using Process pipe = Process.Start("mkfifo", [path]);
        await pipe.WaitForExitAsync();
    }

    private static async Task WriteAsync(string path, string json)
    {
        await File.WriteAllTextAsync(path, json);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OwnersOnly);
    }

    private static ProgramUnderTest Serve(string file, bool pair = false) =>
        ProgramUnderTest.Start("Tool", pair ? new Dictionary<string, string> { ["CMQ_SECRET_ID"] = "AKIDmine", ["CMQ_SECRET_KEY"] = "my own key" } : [], "serve", "--port", "0", "--config", file);

    private static async Task<string> EndpointAsync(ProgramUnderTest tool) => (await tool.WaitForLineAsync("export CMQ_ENDPOINT=")).Split('=', 2)[1];

    private static async Task<CmqServiceException?> RefusalAsync(string endpoint, string secretId, string secretKey)
    {
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = endpoint, SecretId = secretId, SecretKey = secretKey });
        try
        {
            await client.Service.ListQueuesAsync(new ListQueuesRequest());
            return null;
        }
        catch (CmqServiceException e)
        {
            return e;
        }
    }

    private string PathOf(string name) => Path.Combine(_directory, name);
}
