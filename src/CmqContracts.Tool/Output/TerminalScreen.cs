using Spectre.Console;

namespace CmqContracts.Tool;

/// <summary>A table on a terminal that changes in its place.</summary>
internal static class TerminalScreen
{
    /// <summary>The lines of a table that are no rows.</summary>
    private const int FrameLines = 5;

    /// <summary>Shows what <paramref name="next"/> gives, again and again, until it is stopped.</summary>
    /// <param name="writer">The terminal.</param>
    /// <param name="hasColor">Whether it may have colours.</param>
    /// <param name="next">The rows.</param>
    /// <param name="fit">Fits rows into a number of characters, each on one line.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task ShowAsync(TextWriter writer, bool hasColor, Func<Task<IReadOnlyList<Field[]>>> next, Func<IReadOnlyList<Field[]>, int, IReadOnlyList<Field[]>> fit, CancellationToken stop)
    {
        IAnsiConsole console = TerminalTable.Create(writer, hasColor);
        await console.Live(new Text("...")).StartAsync(async screen =>
        {
            try
            {
                while (true)
                {
                    IReadOnlyList<Field[]> rows = await next();
                    screen.UpdateTarget(rows.Count == 0 ? new Text("There are no queues.") : TerminalTable.Of(fit([.. rows.Take(Math.Max(1, console.Profile.Height - FrameLines))], console.Profile.Width)));
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The last state stays on the terminal.
            }
        });
    }
}
