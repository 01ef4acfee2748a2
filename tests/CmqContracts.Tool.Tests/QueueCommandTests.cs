namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq queue</c>.</summary>
public sealed class QueueCommandTests(ServedBroker served) : IClassFixture<ServedBroker>
{
    [Fact]
    public async Task A_queue_is_created_shown_changed_and_deleted()
    {
        string dead = await served.QueueAsync();
        string name = dead + "-2";
        CmqRun created = await served.RunAsync("queue", "create", name, "--max-msg-heap-num", "1000001", "--polling-wait-seconds", "7", "--visibility-timeout", "61", "--max-msg-size", "2048", "--msg-retention-seconds", "7200", "--rewind-seconds", "3600", "--dead-letter-queue", dead, "--max-receive-count", "5", "--json");
        Assert.Equal((0, ""), (created.ExitCode, created.Error));
        QueueAttributes queue = await served.Client.Service.GetQueueAttributesAsync(name);
        Assert.Equal(queue.QueueId, created.Lines[0].GetProperty("queueId").GetString());
        Assert.Equal((1_000_001, 7, 61, 2048, 7200, 3600), (queue.MaxMsgHeapNum, queue.PollingWaitSeconds, queue.VisibilityTimeout, queue.MaxMsgSize, queue.MsgRetentionSeconds, queue.RewindSeconds));
        Assert.Equal(DeadLetterPolicy.AfterReceives(dead, 5), queue.DeadLetterPolicy);

        CmqRun shown = await served.RunAsync("queue", "show", name, "--json");
        Assert.Equal(61, shown.Lines[0].GetProperty("visibilityTimeout").GetInt32());
        Assert.Equal(dead, shown.Lines[0].GetProperty("deadLetterQueue").GetString());
        Assert.Matches(@"visibilityTimeout +61 seconds\n", (await served.RunAsync("queue", "show", name)).Out);

        Assert.Equal(0, (await served.RunAsync("queue", "set", name, "--visibility-timeout", "62", "--no-dead-letter-queue")).ExitCode);
        queue = await served.Client.Service.GetQueueAttributesAsync(name);
        Assert.Equal((62, 2048, null), (queue.VisibilityTimeout, queue.MaxMsgSize, queue.DeadLetterPolicy));

        Assert.Equal(0, (await served.RunAsync("queue", "delete", name, "--yes")).ExitCode);
        CmqRun gone = await served.RunAsync("queue", "show", name);
        Assert.Equal((3, ""), (gone.ExitCode, gone.Out));
        Assert.Contains($"'{name}'", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_has_all_queues_however_many_pages_they_fill()
    {
        for (int i = 0; i < 120; i++)
            await served.Client.Service.CreateQueueAsync(new CreateQueueRequest($"paged-{i:000}", new QueueSettings()));

        CmqRun json = await served.RunAsync("queue", "list", "--search", "paged-", "--json");
        Assert.Equal(Enumerable.Range(0, 120).Select(static i => $"paged-{i:000}"), json.Lines.Select(static line => line.GetProperty("queueName").GetString()));
        CmqRun plain = await served.RunAsync("queue", "list", "--search", "paged-");
        Assert.Equal(121, plain.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        CmqRun none = await served.RunAsync("queue", "list", "--search", "no-such");
        Assert.Equal((0, "", "No queue has 'no-such' in its name.\n"), (none.ExitCode, none.Out, none.Error));
    }

    [Theory]
    [InlineData(3, "visibilityTimeout is 0; it must be 1 to 43200 seconds.", "create", "new", "--visibility-timeout", "0")]
    [InlineData(3, "must begin with a letter", "create", "1new")]
    [InlineData(2, "--visibility-timeout is soon; it must be a whole number.", "create", "new", "--visibility-timeout", "soon")]
    [InlineData(2, "name it with --dead-letter-queue", "create", "new", "--max-receive-count", "3")]
    [InlineData(2, "exactly one of --max-receive-count and --max-time-to-live", "create", "new", "--dead-letter-queue", "dead")]
    [InlineData(2, "Nothing is to be changed", "set", "new")]
    [InlineData(2, "contradict each other", "set", "new", "--no-dead-letter-queue", "--dead-letter-queue", "dead", "--max-receive-count", "3")]
    [InlineData(2, "cmq queue show --help", "show")]
    [InlineData(3, "no-such", "delete", "no-such", "--yes")]
    public async Task Bad_input_is_told_and_nothing_is_printed_besides(int exitCode, string expected, params string[] arguments)
    {
        CmqRun run = await served.RunAsync(["queue", .. arguments]);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Out));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("clear")]
    public async Task What_cannot_be_undone_needs_yes_where_nobody_can_be_asked(string command)
    {
        string queue = await served.QueueAsync();
        await served.Client.Queue(queue).SendAsync("x"u8.ToArray());
        CmqRun refused = await served.RunAsync("queue", command, queue);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--yes", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await served.Client.Service.GetQueueAttributesAsync(queue)).ActiveMessages);
    }

    [Fact]
    public async Task On_a_terminal_it_asks_and_only_yes_does_it()
    {
        string queue = await served.QueueAsync();
        await served.Client.Queue(queue).SendAsync("x"u8.ToArray());

        CmqRun no = await served.OnTerminalAsync("n\n", "queue", "clear", queue);
        Assert.Equal(1, no.ExitCode);
        Assert.Contains("Nothing was done.", no.Out, StringComparison.Ordinal);
        Assert.Equal(1, (await served.Client.Service.GetQueueAttributesAsync(queue)).ActiveMessages);
        CmqRun yes = await served.OnTerminalAsync("y\n", "queue", "clear", queue);
        Assert.Contains($"Drop 1 messages and 0 rewindable ones of queue '{queue}'", yes.Out, StringComparison.Ordinal);
        Assert.Equal(0, yes.ExitCode);
        Assert.Equal(0, (await served.Client.Service.GetQueueAttributesAsync(queue)).ActiveMessages);
    }

    [Fact]
    public async Task A_terminal_gets_a_table_with_colours_and_none_with_NO_COLOR()
    {
        string queue = await served.QueueAsync();

        CmqRun table = await served.OnTerminalAsync(null, "queue", "show", queue);
        Assert.Contains("│", table.Out, StringComparison.Ordinal);
        Assert.Contains("\u001b[38;5;14m", table.Out, StringComparison.Ordinal);
        CmqRun plain = await CmqRun.OfTerminalAsync(new Dictionary<string, string>(served.Environment) { ["NO_COLOR"] = "1" }, Task.CompletedTask, null, "queue", "show", queue);
        Assert.Contains("│", plain.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[38", plain.Out, StringComparison.Ordinal);
        CmqRun redirected = await served.RunAsync("queue", "show", queue);
        Assert.DoesNotContain("│", redirected.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", redirected.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_of_one_shell_write_into_one_file_one_behind_the_other()
    {
        string queue = await served.QueueAsync();
        string file = Path.GetTempFileName();
        try
        {
            await CmqRun.OfShellAsync(served.Environment, null, $"(cmq queue list --search {queue} --json; cmq queue list --search {queue} --json) > '{file}'");
            Assert.Equal(2, (await File.ReadAllLinesAsync(file)).Length);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_rewind_needs_no_looks_into_the_queue()
    {
        string queue = await served.QueueAsync(new QueueSettings { RewindSeconds = 3600 });
        await served.Client.Service.SendMessagesAsync(new SendMessagesRequest(queue, ["x"u8.ToArray()]));
        CmqMessage message = (await served.Client.Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(queue))).Single();
        await served.Client.Service.DeleteMessagesAsync(new DeleteMessagesRequest(queue, [message.ReceiptHandle]));

        CmqRun run = await served.RunAsync("rewind", queue, "--to", "10 minutes ago", "--yes");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(1, (await served.Client.Service.GetQueueAttributesAsync(queue)).ActiveMessages);
    }
}
