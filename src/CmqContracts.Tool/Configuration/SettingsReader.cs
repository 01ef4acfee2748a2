using System.Globalization;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.Configuration;

namespace CmqContracts.Tool;

/// <summary>
/// Reads a section of the configuration. Errors name the path of the setting. They contain its value only if it is a number, because any
/// other value may be a secret in the wrong place. Settings that were not read are refused, so that no misspelt one is ignored.
/// </summary>
internal sealed class SettingsReader(IConfiguration section, string path = "")
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The section's own name.</summary>
    public string Name => path[(path.LastIndexOf(':') + 1)..];

    public string? Text(string name)
    {
        _known.Add(name);
        IConfigurationSection setting = section.GetSection(name);
        if (setting.GetChildren().Any())
            throw Wrong(name, "must be a single value");
        return string.IsNullOrEmpty(setting.Value) ? null : setting.Value;
    }

    public string RequireText(string name) => Text(name) ?? throw Wrong(name, "is missing");

    public long? Number(string name, long minimum, long maximum)
    {
        if (Text(name) is not { } text)
            return null;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            throw Wrong(name, "must be a whole number");
        return number >= minimum && number <= maximum
            ? number
            : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"is {number}; it must be {minimum} to {maximum}"));
    }

    public bool? Flag(string name) =>
        Text(name) is not { } text ? null : bool.TryParse(text, out bool flag) ? flag : throw Wrong(name, "must be true or false");

    public TChoice? Choice<TChoice>(string name)
        where TChoice : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        return Enum.GetNames<TChoice>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<TChoice>(text, ignoreCase: true)
            : throw Wrong(name, "must be " + string.Join(" or ", Enum.GetNames<TChoice>()));
    }

    /// <summary>An object with settings of its own; <see langword="null"/>: it is missing.</summary>
    public SettingsReader? Section(string name)
    {
        _known.Add(name);
        IConfigurationSection setting = section.GetSection(name);
        if (!setting.GetChildren().Any())
            return string.IsNullOrEmpty(setting.Value) ? null : throw Wrong(name, "must be an object");
        return new SettingsReader(setting, PathOf(name));
    }

    /// <summary>The members of an object, or the elements of a list.</summary>
    public IReadOnlyList<SettingsReader> Sections(string name)
    {
        _known.Add(name);
        IConfigurationSection setting = section.GetSection(name);
        SettingsReader[] sections = [.. setting.GetChildren().Select(child => new SettingsReader(child, PathOf(name) + ":" + child.Key))];
        return sections.Length == 0 && !string.IsNullOrEmpty(setting.Value) ? throw Wrong(name, "must be a list or an object") : sections;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        _known.Add(name);
        IConfigurationSection setting = section.GetSection(name);
        string[] texts = [.. setting.GetChildren().Select(child => child.Value ?? throw Wrong(name, "must be a list of texts"))];
        return texts.Length == 0 && !string.IsNullOrEmpty(setting.Value) ? throw Wrong(name, "must be a list of texts") : texts;
    }

    /// <summary>Refuses settings that no method has read.</summary>
    public void RefuseUnknown()
    {
        if (section.GetChildren().FirstOrDefault(child => !_known.Contains(child.Key)) is { } other)
            throw Wrong(ShownText.Of(other.Key), $"is not a setting{NearestName.Suggest(other.Key, _known)} The settings here are {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
    }

    public ArgumentException Wrong(string name, string because) => new($"{PathOf(name)} {because}.");

    private string PathOf(string name) => path.Length == 0 ? name : path + ":" + name;
}
