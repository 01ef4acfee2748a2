using System.CommandLine;
using System.CommandLine.Invocation;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Tool;

/// <summary>Tells what is wrong with arguments.</summary>
internal static class Usage
{
    /// <summary>Options that people may expect for a key. What follows one must not be repeated.</summary>
    private static readonly string[] KeyOptions = ["--secret", "--key", "--token", "--password", "--cmq-secret", "--cmq-token"];

    /// <summary>Prints what is wrong; <see langword="false"/>: nothing is.</summary>
    public static bool Refuses(ParseResult parsed, string[] arguments)
    {
        if (parsed.Action is not ParseErrorAction)
            return false;
        string? key = arguments.FirstOrDefault(static argument => KeyOptions.Any(option => argument.StartsWith(option, StringComparison.OrdinalIgnoreCase)));
        if (key is not null)
        {
            Console.Error.WriteLine($"{key.Split('=')[0]} is no option: others can see arguments, and shells keep them. Set CMQ_SECRET_ID and CMQ_SECRET_KEY, or use a profile. Replace a key that was typed here.");
            return true;
        }

        foreach (string error in parsed.Errors.Select(static error => error.Message).Distinct())
            Console.Error.WriteLine(ShownText.Of(error, 1000));
        Console.Error.WriteLine($"Run 'cmq {string.Concat(Path(parsed.CommandResult).Select(static name => name + " "))}--help' for what there is.");
        return true;
    }

    private static IEnumerable<string> Path(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent ? [.. Path(parent), result.Command.Name] : [];
}
