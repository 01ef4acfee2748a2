using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary><c>cmq top</c>.</summary>
internal static class TopCommand
{
    public const string Description = "Shows all queues with counters and messages a second. On a terminal it goes on until Ctrl+C; otherwise it looks twice and prints once.";

    public static Command Create()
    {
        Option<string?> search = ClientOptions.Text("--search", "TEXT", "Only queues whose name contains this.");
        Option<int?> interval = NumberOption.Create("--interval", "Seconds between two looks; 1 unless set.", minimum: 1);
        return ClientOptions.Command("top", Description, [search, interval], async run =>
        {
            TimeSpan pause = TimeSpan.FromSeconds(run.Get(interval) ?? 1);
            long last = run.Time.GetTimestamp();
            Dictionary<string, QueueCounts> before = QueueRates.Counts(await LookAsync(run, run.Get(search)));
            if (run.Output.IsTerminal && !run.Output.IsJson)
            {
                await TerminalScreen.ShowAsync(Console.Out, run.Output.HasColor, NextAsync, QueueColumns.Fit, run.Stop);
                return ExitCode.Done;
            }

            run.Output.Rows(await NextAsync(), "There are no queues.");
            return ExitCode.Done;

            async Task<IReadOnlyList<Field[]>> NextAsync()
            {
                await Task.Delay(pause, run.Time, run.Stop);
                List<QueueDescription> queues = await LookAsync(run, run.Get(search));
                List<Field[]> rows = QueueRates.Rows(before, queues, run.Time.GetElapsedTime(last));
                last = run.Time.GetTimestamp();
                before = QueueRates.Counts(queues);
                return rows;
            }
        });
    }

    private static ValueTask<List<QueueDescription>> LookAsync(ClientRun run, string? search) => PagedList.ReadAsync<QueueDescription>("queues", async (offset, stop) =>
    {
        QueueDescriptionList page = await run.Inspector.DescribeQueuesAsync(new DescribeQueuesRequest { SearchWord = search, Offset = offset, Limit = PagedList.PageSize }, stop);
        return (page.TotalCount, page.Queues);
    }, static queue => queue.Attributes.QueueName, run.Stop).ToListAsync(run.Stop);
}
