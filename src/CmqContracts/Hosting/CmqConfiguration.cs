using System.Globalization;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.Configuration;

namespace CmqContracts;

/// <summary>Reads options from configuration, by hand: binding by reflection does not survive trimming.</summary>
internal static class CmqConfiguration
{
    private const string SectionName = "Cmq";

    private static readonly string[] OnlyInCode = [nameof(CmqOptions.TimeProvider), nameof(CmqOptions.OpenStore), nameof(CmqOptions.LoggerFactory)];

    public static void Bind(IConfiguration configuration, CmqOptions options)
    {
        IConfigurationSection section = FindSection(configuration);
        List<string> known = [];
        options.Section = section.Path;
        options.Endpoint = Read(nameof(options.Endpoint)) ?? options.Endpoint;
        options.SecretId = Read(nameof(options.SecretId)) ?? options.SecretId;
        options.SecretKey = Read(nameof(options.SecretKey)) ?? options.SecretKey;
        options.Token = Read(nameof(options.Token)) ?? options.Token;
        options.Region = Read(nameof(options.Region)) ?? options.Region;
        if (Read(nameof(options.Profile)) is { } profile)
            options.Profile = ReadEnum<CmqProfile>(options, nameof(options.Profile), profile);
        if (Read(nameof(options.SignatureMethod)) is { } method)
            options.SignatureMethod = ReadEnum<SignatureMethod>(options, nameof(options.SignatureMethod), method);
        if (Read(nameof(options.Timeout)) is { } timeout)
            options.Timeout = ReadTime(options, nameof(options.Timeout), timeout);
        RefuseOthers(section, known);

        string? Read(string name)
        {
            known.Add(name);
            return section[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        }
    }

    /// <summary>Refuses what is no setting, so that no misspelt one is ignored. No value is repeated: it may be a key.</summary>
    private static void RefuseOthers(IConfigurationSection section, List<string> known)
    {
        List<string> wrong = [];
        if (!string.IsNullOrWhiteSpace(section.Value))
            wrong.Add($"{section.Path} is a single value, and it must be a section with {string.Join(", ", known)}.");
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            string path = ShownText.Of(setting.Path);
            if (OnlyInCode.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                wrong.Add($"{path} cannot be set by configuration; set it in code, with AddCmq(configuration, options => ...).");
            else if (!known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                wrong.Add($"{path} is no setting of CMQ{NearestName.Suggest(setting.Key, known)} The section '{ShownText.Of(section.Path)}' has {string.Join(", ", known)} and nothing else.");
            else if (setting.GetChildren().Any())
                wrong.Add($"{path} must be a single value.");
        }

        if (wrong.Count > 0)
            throw CmqOptionsRules.Failure(wrong);
    }

    // Only a section can be meant as the section itself: at the root, 'Token' or 'Region' may come from anywhere.
    private static IConfigurationSection FindSection(IConfiguration configuration)
    {
        IConfigurationSection child = configuration.GetSection(SectionName);
        return configuration is IConfigurationSection self && !child.Exists() ? self : child;
    }

    private static T ReadEnum<T>(CmqOptions options, string property, string text)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value)
            ? value
            : throw CmqOptionsRules.Failure($"{CmqOptionsRules.NameOf(options, property)} is not known; use one of {string.Join(", ", Enum.GetNames<T>())}.");

    // A bare number would be days.
    private static TimeSpan ReadTime(CmqOptions options, string property, string text) =>
        text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan value)
            ? value
            : throw CmqOptionsRules.Failure($"{CmqOptionsRules.NameOf(options, property)} is not a time; write hours:minutes:seconds, 00:00:10 for ten seconds.");
}
