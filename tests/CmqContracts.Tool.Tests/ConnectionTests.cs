using System.Text.Json;

namespace CmqContracts.Tool.Tests;

/// <summary>How a command finds its service and its key.</summary>
public sealed class ConnectionTests(ServedBroker served) : IClassFixture<ServedBroker>, IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _home = Directory.CreateTempSubdirectory("cmq-profile-").FullName;

    private string ProfilePath => Path.Combine(_home, "cmq", "profiles.json");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_profile_that_only_its_owner_can_read_names_service_and_key()
    {
        WriteProfile(JsonSerializer.Serialize(new { @default = new { endpoint = served.Endpoint, secretId = "AKIDmine", secretKey = "my own key" }, other = new { endpoint = "http://127.0.0.1:1", secretId = "x", secretKey = "y" } }), Private);

        CmqRun run = await RunAsync([], "queue", "list");
        Assert.Equal((0, ""), (run.ExitCode, run.Out));
        Assert.Equal(4, (await RunAsync([], "queue", "list", "--profile", "other")).ExitCode);
        CmqRun missing = await RunAsync([], "queue", "list", "--profile", "third");
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("no profile 'third'", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_argument_comes_before_the_environment_and_the_environment_before_the_profile()
    {
        WriteProfile("""{ "default": { "endpoint": "http://127.0.0.1:1" } }""", Private);
        Dictionary<string, string> keys = new() { ["CMQ_SECRET_ID"] = "AKIDmine", ["CMQ_SECRET_KEY"] = "my own key" };

        Assert.Equal(4, (await RunAsync(keys, "queue", "list")).ExitCode);
        Assert.Equal(0, (await RunAsync(new(keys) { ["CMQ_ENDPOINT"] = served.Endpoint.ToString() }, "queue", "list")).ExitCode);
        Assert.Equal(0, (await RunAsync(new(keys) { ["CMQ_ENDPOINT"] = "http://127.0.0.1:1" }, "queue", "list", "--endpoint", served.Endpoint.ToString())).ExitCode);
        Assert.Equal(2, (await RunAsync(keys, "queue", "list", "--endpoint", served.Endpoint.ToString(), "--profile", "default")).ExitCode);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task A_profile_file_that_others_can_read_or_change_is_refused_with_the_fix(UnixFileMode more)
    {
        WriteProfile(JsonSerializer.Serialize(new { @default = new { endpoint = served.Endpoint, secretId = "AKIDmine", secretKey = "my own key" } }), Private | more);

        CmqRun run = await RunAsync([], "queue", "list");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"chmod 600 '{ProfilePath}'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "default": { "endpont": "http://127.0.0.1:1" } }""", "did you mean endpoint")]
    [InlineData("""{ "default": { "endpoint": 3 } }""", "endpoint of profile 'default' must be a text")]
    [InlineData("""{ "default": { "endpoint": "http://127.0.0.1:1", "secretId": "SECRET" } }""", "half a key pair")]
    [InlineData("""{ "default": { "secretKey": SECRET } }""", "line 1 is not JSON")]
    [InlineData("""["SECRET"]""", "must be a JSON object")]
    [InlineData("""{ "default": "SECRET" }""", "must be an object")]
    public async Task A_wrong_profile_file_is_told_without_its_texts(string content, string expected)
    {
        WriteProfile(content, Private);

        CmqRun run = await RunAsync([], "queue", "list");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_service_or_a_key_the_error_says_how_to_name_one()
    {
        CmqRun nowhere = await RunAsync([], "queue", "list");
        Assert.Equal(2, nowhere.ExitCode);
        Assert.Contains("CMQ_ENDPOINT", nowhere.Error, StringComparison.Ordinal);
        CmqRun noKey = await RunAsync([], "queue", "list", "--endpoint", served.Endpoint.ToString());
        Assert.Equal(2, noKey.ExitCode);
        Assert.Contains("CMQ_SECRET_ID", noKey.Error, StringComparison.Ordinal);
        CmqRun half = await RunAsync(new() { ["CMQ_SECRET_ID"] = "x" }, "queue", "list", "--endpoint", served.Endpoint.ToString());
        Assert.Equal(2, half.ExitCode);
        Assert.Contains("CMQ_SECRET_KEY is not", half.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("embedded:", "cmq serve")]
    [InlineData("not an address", "is not an address")]
    [InlineData("http://user:SECRET@127.0.0.1", "holds a user or key")]
    public async Task An_endpoint_that_cannot_be_used_is_told(string endpoint, string expected)
    {
        CmqRun run = await CmqRun.OfAsync(served.Environment, null, "queue", "list", "--endpoint", endpoint);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--secret-key", "SECRET")]
    [InlineData("--secret-key=SECRET")]
    [InlineData("--token", "SECRET")]
    public async Task A_key_among_the_arguments_is_refused_and_not_repeated(params string[] key)
    {
        CmqRun run = await served.RunAsync(["queue", "list", .. key]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("CMQ_SECRET_KEY", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET\n", run.Error.Replace("CMQ_SECRET", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("'SECRET'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_by_the_service_in_one_sentence()
    {
        CmqRun run = await CmqRun.OfAsync(new Dictionary<string, string>(served.Environment) { ["CMQ_SECRET_KEY"] = "SECRET" }, null, "queue", "list");
        Assert.Equal(3, run.ExitCode);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("SECRET", run.Error, StringComparison.Ordinal);
    }

    private void WriteProfile(string content, UnixFileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ProfilePath)!);
        File.WriteAllText(ProfilePath, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(ProfilePath, mode);
    }

    private Task<CmqRun> RunAsync(Dictionary<string, string> environment, params string[] arguments) =>
        CmqRun.OfAsync(new Dictionary<string, string>(environment) { ["XDG_CONFIG_HOME"] = _home }, null, arguments);
}
