using CmqContracts.Testing;

namespace CmqContracts.EndToEnd;

/// <summary>The quick start as users run it: embedded, with its own server, and with the service of the environment.</summary>
public sealed class QuickstartTests
{
    private static readonly string[] Steps =
    [
        "create", "attributes", "send", "batch-send", "receive", "batch-receive", "no-wait", "wait-default",
        "all-orders", "redelivery", "consume-once", "delay", "rewind", "errors",
    ];

    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public async Task It_does_every_step_over_signed_HTTP_on_its_own_server() => await RunAsync(Nothing);

    [Fact]
    public async Task It_does_every_step_within_the_process() => await RunAsync(Nothing, "--embedded");

    [Fact]
    public async Task It_does_every_step_against_the_service_in_the_environment_and_again()
    {
        Dictionary<string, string> keys = new() { ["CMQ_SECRET_ID"] = "AKIDend", ["CMQ_SECRET_KEY"] = "to end" };
        await using ProgramUnderTest service = ProgramUnderTest.Start("Tool", keys, "serve", "--port", "0");
        keys["CMQ_ENDPOINT"] = (await service.WaitForLineAsync("export CMQ_ENDPOINT=")).Split('=', 2)[1];

        Assert.Contains(keys["CMQ_ENDPOINT"], await RunAsync(keys), StringComparison.Ordinal);
        await RunAsync(keys);
    }

    [Fact]
    public async Task Its_orders_can_come_from_a_file()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """
                {"id":"0f8fad5b-d9cb-469f-a165-70867728950e","customer":"李雷","total":1.10,"channel":"Web","placedAt":"2026-01-02T03:04:05+08:00","deliverOn":null,"shipTo":{"province":"a","city":"b","street":"c","postcode":"d","phone":null},"lines":[],"tags":[],"note":"\"quoted\""}

                """);
            Assert.Contains("compared 1 orders", await RunAsync(Nothing, "--embedded", "--input", file), StringComparison.Ordinal);

            await File.WriteAllTextAsync(file, "{\"id\":");
            await FailsAsync("Json", "--embedded", "--input", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Invalid_input_exits_with_an_error_message()
    {
        await FailsAsync("There is no file 'absent.jsonl'", "--input", "absent.jsonl");
        await FailsAsync("Unknown argument '--fast'", "--fast");
    }

    private static async Task<string> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        await using ProgramUnderTest quickstart = ProgramUnderTest.Start("Quickstart", environment, arguments);
        int exit = await quickstart.WaitForExitAsync();
        string output = quickstart.Output;

        Assert.True(exit == 0, output);
        Assert.Equal(Steps, output.Split('\n').Where(line => line.StartsWith("ok: ", StringComparison.Ordinal)).Select(line => line[4..].Trim()));
        Assert.DoesNotContain("to end", output, StringComparison.Ordinal);
        return output;
    }

    private static async Task FailsAsync(string expected, params string[] arguments)
    {
        await using ProgramUnderTest quickstart = ProgramUnderTest.Start("Quickstart", Nothing, arguments);
        Assert.NotEqual(0, await quickstart.WaitForExitAsync());
        await quickstart.WaitForLineAsync("FAILED: ");
        Assert.Contains(expected, quickstart.Output, StringComparison.Ordinal);
    }
}
