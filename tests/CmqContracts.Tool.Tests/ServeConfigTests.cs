using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq serve</c> with a settings file.</summary>
public sealed class ServeConfigTests : IDisposable
{
    private static readonly Dictionary<string, string> NoKeys = [];

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Keys_of_the_file_and_the_pair_of_the_environment_are_both_in_force()
    {
        await WriteAsync("""{ "Keys": [ { "SecretId": "AKIDshop", "SecretKey": "shop key", "Account": "shop" } ], "Limits": { "visibilityTimeout": { "Maximum": 100 } } }""");
        Dictionary<string, string> pair = new() { ["CMQ_SECRET_ID"] = "AKIDmine", ["CMQ_SECRET_KEY"] = "my own key" };
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", pair, "serve", "--port", "0", "--config", _file);
        string endpoint = await EndpointAsync(tool);
        await using CmqClient shop = Connect(endpoint, "AKIDshop", "shop key");
        await using CmqClient mine = Connect(endpoint, "AKIDmine", "my own key");

        await shop.Service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        CmqServiceException refused = await Assert.ThrowsAsync<CmqServiceException>(async () => await shop.Service.CreateQueueAsync(new CreateQueueRequest("slow", new QueueSettings { VisibilityTimeout = 101 })));
        Assert.True(refused.Is(CmqErrors.ParameterOutOfRange("visibilityTimeout")));
        Assert.Equal(0, (await mine.Service.ListQueuesAsync(new ListQueuesRequest())).TotalCount);
        Assert.DoesNotContain("shop key", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_file_takes_effect_and_an_invalid_one_is_logged_while_the_old_keys_stay_in_force()
    {
        await WriteAsync("""{ "Keys": [ { "SecretId": "AKIDold", "SecretKey": "first-secret" } ] }""");
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", NoKeys, "serve", "--port", "0", "--config", _file);
        string endpoint = await EndpointAsync(tool);
        await using CmqClient old = Connect(endpoint, "AKIDold", "first-secret");
        await using CmqClient renewed = Connect(endpoint, "AKIDnew", "second-secret");
        Assert.True((await RefusalAsync(renewed))!.Is(CmqErrors.SecretIdDoesNotExist));

        await WriteAsync("""{ "Keys": [ { "SecretId": "AKIDnew", "SecretKey": "second-secret" } ] }""");
        await tool.WaitForLineAsync("its 1 keys are in force");
        Assert.Null(await RefusalAsync(renewed));
        Assert.True((await RefusalAsync(old))!.Is(CmqErrors.SecretIdDoesNotExist));

        await WriteAsync("""{ "Keys": [ { "SecretId": "AKIDold", "SecretKey": tSecretWithoutQuotes } ] }""");
        await tool.WaitForLineAsync("line 1 is not JSON");
        await WriteAsync("""{ "Keys": [ { "SecretId": "AKIDtwo", "SecretKey": "secret one" }, { "SecretId": "AKIDtwo", "SecretKey": "secret two" } ] }""");
        await tool.WaitForLineAsync("The secret id 'AKIDtwo' is used by two keys");
        await WriteAsync("""{ "Keys": [] }""");
        await tool.WaitForLineAsync("at least one key");
        Assert.Null(await RefusalAsync(renewed));

        foreach (string secret in (string[])["first-secret", "second-secret", "tSecretWithoutQuotes", "secret one", "secret two"])
            Assert.DoesNotContain(secret, tool.Output, StringComparison.Ordinal);
        tool.Terminate();
        Assert.Equal(0, await tool.WaitForExitAsync());
    }

    [Fact]
    public async Task Without_authentication_no_key_is_needed_and_every_start_warns()
    {
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", NoKeys, "serve", "--port", "0", "--no-auth");
        await tool.WaitForLineAsync("Authentication is off");
        string endpoint = await EndpointAsync(tool);

        using HttpClient http = new();
        string reply = await http.GetStringAsync(new Uri(endpoint + "/?Action=CreateQueue&queueName=orders"));
        Assert.Contains("\"code\":0", reply, StringComparison.Ordinal);
        Assert.Contains("export CMQ_SECRET_ID=any CMQ_SECRET_KEY=any", tool.Output, StringComparison.Ordinal);
        await using CmqClient client = Connect(endpoint, "any", "any");
        Assert.True((await client.Queue("payments").EnsureCreatedAsync()).Created);
    }

    [Fact]
    public async Task A_refused_signature_is_explained_on_request()
    {
        Dictionary<string, string> pair = new() { ["CMQ_SECRET_ID"] = "AKIDmine", ["CMQ_SECRET_KEY"] = "my own key" };
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", pair, "serve", "--port", "0", "--explain");
        await using CmqClient stranger = Connect(await EndpointAsync(tool), "AKIDmine", "another key");
        Assert.True((await RefusalAsync(stranger))!.Is(CmqErrors.AuthenticationFailed));

        Assert.Contains("the SecretKey may be a different one", await tool.WaitForLineAsync("A request of AKIDmine was refused"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "--no-auth would open all queues to everyone who can connect to 0.0.0.0", "--no-auth", "--address", "0.0.0.0")]
    [InlineData(1, "/nowhere.json does not exist", "--config", "/nowhere.json")]
    [InlineData(2, "--address is home; it must be an IP address", "--address", "home")]
    [InlineData(1, "Choose an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them", "--address", "192.0.2.1")]
    public async Task Invalid_arguments_are_refused_with_the_reason(int exitCode, string reason, params string[] arguments)
    {
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", NoKeys, ["serve", "--port", "0", .. arguments]);
        await tool.WaitForLineAsync(reason);
        Assert.Equal(exitCode, await tool.WaitForExitAsync());
    }

    [Theory]
    [InlineData("""{ "Limits": { "delay": { "Maximum": 1 } } }""", "Limits: There is no limit 'delay'")]
    [InlineData("""{ "Address": "0.0.0.0" """, "is not JSON")]
    public async Task An_invalid_file_is_refused_with_the_reason(string json, string reason)
    {
        await WriteAsync(json);
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", NoKeys, "serve", "--port", "0", "--config", _file);
        Assert.Contains(_file, await tool.WaitForLineAsync(reason), StringComparison.Ordinal);
        Assert.Equal(1, await tool.WaitForExitAsync());
    }

    private static CmqClient Connect(string endpoint, string secretId, string secretKey) =>
        CmqClient.Connect(new CmqOptions { Endpoint = endpoint, SecretId = secretId, SecretKey = secretKey });

    private static async Task<CmqServiceException?> RefusalAsync(CmqClient client)
    {
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

    private static async Task<string> EndpointAsync(ProgramUnderTest tool) => (await tool.WaitForLineAsync("export CMQ_ENDPOINT=")).Split('=', 2)[1];

    /// <summary>Replaces the file atomically, as many editors do.</summary>
    private async Task WriteAsync(string json)
    {
        await File.WriteAllTextAsync(_file + ".new", json);
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
