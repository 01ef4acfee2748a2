using System.CommandLine;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Tool;

/// <summary>Options that take one of a few words.</summary>
internal static class ChoiceOption
{
    public static Option<TChoice?> Create<TChoice>(string name, string description, params (string Word, TChoice Choice)[] words)
        where TChoice : struct, Enum => new(name)
        {
            Description = description,
            HelpName = string.Join('|', words.Select(static word => word.Word)),
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                foreach ((string word, TChoice choice) in words)
                {
                    if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
                        return choice;
                }

                result.AddError($"{name} is {ShownText.Of(text)}; it must be {string.Join(" or ", words.Select(static word => word.Word))}.");
                return null;
            },
        };
}
