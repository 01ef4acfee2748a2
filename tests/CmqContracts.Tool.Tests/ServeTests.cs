using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

public sealed class ServeTests
{
    private static readonly Dictionary<string, string> NoKeys = [];

    [Fact]
    public async Task It_prints_its_address_and_key_pair_serves_with_them_and_stops_on_SIGTERM()
    {
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", NoKeys, "serve", "--port", "0");
        CmqOptions options = new()
        {
            Endpoint = await ExportAsync(tool, "CMQ_ENDPOINT"),
            SecretId = await ExportAsync(tool, "CMQ_SECRET_ID"),
            SecretKey = await ExportAsync(tool, "CMQ_SECRET_KEY"),
        };
        Assert.StartsWith("http://127.0.0.1:", options.Endpoint, StringComparison.Ordinal);
        Assert.StartsWith("AKID", options.SecretId, StringComparison.Ordinal);

        await using CmqClient cmq = CmqClient.Connect(options);
        IQueueClient<ReadOnlyMemory<byte>> queue = cmq.Queue("orders");
        Assert.True((await queue.EnsureCreatedAsync()).Created);
        await queue.SendAsync("{}"u8.ToArray());
        Assert.Equal("{}"u8.ToArray(), (await queue.ReceiveAsync(TimeSpan.FromSeconds(3)))!.Body.ToArray());

        tool.Terminate();
        Assert.Equal(0, await tool.WaitForExitAsync());
    }

    [Fact]
    public async Task A_key_pair_from_the_environment_is_used_and_its_key_not_printed()
    {
        Dictionary<string, string> keys = new() { ["CMQ_SECRET_ID"] = "AKIDmine", ["CMQ_SECRET_KEY"] = "my own key" };
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", keys, "serve", "--port", "0");
        string endpoint = await ExportAsync(tool, "CMQ_ENDPOINT");

        await using CmqClient cmq = CmqClient.Connect(new CmqOptions { Endpoint = endpoint, SecretId = "AKIDmine", SecretKey = "my own key" });
        Assert.Equal(0, (await cmq.Service.ListQueuesAsync(new ListQueuesRequest())).TotalCount);
        await using CmqClient stranger = CmqClient.Connect(new CmqOptions { Endpoint = endpoint, SecretId = "AKIDmine", SecretKey = "another key" });
        CmqServiceException refused = await Assert.ThrowsAsync<CmqServiceException>(async () => await stranger.Service.ListQueuesAsync(new ListQueuesRequest()));
        Assert.True(refused.Is(CmqErrors.AuthenticationFailed));

        tool.Terminate();
        await tool.WaitForExitAsync();
        Assert.DoesNotContain("my own key", tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CMQ_SECRET_ID", "CMQ_SECRET_KEY")]
    [InlineData("CMQ_SECRET_KEY", "CMQ_SECRET_ID")]
    public async Task Half_a_key_pair_is_refused_with_the_name_of_the_missing_half(string given, string missing)
    {
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", new Dictionary<string, string> { [given] = "half" }, "serve", "--port", "0");

        Assert.Equal(1, await tool.WaitForExitAsync());
        await tool.WaitForLineAsync($"{given} is set and {missing} is not");
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using ProgramUnderTest first = ProgramUnderTest.Start("Tool", NoKeys, "serve", "--port", "0");
        int port = new Uri(await ExportAsync(first, "CMQ_ENDPOINT")).Port;
        await using ProgramUnderTest second = ProgramUnderTest.Start("Tool", NoKeys, "serve", "--port", $"{port}");

        Assert.Equal(1, await second.WaitForExitAsync());
        await second.WaitForLineAsync($"Cannot listen on port {port}");
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve", "--port", "65536")]
    [InlineData("serve", "--port", "high")]
    [InlineData("serve", "--secret-key", "x")]
    [InlineData("sing")]
    public async Task Invalid_arguments_are_refused(params string[] arguments)
    {
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", NoKeys, arguments);
        Assert.Equal(2, await tool.WaitForExitAsync());
        await tool.WaitForLineAsync(arguments.Contains("--secret-key") ? "--secret-key" : arguments[^1]);
    }

    private static async Task<string> ExportAsync(ProgramUnderTest tool, string variable) =>
        (await tool.WaitForLineAsync($"export {variable}=")).Split('=', 2)[1];
}
