using CmqContracts.Testing;

namespace CmqContracts.EndToEnd;

/// <summary>The topics sample as users run it: embedded, with its own server, and with the service of the environment.</summary>
public sealed class TopicsSampleTests
{
    private static readonly string[] Steps = ["create", "tags", "batch", "routing-key", "nobody", "subscriptions", "delete"];

    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public async Task It_does_every_step_within_the_process() =>
        Assert.Contains("TopicsVipDesk received 2 placed\n", await RunAsync(Nothing), StringComparison.Ordinal);

    [Fact]
    public async Task It_does_every_step_over_signed_HTTP_on_its_own_server() =>
        Assert.Contains("CMQ error 6030/10730", await RunAsync(Nothing, "--http"), StringComparison.Ordinal);

    [Fact]
    public async Task It_does_every_step_against_the_service_in_the_environment_and_again()
    {
        Dictionary<string, string> keys = new() { ["CMQ_SECRET_ID"] = "AKIDend", ["CMQ_SECRET_KEY"] = "to end" };
        await using ProgramUnderTest service = ProgramUnderTest.Start("Tool", keys, "serve", "--port", "0");
        keys["CMQ_ENDPOINT"] = (await service.WaitForLineAsync("export CMQ_ENDPOINT=")).Split('=', 2)[1];

        await RunAsync(keys);
        Assert.DoesNotContain("to end", await RunAsync(keys), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        await using ProgramUnderTest sample = ProgramUnderTest.Start("Topics", environment, arguments);
        int exit = await sample.WaitForExitAsync();
        string output = sample.Output;

        Assert.True(exit == 0, output);
        Assert.Equal(Steps, output.Split('\n').Where(line => line.StartsWith("ok: ", StringComparison.Ordinal)).Select(line => line[4..].Trim()));
        return output;
    }
}
