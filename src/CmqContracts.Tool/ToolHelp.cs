using System.Text;

namespace CmqContracts.Tool;

/// <summary>The help of the tool itself, which names its commands. It needs no command line to be parsed, so it is there at once; that of a command is System.CommandLine's.</summary>
internal static class ToolHelp
{
    public const string Description = "Runs and operates CMQ queues. " + ExitCode.Help;

    /// <summary>Prints it.</summary>
    /// <returns>The exit code.</returns>
    public static int Print()
    {
        Console.Out.Write(Of(Console.IsOutputRedirected ? int.MaxValue : Console.WindowWidth));
        return ExitCode.Done;
    }

    /// <param name="width">The characters of a line; longer texts go on below.</param>
    public static string Of(int width)
    {
        StringBuilder help = new();
        help.AppendLine("Description:");
        Row("", Description, 0);
        help.AppendLine().AppendLine("Usage:");
        Row("", "cmq [command] [options]", 0);
        help.AppendLine().AppendLine("Options:");
        Row("-?, -h, --help", "Show help and usage information", 16);
        Row("--version", "Show version information", 16);
        help.AppendLine().AppendLine("Commands:");
        int column = 0;
        foreach (ToolCommand command in ToolCommands.All)
            column = Math.Max(column, command.Name.Length + 2);
        foreach (ToolCommand command in ToolCommands.All)
            Row(command.Name, command.Description, column);
        return help.AppendLine().ToString();

        // A name, and beside it, from a column on, a text that is broken between words.
        void Row(string name, string text, int at)
        {
            const int indent = 2;
            // Where there is hardly any room, lines are longer than the terminal.
            int room = Math.Max(width - indent - at - 1, 20);
            string beginning = name;
            while (true)
            {
                int end = text.Length <= room ? text.Length : text.LastIndexOf(' ', room);
                if (end < 0)
                    end = text.Length;
                help.Append(' ', indent).Append(beginning).Append(' ', at - beginning.Length).Append(text, 0, end).AppendLine();
                if (end == text.Length)
                    return;
                text = text[(end + 1)..];
                beginning = "";
            }
        }
    }
}
