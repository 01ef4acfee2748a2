using CmqContracts.Protocol;

namespace CmqContracts.Server.Pages;

/// <summary>What is wrong with the values of a form, by the names of its fields.</summary>
internal sealed class FormProblems
{
    private readonly Dictionary<string, string> _byField = new(StringComparer.Ordinal);

    public bool Any => _byField.Count > 0;

    public string? Of(string field) => _byField.GetValueOrDefault(field);

    public void Add(string field, string problem) => _byField.TryAdd(field, problem);

    /// <summary>Reads a number, with the limit's own sentence where it is none in range.</summary>
    /// <param name="limit">The limit, whose name is that of the field.</param>
    /// <param name="text">What is typed.</param>
    /// <param name="isRequired">Whether nothing is no answer.</param>
    /// <returns>The number; <see langword="null"/>: there is none, or a problem.</returns>
    public long? Read(CmqLimit limit, string? text, bool isRequired)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            if (isRequired)
                Add(limit.Name, $"{limit.Name} is empty; it must be {limit.Range}.");
            return null;
        }

        if (!SettingText.TryNumber(text, out long number))
            Add(limit.Name, $"{limit.Name} is '{text}'; it must be {limit.Range}.");
        else if (!limit.Contains(number))
            Add(limit.Name, limit.Explain(number));
        else
            return number;
        return null;
    }
}
