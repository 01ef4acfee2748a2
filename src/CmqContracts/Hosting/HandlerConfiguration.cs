using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CmqContracts;

/// <summary>Reads the options of a handler from configuration.</summary>
internal static class HandlerConfiguration
{
    private const string Code = "AddHandler(section, options => ...)";

    private static readonly string[] OnlyInCode = ["OrderBy", "OnException"];

    /// <summary>Reads the settings of a section into options.</summary>
    /// <exception cref="OptionsValidationException">Names all settings that are wrong or unknown.</exception>
    public static void Bind<TMessage>(IConfigurationSection section, HandlerOptions<TMessage> options, string queueName)
    {
        SettingsReader settings = new(section, showsValues: true);
        options.Section = section.Path;
        options.EnsureCreated = settings.Switch(nameof(options.EnsureCreated)) ?? options.EnsureCreated;
        options.Concurrency = settings.Number(nameof(options.Concurrency), $"{HandlerOptionsRules.LeastConcurrency} to {HandlerOptionsRules.MostConcurrency}") ?? options.Concurrency;
        options.Budget = settings.Time(nameof(options.Budget)) ?? options.Budget;
        options.Margin = settings.Time(nameof(options.Margin)) ?? options.Margin;
        options.StopTimeout = settings.Time(nameof(options.StopTimeout)) ?? options.StopTimeout;
        options.PollStopTimeout = settings.Time(nameof(options.PollStopTimeout)) ?? options.PollStopTimeout;
        options.ContinueTrace = settings.Switch(nameof(options.ContinueTrace)) ?? options.ContinueTrace;
        options.Unreadable = settings.Choice<UnreadableBody>(nameof(options.Unreadable)) ?? options.Unreadable;
        options.Deduplicate = settings.Switch(nameof(options.Deduplicate)) ?? options.Deduplicate;
        options.DuplicateWindow = settings.Time(nameof(options.DuplicateWindow)) ?? options.DuplicateWindow;
        IReadOnlyList<string> wrongInside = [];
        if (settings.Section(nameof(options.Retry)) is { } retry)
            (options.Retry, wrongInside) = BindRetry(retry);
        List<string> wrong = [.. settings.Finish("a handler", OnlyInCode, Code), .. wrongInside];
        if (wrong.Count > 0)
            throw new OptionsValidationException(queueName, typeof(HandlerOptions<TMessage>), wrong);
    }

    private static (HandlerRetryOptions, IReadOnlyList<string> Wrong) BindRetry(IConfigurationSection section)
    {
        SettingsReader settings = new(section, showsValues: true);
        HandlerRetryOptions options = new();
        options.MaxAttempts = settings.Number(nameof(options.MaxAttempts), $"1 to {HandlerRetryRules.MostAttempts}") ?? options.MaxAttempts;
        options.FirstDelay = settings.Time(nameof(options.FirstDelay)) ?? options.FirstDelay;
        options.MaxDelay = settings.Time(nameof(options.MaxDelay)) ?? options.MaxDelay;
        options.Jitter = settings.Fraction(nameof(options.Jitter)) ?? options.Jitter;
        return (options, settings.Finish("retries", [], Code, mustHaveSome: true));
    }
}
