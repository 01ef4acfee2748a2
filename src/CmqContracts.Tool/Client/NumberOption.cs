using System.CommandLine;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Tool;

/// <summary>Options that take a whole number. Ranges are the service's, and are checked with the request.</summary>
internal static class NumberOption
{
    public static Option<int?> Create(string name, string description, int minimum = int.MinValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (SettingText.TryNumber(text, out long number) && number >= minimum && number <= int.MaxValue)
                return (int)number;
            result.AddError($"{name} is {ShownText.Of(text)}; it must be a whole number{(minimum > int.MinValue ? $" from {minimum} on" : "")}.");
            return null;
        },
    };

    public static Option<long?> CreateLong(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (SettingText.TryNumber(text, out long number))
                return number;
            result.AddError($"{name} is {ShownText.Of(text)}; it must be a whole number.");
            return null;
        },
    };
}
