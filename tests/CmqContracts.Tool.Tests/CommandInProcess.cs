using System.CommandLine;
using System.Text;

namespace CmqContracts.Tool.Tests;

/// <summary>A command of the tool over a service in this process, with its output in a pipe.</summary>
internal static class CommandInProcess
{
    public static async Task<CmqRun> RunAsync(ICmqService service, ICmqInspector? inspector, Command[] commands, string[] arguments, TimeProvider? time = null, CancellationToken stop = default)
    {
        RootCommand root = [.. commands];
        ParseResult parsed = root.Parse(arguments);
        Assert.Empty(parsed.Errors);
        using MemoryStream output = new();
        await using StringWriter errors = new();
        CommandOutput printed = new(new StandardOutput(output), errors, parsed.GetValue(ClientOptions.Json), isTerminal: false, hasColor: false);
        ClientCommand command = (ClientCommand)parsed.CommandResult.Command;
        int exitCode = await ClientRun.RunAsync(() => new ClientRun(parsed, CmqClient.Over(service), inspector, printed, stop) { Time = time ?? TimeProvider.System }, command.Work, printed, stop);
        return new CmqRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }
}
