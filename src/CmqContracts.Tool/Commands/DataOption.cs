using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary><c>--data DIR</c>: the directory of a durable store.</summary>
internal static class DataOption
{
    public static Option<string?> Create(string description, bool required)
    {
        Option<string?> data = new("--data") { Description = description, HelpName = "DIR", Required = required };
        data.Validators.Add(static result =>
        {
            if (result.Tokens.Count == 1 && string.IsNullOrWhiteSpace(result.Tokens[0].Value))
                result.AddError("--data is empty; it must be a directory.");
        });
        return data;
    }
}
