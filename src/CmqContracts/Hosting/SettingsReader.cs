using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.Configuration;

namespace CmqContracts;

/// <summary>Reads the settings of a configuration section by hand, as binding by reflection does not survive trimming, and notes what is wrong.</summary>
/// <param name="section">The section.</param>
/// <param name="showsValues">Whether wrong values are repeated; not where one may be a key.</param>
internal sealed class SettingsReader(IConfigurationSection section, bool showsValues = false)
{
    private readonly IConfigurationSection[] _settings = [.. section.GetChildren()];
    private readonly List<string> _known = [];
    private readonly List<string> _wrong = [];

    public string? Text(string name)
    {
        _known.Add(name);
        if (Array.Find(_settings, setting => setting.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } setting)
            return null;
        string? why = setting.GetChildren().Any() ? "must be a single value" : SettingText.Explain(setting.Value);
        if (why is null)
            return setting.Value;
        Refuse(name, why);
        return null;
    }

    /// <summary>A section within the section; <see langword="null"/>: there is none.</summary>
    public IConfigurationSection? Section(string name)
    {
        _known.Add(name);
        return Array.Find(_settings, setting => setting.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    public TChoice? Choice<TChoice>(string name)
        where TChoice : struct, Enum => Parse(name, SettingText.TryChoice, $"is not known; use one of {string.Join(", ", Enum.GetNames<TChoice>())}", out TChoice choice) ? choice : null;

    public bool? Switch(string name) => Parse(name, SettingText.TryFlag, "is neither true nor false", out bool value) ? value : null;

    /// <summary>A whole number; one that is too large for its setting is outside the setting's range, too.</summary>
    /// <param name="name">The setting's name.</param>
    /// <param name="range">The range, for people.</param>
    public int? Number(string name, string? range = null) =>
        Parse(name, SettingText.TryNumber, range is null ? "is not a whole number" : $"is not a whole number; it must be {range}", out long number) ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    public double? Fraction(string name) => Parse(name, SettingText.TryFraction, "is not a decimal number such as 0.2", out double value) ? value : null;

    // A bare number would be days.
    public TimeSpan? Time(string name) => Parse(name, SettingText.TryTime, "is not a time; write hours:minutes:seconds, 00:00:10 for ten seconds", out TimeSpan time) ? time : null;

    /// <summary>What is wrong, with settings that are not known, so that no misspelt one is ignored.</summary>
    /// <param name="kind">What the settings are of, for people.</param>
    /// <param name="onlyInCode">Settings that configuration cannot say.</param>
    /// <param name="code">How code says them.</param>
    /// <param name="mustHaveSome">Whether a section without settings is wrong.</param>
    public IReadOnlyList<string> Finish(string kind, IEnumerable<string> onlyInCode, string code, bool mustHaveSome = false)
    {
        if (!string.IsNullOrWhiteSpace(section.Value) || (mustHaveSome && _settings.Length == 0))
            _wrong.Add($"{section.Path} {(string.IsNullOrWhiteSpace(section.Value) ? "is empty" : "is a single value")}, and it must be a section with {string.Join(", ", _known)}.");
        foreach (IConfigurationSection setting in _settings)
        {
            string path = ShownText.Of(setting.Path);
            if (onlyInCode.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                _wrong.Add($"{path} cannot be set by configuration; set it in code, with {code}.");
            else if (!_known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                _wrong.Add($"{path} is no setting of {kind}{NearestName.Suggest(setting.Key, _known)} The section '{ShownText.Of(section.Path)}' has {string.Join(", ", _known)} and nothing else.");
        }

        return _wrong;
    }

    private delegate bool Parser<TValue>(string text, out TValue value);

    private bool Parse<TValue>(string name, Parser<TValue> parser, string why, out TValue? value)
    {
        value = default;
        if (Text(name) is not { } text)
            return false;
        if (parser(text, out value))
            return true;
        Refuse(showsValues ? $"{name} '{ShownText.Of(text)}'" : name, why);
        return false;
    }

    private void Refuse(string name, string why) => _wrong.Add($"{section.Path}:{name} {why}.");
}
