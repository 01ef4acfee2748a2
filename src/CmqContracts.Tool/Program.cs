namespace CmqContracts.Tool;

internal static class Program
{
    private static Task<int> Main(string[] args) => args is ["--help" or "-h" or "-?"] ? Task.FromResult(ToolHelp.Print()) : ToolCommands.RunAsync(args);
}
