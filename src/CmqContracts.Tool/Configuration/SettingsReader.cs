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
        if (Find(name) is not { } setting)
            return null;
        if (setting.GetChildren().Any())
            throw Wrong(name, "must be a single value");
        return SettingText.Explain(setting.Value) is { } wrong ? throw Wrong(name, wrong) : setting.Value;
    }

    public string RequireText(string name) => Text(name) ?? throw Wrong(name, "is missing");

    public long? Number(string name, long minimum, long maximum) => Text(name) is { } text ? Number(name, text, minimum, maximum, "a whole number") : null;

    /// <summary>A number, or <c>unlimited</c>, which is the largest one.</summary>
    public long? NumberOrUnlimited(string name, long minimum) => Text(name) switch
    {
        null => null,
        "unlimited" => long.MaxValue,
        { } text => Number(name, text, minimum, long.MaxValue, "a whole number or unlimited"),
    };

    public bool? Flag(string name) =>
        Text(name) is not { } text ? null : SettingText.TryFlag(text, out bool flag) ? flag : throw Wrong(name, "must be true or false");

    public TChoice? Choice<TChoice>(string name)
        where TChoice : struct, Enum =>
        Text(name) is not { } text ? null : SettingText.TryChoice(text, out TChoice choice) ? choice : throw Wrong(name, "must be " + string.Join(" or ", Enum.GetNames<TChoice>()));

    /// <summary>An object with settings of its own; <see langword="null"/>: it is missing. The configuration does not tell an empty object from <c>null</c>.</summary>
    public SettingsReader? Section(string name) =>
        Find(name) is not { } setting ? null : setting.Value is null && !IsList(setting) ? new SettingsReader(setting, PathOf(name)) : throw Wrong(name, "must be an object");

    /// <summary>The elements of a list of objects. The configuration does not tell an empty list from an empty text.</summary>
    public IReadOnlyList<SettingsReader> List(string name) =>
        [.. Elements(name, "objects").Select(element => element.Value is null ? new SettingsReader(element, PathOf(name) + ":" + element.Key) : throw Wrong($"{name}:{element.Key}", "must be an object"))];

    /// <summary>The elements of a list of texts.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        SettingsReader list = new(section.GetSection(name), PathOf(name));
        return [.. Elements(name, "texts").Select(element => list.RequireText(element.Key))];
    }

    /// <summary>The settings of an object whose names are not known, each an object.</summary>
    public IEnumerable<SettingsReader> Members() => section.GetChildren().Select(child => Section(child.Key)!);

    /// <summary>Refuses settings that no method has read.</summary>
    public void RefuseUnknown()
    {
        if (section.GetChildren().FirstOrDefault(child => !_known.Contains(child.Key)) is { } other)
            throw Wrong(ShownText.Of(other.Key), $"is not a setting{NearestName.Suggest(other.Key, _known)} The settings here are {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
    }

    public ArgumentException Wrong(string name, string because) => new($"{PathOf(name)} {because}.");

    /// <summary>Whether a setting is a list with elements, which are numbered.</summary>
    private static bool IsList(IConfigurationSection setting)
    {
        string[] keys = [.. setting.GetChildren().Select(static child => child.Key)];
        return keys.Length > 0 && keys.Select(static (key, index) => key == index.ToString(CultureInfo.InvariantCulture)).All(static isNext => isNext);
    }

    private IEnumerable<IConfigurationSection> Elements(string name, string kind)
    {
        if (Find(name) is not { } setting || setting.Value is "")
            return [];
        return IsList(setting) ? setting.GetChildren() : throw Wrong(name, "must be a list of " + kind);
    }

    private long Number(string name, string text, long minimum, long maximum, string kind)
    {
        if (!SettingText.TryNumber(text, out long number))
            throw Wrong(name, "must be " + kind);
        return number >= minimum && number <= maximum
            ? number
            : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"is {number}; it must be {minimum} to {maximum}"));
    }

    /// <summary>A setting that is there, whatever it is.</summary>
    private IConfigurationSection? Find(string name)
    {
        _known.Add(name);
        return section.GetChildren().FirstOrDefault(child => child.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private string PathOf(string name) => path.Length == 0 ? name : path + ":" + name;
}
