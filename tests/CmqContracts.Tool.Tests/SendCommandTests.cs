using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq send</c>.</summary>
public sealed class SendCommandTests(ServedBroker served) : IClassFixture<ServedBroker>
{
    [Fact]
    public async Task A_body_is_an_argument_or_standard_input_as_it_is()
    {
        string queue = await served.QueueAsync();
        CmqRun run = await served.RunAsync("send", queue, "{\"id\":12345678901234567890}", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(0, (await served.RunAsync("send", queue, "@all")).ExitCode);
        Assert.Equal(0, (await served.RunAsync("send", queue, "--", "--delay")).ExitCode);
        Assert.Equal(0, (await served.RunWithInputAsync("zwei\nZeilen ü\n", "send", queue)).ExitCode);

        IReadOnlyList<CmqMessage> messages = await AllAsync(queue);
        Assert.Equal(["{\"id\":12345678901234567890}", "@all", "--delay", "zwei\nZeilen ü\n"], messages.Select(Text));
        Assert.Equal(messages[0].MessageId, run.Lines[0].GetProperty("msgId").GetString());
    }

    [Fact]
    public async Task A_delayed_message_is_delayed()
    {
        string queue = await served.QueueAsync();
        Assert.Equal(0, (await served.RunAsync("send", queue, "later", "--delay", "600")).ExitCode);
        Assert.Equal(1, (await served.Client.Service.GetQueueAttributesAsync(queue)).DelayedMessages);
    }

    [Fact]
    public async Task A_batch_sends_each_line_in_order_and_a_repeat_with_skip_leaves_out_those_before()
    {
        string queue = await served.QueueAsync();
        string lines = string.Concat(Enumerable.Range(0, 100).Select(static i => i % 2 == 0 ? $"{{\"msgId\":\"x\",\"deep\":{{\"body\":1}},\"body\":\"m{i}\"}}\n" : $"\"m{i}\"\r\n"));

        CmqRun run = await served.RunWithInputAsync(lines, "send", queue, "--batch", "--skip", "10", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal((90, 100), (run.Lines[0].GetProperty("sent").GetInt32(), run.Lines[0].GetProperty("linesDone").GetInt32()));
        Assert.Equal(Enumerable.Range(10, 90).Select(static i => $"m{i}"), (await AllAsync(queue)).Select(Text));
    }

    [Fact]
    public async Task Lines_are_sent_as_they_are_without_their_ends_and_empty_ones_are_none()
    {
        string queue = await served.QueueAsync();
        Assert.Equal(0, (await served.RunWithInputAsync("{\"body\":1}\n\n  [2]\r\nlast", "send", queue, "--lines")).ExitCode);
        Assert.Equal(["{\"body\":1}", "  [2]", "last"], (await AllAsync(queue)).Select(Text));
    }

    [Theory]
    [InlineData("not json", "Line 20 is not JSON")]
    [InlineData("{\"text\":\"SECRET\"}", "Line 20 has no text 'body'")]
    [InlineData("{\"body\":1}", "Line 20 has no text 'body'")]
    [InlineData("[1]", "Line 20 is neither a text nor an object")]
    [InlineData("\"a\" \"b\"", "Line 20 is not JSON")]
    [InlineData("\"\"", "Line 20: CMQ error 4000")]
    public async Task What_is_wrong_is_told_by_its_line_when_all_before_are_sent(string wrong, string expected)
    {
        string queue = await served.QueueAsync();
        string lines = string.Concat(Enumerable.Range(1, 30).Select(i => i == 20 ? wrong + "\n" : $"\"m{i}\"\n"));

        CmqRun run = await served.RunWithInputAsync(lines, "send", queue, "--batch");
        Assert.Equal((5, ""), (run.ExitCode, run.Out));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Contains("19 messages were sent, those of lines 1 to 19. To go on, run it again with --skip 19.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", run.Error, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 19).Select(static i => $"m{i}"), (await AllAsync(queue)).Select(Text));
    }

    [Fact]
    public async Task Ctrl_C_says_what_was_sent_and_how_to_go_on()
    {
        string queue = await served.QueueAsync();
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", served.Environment, "send", queue, "--lines");
        for (int i = 0; i < 40; i++)
            await tool.WriteLineAsync($"m{i}");
        // Two full batches are sent, and the rest waits for its batch to fill.
        await ReachedAsync(queue, 32);
        tool.Signal("INT");

        Assert.Equal(130, await tool.WaitForExitAsync());
        await tool.WaitForLineAsync("Stopped. 32 messages were sent, those of lines 1 to 32. To go on, run it again with --skip 32.");
        Assert.Equal(32, (await served.Client.Service.GetQueueAttributesAsync(queue)).ActiveMessages);
    }

    [Theory]
    [InlineData(2, "leave the body out", "send", "q", "body", "--batch")]
    [InlineData(2, "give one of them", "send", "q", "--batch", "--lines")]
    [InlineData(2, "--skip is for lines", "send", "q", "body", "--skip", "3")]
    [InlineData(2, "--skip is -1", "send", "q", "--batch", "--skip", "-1")]
    [InlineData(3, "no-such", "send", "no-such", "body")]
    [InlineData(3, "at least one byte", "send", "no-such", "")]
    public async Task Bad_input_is_told(int exitCode, string expected, params string[] arguments)
    {
        CmqRun run = await served.RunAsync(arguments);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Out));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    private static string Text(CmqMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    private async Task<IReadOnlyList<CmqMessage>> AllAsync(string queue)
    {
        List<CmqMessage> all = [];
        while (await served.Client.Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(queue) { MaxMessages = 16, PollingWaitSeconds = 0 }) is { Count: > 0 } more)
            all.AddRange(more);
        return all;
    }

    /// <summary>Returns when the queue has this many messages.</summary>
    private async Task ReachedAsync(string queue, int count)
    {
        while ((await served.Client.Service.GetQueueAttributesAsync(queue)).ActiveMessages < count)
            await Task.Yield();
    }
}
