using System.Globalization;
using CmqContracts.Protocol;
using Microsoft.Extensions.Configuration;

namespace CmqContracts;

/// <summary>Reads options from configuration, by hand: binding by reflection does not survive trimming.</summary>
internal static class CmqConfiguration
{
    private const string SectionName = "Cmq";

    public static void Bind(IConfiguration configuration, CmqOptions options)
    {
        IConfigurationSection section = FindSection(configuration);
        options.Section = section.Path;
        options.Endpoint = Read(section, nameof(options.Endpoint)) ?? options.Endpoint;
        options.SecretId = Read(section, nameof(options.SecretId)) ?? options.SecretId;
        options.SecretKey = Read(section, nameof(options.SecretKey)) ?? options.SecretKey;
        options.Token = Read(section, nameof(options.Token)) ?? options.Token;
        options.Region = Read(section, nameof(options.Region)) ?? options.Region;
        if (Read(section, nameof(options.Service)) is { } service)
            options.Service = ReadEnum<CmqProfile>(options, nameof(options.Service), service);
        if (Read(section, nameof(options.SignatureMethod)) is { } method)
            options.SignatureMethod = ReadEnum<SignatureMethod>(options, nameof(options.SignatureMethod), method);
        if (Read(section, nameof(options.Timeout)) is { } timeout)
            options.Timeout = ReadTime(options, nameof(options.Timeout), timeout);
    }

    // Only a section can be meant as the section itself: at the root, 'Token' or 'Region' may come from anywhere.
    private static IConfigurationSection FindSection(IConfiguration configuration)
    {
        IConfigurationSection child = configuration.GetSection(SectionName);
        return configuration is IConfigurationSection self && !child.Exists() ? self : child;
    }

    private static string? Read(IConfigurationSection section, string key) =>
        section[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

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
