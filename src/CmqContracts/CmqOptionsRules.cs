using System.Globalization;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.Options;

namespace CmqContracts;

/// <summary>What options must be. Every failure names the setting as the user wrote it, the environment variable and the fix, and no value that could hold a key.</summary>
internal static class CmqOptionsRules
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestCoalescingDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(1);
    private const int MostAttempts = 10;

    /// <summary>What is wrong with the options; empty: nothing.</summary>
    public static List<string> Explain(CmqOptions options)
    {
        List<string> wrong = [];
        CmqEndpoint? endpoint = null;
        string endpointName = NameOf(options, nameof(options.Endpoint)) + (options.Account is null ? " (environment variable CMQ_ENDPOINT)" : "");
        if (options.Connector is not null)
        {
            // A test host serves in place of the endpoint.
        }
        else if (string.IsNullOrWhiteSpace(options.Endpoint))
            wrong.Add($"{NameOf(options, nameof(options.Endpoint))} is not set. Set it{OrVariable("CMQ_ENDPOINT")} to the address of the service, such as https://cmq-gz.public.tencenttdmq.com, or to 'embedded:' for a broker in this process.");
        else if (!CmqEndpoint.TryParse(options.Endpoint, out endpoint, out string? why))
            wrong.Add($"{endpointName} {why}.");
        else if (endpoint.IsDirectory && options.OpenStore is null)
            wrong.Add($"{endpointName} names a directory, and no store is set that keeps queues in one. Add the package CmqContracts.Sqlite, and the line 'OpenStore = SqliteStore.Open' to the options; 'embedded:' and 'embedded:name' keep queues in memory.");

        if (endpoint is { IsEmbedded: false })
        {
            string[] sources =
            [
                .. options.SecretId is not null || options.SecretKey is not null || options.Token is not null ? (string[])[NameOf(options, nameof(options.SecretKey))] : [],
                .. options.Credentials is not null ? (string[])[NameOf(options, nameof(options.Credentials))] : [],
                .. options.CredentialsFile is not null ? (string[])[NameOf(options, nameof(options.CredentialsFile))] : [],
            ];
            if (sources.Length > 1)
                wrong.Add($"The key that requests are signed with is set in several ways: {string.Join(" and ", sources)}{(options.Account is null ? " (environment variables CMQ_SECRET_ID, CMQ_SECRET_KEY, CMQ_CREDENTIALS_FILE)" : "")}. Keep one of them.");
            else if (options.CredentialsFile is { } file && SettingText.Explain(file) is { } whyFile)
                wrong.Add($"{NameOf(options, nameof(options.CredentialsFile))} {whyFile}.");
            else if (options.Credentials is null && options.CredentialsFile is null)
            {
                ExplainKey(nameof(options.SecretId), options.SecretId, "CMQ_SECRET_ID", "the id of your key");
                ExplainKey(nameof(options.SecretKey), options.SecretKey, "CMQ_SECRET_KEY", "your key");
            }
        }

        if (options.ControlEndpoint is { } control && ExplainControl(control) is { } whyNot)
            wrong.Add($"{NameOf(options, nameof(options.ControlEndpoint))} {whyNot}.");
        if (options.Profile is { } profile && !Enum.IsDefined(profile))
            wrong.Add($"{NameOf(options, nameof(options.Profile))} is not a known profile; use Classic or Tdmq, or leave it out.");
        if (!Enum.IsDefined(options.SignatureMethod))
            wrong.Add($"{NameOf(options, nameof(options.SignatureMethod))} is not a known method; use HmacSHA1 or HmacSHA256.");
        if (options.Timeout <= TimeSpan.Zero || options.Timeout > LongestTimeout)
            wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{NameOf(options, nameof(options.Timeout))} is {options.Timeout}; it must be more than zero and at most {LongestTimeout}."));
        if (options.Coalescing is { } coalescing && (coalescing.Delay <= TimeSpan.Zero || coalescing.Delay > LongestCoalescingDelay))
            wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{NameOf(options, nameof(options.Coalescing), nameof(coalescing.Delay))} is {coalescing.Delay}; it must be more than zero and at most {LongestCoalescingDelay}. Leave {nameof(options.Coalescing)} out to send each message at once."));
        if (options.Retries is { } retries)
        {
            if (retries.MaxAttempts is < 1 or > MostAttempts)
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{NameOf(options, nameof(options.Retries), nameof(retries.MaxAttempts))} is {retries.MaxAttempts}; it must be 1 to {MostAttempts}, the first try included. With 1 nothing is tried again."));
            if (retries.TotalTime <= TimeSpan.Zero || retries.TotalTime > LongestTimeout)
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{NameOf(options, nameof(options.Retries), nameof(retries.TotalTime))} is {retries.TotalTime}; it must be more than zero and at most {LongestTimeout}."));
            if (retries.Delay <= TimeSpan.Zero || retries.Delay > LongestRetryDelay)
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{NameOf(options, nameof(options.Retries), nameof(retries.Delay))} is {retries.Delay}; it must be more than zero and at most {LongestRetryDelay}."));
        }

        if (options.TimeProvider is null)
            wrong.Add($"{NameOf(options, nameof(options.TimeProvider))} is null; leave it out for the system's clock.");
        return wrong;

        static string? ExplainControl(string text) =>
            !CmqEndpoint.TryParse(text, out CmqEndpoint? parsed, out string? why) ? why
            : parsed.IsEmbedded ? "names a broker in this process, which manages its queues itself; leave it out"
            : null;

        void ExplainKey(string property, string? value, string variable, string meaning)
        {
            if (string.IsNullOrWhiteSpace(value))
                wrong.Add($"{NameOf(options, property)} is not set, and requests to this endpoint are signed. Set it{OrVariable(variable)} to {meaning}.");
        }

        string OrVariable(string variable) => options.Account is null ? $", or the environment variable {variable}," : "";
    }

    /// <summary>Refuses options that cannot work.</summary>
    /// <exception cref="OptionsValidationException">Something is missing or wrong.</exception>
    public static void Check(CmqOptions options)
    {
        List<string> wrong = Explain(options);
        if (wrong.Count > 0)
            throw Failure(wrong);
    }

    /// <summary>The exception for options that are wrong.</summary>
    public static OptionsValidationException Failure(params IEnumerable<string> wrong) => new(nameof(CmqOptions), typeof(CmqOptions), wrong);

    /// <summary>A setting as the user wrote it.</summary>
    /// <param name="options">The options.</param>
    /// <param name="path">The setting's name; for one within another setting, both names.</param>
    public static string NameOf(CmqOptions options, params string[] path) =>
        options.Section is { } section ? $"{section}:{string.Join(':', path)}"
        : $"CmqOptions.{string.Join('.', path)}{(options.Account is { } account ? $" of account '{ShownText.Of(account)}'" : "")}";
}
