using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.Configuration;

namespace CmqContracts;

/// <summary>Reads options from configuration, by hand: binding by reflection does not survive trimming.</summary>
internal static class CmqConfiguration
{
    private const string SectionName = "Cmq";

    private static readonly string[] OnlyInCode = [nameof(CmqOptions.TimeProvider), nameof(CmqOptions.OpenStore), nameof(CmqOptions.LoggerFactory), nameof(CmqOptions.CreateHandler)];

    /// <summary>Reads the settings of a section into options.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Names all settings that are wrong or unknown. No value is repeated: it may be a key.</exception>
    public static void Bind(IConfiguration configuration, CmqOptions options)
    {
        IConfigurationSection section = FindSection(configuration);
        IConfigurationSection[] settings = [.. section.GetChildren()];
        List<string> known = [];
        List<string> wrong = [];
        options.Section = section.Path;
        options.Endpoint = Text(nameof(options.Endpoint)) ?? options.Endpoint;
        options.SecretId = Text(nameof(options.SecretId)) ?? options.SecretId;
        options.SecretKey = Text(nameof(options.SecretKey)) ?? options.SecretKey;
        options.Token = Text(nameof(options.Token)) ?? options.Token;
        options.Region = Text(nameof(options.Region)) ?? options.Region;
        options.Profile = Choice<CmqProfile>(nameof(options.Profile)) ?? options.Profile;
        options.SignatureMethod = Choice<SignatureMethod>(nameof(options.SignatureMethod)) ?? options.SignatureMethod;
        options.Timeout = Time(nameof(options.Timeout)) ?? options.Timeout;
        wrong.AddRange(ExplainOthers(section, settings, known));
        if (wrong.Count > 0)
            throw CmqOptionsRules.Failure(wrong);

        string? Text(string name)
        {
            known.Add(name);
            if (Array.Find(settings, setting => setting.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } setting)
                return null;
            string? why = setting.GetChildren().Any() ? "must be a single value" : SettingText.Explain(setting.Value);
            return why is null ? setting.Value : Refuse(name, why);
        }

        TChoice? Choice<TChoice>(string name)
            where TChoice : struct, Enum
        {
            if (Text(name) is not { } text)
                return null;
            if (SettingText.TryChoice(text, out TChoice choice))
                return choice;
            Refuse(name, $"is not known; use one of {string.Join(", ", Enum.GetNames<TChoice>())}");
            return null;
        }

        TimeSpan? Time(string name)
        {
            // A bare number would be days.
            if (Text(name) is not { } text)
                return null;
            if (SettingText.TryTime(text, out TimeSpan time))
                return time;
            Refuse(name, "is not a time; write hours:minutes:seconds, 00:00:10 for ten seconds");
            return null;
        }

        string? Refuse(string name, string why)
        {
            wrong.Add($"{CmqOptionsRules.NameOf(options, name)} {why}.");
            return null;
        }
    }

    /// <summary>What is wrong with the section besides the values of its settings, so that no misspelt one is ignored.</summary>
    private static IEnumerable<string> ExplainOthers(IConfigurationSection section, IEnumerable<IConfigurationSection> settings, List<string> known)
    {
        if (!string.IsNullOrWhiteSpace(section.Value))
            yield return $"{section.Path} is a single value, and it must be a section with {string.Join(", ", known)}.";
        foreach (IConfigurationSection setting in settings)
        {
            string path = ShownText.Of(setting.Path);
            if (OnlyInCode.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                yield return $"{path} cannot be set by configuration; set it in code, with AddCmq(configuration, options => ...).";
            else if (!known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                yield return $"{path} is no setting of CMQ{NearestName.Suggest(setting.Key, known)} The section '{ShownText.Of(section.Path)}' has {string.Join(", ", known)} and nothing else.";
        }
    }

    // Only a section can be meant as the section itself: at the root, 'Token' or 'Region' may come from anywhere.
    private static IConfigurationSection FindSection(IConfiguration configuration)
    {
        IConfigurationSection child = configuration.GetSection(SectionName);
        return configuration is IConfigurationSection self && !child.Exists() ? self : child;
    }
}
