using System.Globalization;

namespace CmqContracts;

/// <summary>What <see cref="HandlerOptions.Retry"/> must be.</summary>
internal static class HandlerRetryRules
{
    public const int MostAttempts = 1000;

    /// <summary>What the service's documents promise where the contract states no retention.</summary>
    private static readonly TimeSpan LongestRetention = TimeSpan.FromDays(15);

    /// <summary>What is wrong with the options; empty: nothing.</summary>
    /// <param name="options">The options.</param>
    /// <param name="queueName">The queue.</param>
    /// <param name="settings">What its contract states.</param>
    /// <param name="hasEnvelope">Whether its messages come in an envelope.</param>
    public static IEnumerable<string> Explain(HandlerOptions options, string queueName, QueueSettings settings, bool hasEnvelope)
    {
        if (options.Retry is not { } retry)
            yield break;
        if (!hasEnvelope)
            yield return $"{HandlerOptionsRules.NameOf(options, queueName, nameof(options.Retry))} is set, and the contract of queue '{queueName}' has no envelope, which counts the attempts. Add [CmqEnvelope] beside its [CmqQueue], or remove the setting: messages then come back when their visibility ends.";
        if (retry.MaxAttempts is < 1 or > MostAttempts)
            yield return Wrong(nameof(retry.MaxAttempts), retry.MaxAttempts, $"1 to {MostAttempts}");
        TimeSpan retention = settings.MsgRetentionSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : LongestRetention;
        if (retry.MaxDelay < TimeSpan.FromSeconds(1) || retry.MaxDelay >= retention)
            yield return Wrong(nameof(retry.MaxDelay), retry.MaxDelay, $"a second or more, and less than the queue's retention of {retention}, as a message would expire before it is handled again");
        else if (retry.FirstDelay < TimeSpan.FromSeconds(1) || retry.FirstDelay > retry.MaxDelay)
            yield return Wrong(nameof(retry.FirstDelay), retry.FirstDelay, $"a second or more, and at most {nameof(retry.MaxDelay)}, {retry.MaxDelay}");
        if (!(retry.Jitter is >= 0 and <= 1))
            yield return Wrong(nameof(retry.Jitter), retry.Jitter, "0 to 1");

        string Wrong(string property, IFormattable value, string rule) =>
            $"{HandlerOptionsRules.NameOf(options, queueName, nameof(options.Retry), property)} is {value.ToString(null, CultureInfo.InvariantCulture)}; it must be {rule}.";
    }

    /// <summary>Why the service does not take the delays; <see langword="null"/>: it does.</summary>
    public static string? Explain(HandlerOptions options, string queueName, CmqLimits limits) => options.Retry is { } retry && retry.MaxDelay.TotalSeconds > limits.DelaySeconds.Maximum
        ? $"{HandlerOptionsRules.NameOf(options, queueName, nameof(options.Retry), nameof(retry.MaxDelay))} is {retry.MaxDelay}, and the service delays messages by {TimeSpan.FromSeconds(limits.DelaySeconds.Maximum)} at most."
        : null;
}
