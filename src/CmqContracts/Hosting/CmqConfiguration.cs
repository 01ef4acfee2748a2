using Microsoft.Extensions.Configuration;

namespace CmqContracts;

/// <summary>Reads the options of a client from configuration.</summary>
internal static class CmqConfiguration
{
    private const string SectionName = "Cmq";

    private const string Code = "AddCmq(configuration, options => ...)";

    private static readonly string[] OnlyInCode = [nameof(CmqOptions.TimeProvider), nameof(CmqOptions.OpenStore), nameof(CmqOptions.LoggerFactory), nameof(CmqOptions.CreateHandler), nameof(CmqOptions.MapName), nameof(CmqOptions.Credentials)];

    /// <summary>Reads the settings of a section into options.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Names all settings that are wrong or unknown. No value is repeated: it may be a key.</exception>
    public static void Bind(IConfiguration configuration, CmqOptions options)
    {
        IConfigurationSection section = FindSection(configuration);
        SettingsReader settings = new(section);
        options.Section = section.Path;
        options.Endpoint = settings.Text(nameof(options.Endpoint)) ?? options.Endpoint;
        options.SecretId = settings.Text(nameof(options.SecretId)) ?? options.SecretId;
        options.SecretKey = settings.Text(nameof(options.SecretKey)) ?? options.SecretKey;
        options.Token = settings.Text(nameof(options.Token)) ?? options.Token;
        options.CredentialsFile = settings.Text(nameof(options.CredentialsFile)) ?? options.CredentialsFile;
        options.Region = settings.Text(nameof(options.Region)) ?? options.Region;
        options.ControlEndpoint = settings.Text(nameof(options.ControlEndpoint)) ?? options.ControlEndpoint;
        options.Profile = settings.Choice<CmqProfile>(nameof(options.Profile)) ?? options.Profile;
        options.SignatureMethod = settings.Choice<SignatureMethod>(nameof(options.SignatureMethod)) ?? options.SignatureMethod;
        options.Timeout = settings.Time(nameof(options.Timeout)) ?? options.Timeout;
        IReadOnlyList<string> wrongInside = [];
        if (settings.Section(nameof(options.Coalescing)) is { } coalescing)
            (options.Coalescing, wrongInside) = BindCoalescing(coalescing);
        if (settings.Section(nameof(options.Retries)) is { } retries)
            wrongInside = [.. wrongInside, .. BindRetries(retries, options.Retries ??= new CmqRetryOptions())];
        List<string> wrong = [.. settings.Finish("CMQ", OnlyInCode, Code), .. wrongInside];
        if (wrong.Count > 0)
            throw CmqOptionsRules.Failure(wrong);
    }

    private static (CmqCoalescingOptions, IReadOnlyList<string> Wrong) BindCoalescing(IConfigurationSection section)
    {
        SettingsReader settings = new(section);
        CmqCoalescingOptions options = new();
        options.Delay = settings.Time(nameof(options.Delay)) ?? options.Delay;
        return (options, settings.Finish("coalescing", [], Code, mustHaveSome: true));
    }

    private static IReadOnlyList<string> BindRetries(IConfigurationSection section, CmqRetryOptions options)
    {
        SettingsReader settings = new(section);
        options.MaxAttempts = settings.Number(nameof(options.MaxAttempts)) ?? options.MaxAttempts;
        options.TotalTime = settings.Time(nameof(options.TotalTime)) ?? options.TotalTime;
        options.Delay = settings.Time(nameof(options.Delay)) ?? options.Delay;
        options.AllowDuplicates = settings.Switch(nameof(options.AllowDuplicates)) ?? options.AllowDuplicates;
        options.Seed = settings.Number(nameof(options.Seed)) ?? options.Seed;
        return settings.Finish("retries", [], Code, mustHaveSome: true);
    }

    // Only a section can be meant as the section itself: at the root, 'Token' or 'Region' may come from anywhere.
    private static IConfigurationSection FindSection(IConfiguration configuration)
    {
        IConfigurationSection child = configuration.GetSection(SectionName);
        return configuration is IConfigurationSection self && !child.Exists() ? self : child;
    }
}
