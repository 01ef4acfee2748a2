using System.CommandLine;
using CmqContracts.Protocol;

namespace CmqContracts.Tool;

/// <summary>An option that is the path of a file or a directory.</summary>
internal static class PathOption
{
    /// <summary><c>--data DIR</c>: the directory of a durable store.</summary>
    public static Option<string?> Data(string description, bool required) => Create("--data", "DIR", "a directory", description, required);

    public static Option<string?> File(string name, string description, bool required) => Create(name, "FILE", "a file", description, required);

    private static Option<string?> Create(string name, string helpName, string kind, string description, bool required)
    {
        Option<string?> path = new(name) { Description = description, HelpName = helpName, Required = required };
        path.Validators.Add(result =>
        {
            if (result.Tokens.Count != 1)
                return;
            string text = result.Tokens[0].Value;
            if (string.IsNullOrWhiteSpace(text))
                result.AddError($"{name} is empty; it must be {kind}.");
            else if (SettingText.Explain(text) is { } wrong)
                result.AddError($"{name} {wrong}.");
        });
        return path;
    }
}
