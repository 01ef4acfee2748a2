using System.Globalization;

namespace CmqContracts;

/// <summary>What the options of a handler must be. Every failure names the setting as the user wrote it, the value, the rule and the fix.</summary>
internal static class HandlerOptionsRules
{
    public const int LeastConcurrency = 1;
    public const int MostConcurrency = 10_000;

    /// <summary>By how much the end of a message's visibility may be seen too late: the service tells it in whole seconds.</summary>
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(12);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(365);

    /// <summary>What is wrong with the options; empty: nothing.</summary>
    /// <param name="options">The options.</param>
    /// <param name="queueName">The queue.</param>
    /// <param name="settings">What its contract states.</param>
    public static List<string> Explain(HandlerOptions options, string queueName, QueueSettings settings)
    {
        List<string> wrong = [];
        if (ExplainConcurrency(options.Concurrency) is { } wrongNumber)
            wrong.Add($"{NameOf(options, queueName, nameof(options.Concurrency))} {wrongNumber}");
        ExplainTime(nameof(options.Budget), options.Budget);
        ExplainTime(nameof(options.Margin), options.Margin);
        ExplainTime(nameof(options.StopTimeout), options.StopTimeout);
        ExplainTime(nameof(options.PollStopTimeout), options.PollStopTimeout);
        ExplainTime(nameof(options.DuplicateWindow), options.DuplicateWindow, LongestWindow);
        if (!Enum.IsDefined(options.Unreadable))
            wrong.Add($"{NameOf(options, queueName, nameof(options.Unreadable))} is {options.Unreadable}; it must be one of {string.Join(", ", Enum.GetNames<UnreadableBody>())}.");
        else if (options.Unreadable == UnreadableBody.Reject && settings.DeadLetterPolicy is null)
            wrong.Add($"{NameOf(options, queueName, nameof(options.Unreadable))} is {options.Unreadable}, and the contract of queue '{queueName}' names no dead-letter queue. Name one, or choose {UnreadableBody.Leave} or {UnreadableBody.Delete}.");
        if (settings.VisibilityTimeout is { } visibility && ExplainVisibility(options, queueName, TimeSpan.FromSeconds(visibility)) is { } tooShort)
            wrong.Add(tooShort);
        return wrong;

        void ExplainTime(string property, TimeSpan value, TimeSpan? longest = null)
        {
            if (value < TimeSpan.Zero || value > (longest ?? LongestTime))
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{NameOf(options, queueName, property)} is {value}; it must be {TimeSpan.Zero} to {longest ?? LongestTime}."));
        }
    }

    /// <summary>What is wrong with how many messages are handled at once; <see langword="null"/>: nothing.</summary>
    public static string? ExplainConcurrency(int value) => value is < LeastConcurrency or > MostConcurrency
        ? string.Create(CultureInfo.InvariantCulture, $"is {value}; it must be {LeastConcurrency} to {MostConcurrency}. To stop receiving, pause the handler.")
        : null;

    /// <summary>Why messages cannot be de-duplicated; <see langword="null"/>: they can, or need not be.</summary>
    /// <param name="options">The options.</param>
    /// <param name="queueName">The queue.</param>
    /// <param name="messageType">The type of its messages.</param>
    /// <param name="hasKey">Whether a member of theirs is the key.</param>
    /// <param name="envelope">Their envelope, which has a key otherwise; <see langword="null"/>: none.</param>
    /// <param name="hasStore">Whether the host has a store.</param>
    public static string? ExplainDeduplication(HandlerOptions options, string queueName, string messageType, bool hasKey, EnvelopeContract? envelope, bool hasStore)
    {
        if (!options.Deduplicate)
            return null;
        string setting = $"{NameOf(options, queueName, nameof(options.Deduplicate))} is set";
        if (!hasKey && envelope is { ReadsPlain: true })
            return $"{setting}, the id of the envelope is the key of a message of queue '{queueName}', and its contract reads messages without an envelope, too (ReadsPlain): none of those could ever be handled. Put [DeduplicationKey] on a member of {messageType}, or remove ReadsPlain when all messages come in an envelope.";
        if (!hasKey && envelope is null)
            return $"{setting}, and nothing tells a message of queue '{queueName}' from its duplicates. Put [DeduplicationKey] on a member of {messageType} that is given once for each thing that happened, such as the id of an order, or [CmqEnvelope] beside [CmqQueue], whose id is the key then.";
        return hasStore
            ? null
            : $"{setting}, and the host has no {nameof(IDeduplicationStore)}. Add one: AddCmq(...).AddPostgresDeduplication or AddSqliteDeduplication, or for as long as the process lives AddMemoryDeduplication.";
    }

    /// <summary>Why a handler that takes a <see cref="MessageTransaction"/> has none; <see langword="null"/>: it has, or takes none.</summary>
    /// <param name="options">The options.</param>
    /// <param name="queueName">The queue.</param>
    /// <param name="handlerType">The handler.</param>
    /// <param name="takesTransaction">Whether it takes one.</param>
    public static string? ExplainTransaction(HandlerOptions options, string queueName, string handlerType, bool takesTransaction) => options.Deduplicate || !takesTransaction
        ? null
        : $"{NameOf(options, queueName, nameof(options.Deduplicate))} is not set, and {handlerType}, the handler of queue '{queueName}', takes a {nameof(MessageTransaction)}, which a message has only when it is de-duplicated. Set it, or take the {nameof(MessageTransaction)} out of the handler's constructor.";

    /// <summary>Why a visibility leaves no time to handle a message; <see langword="null"/>: it does.</summary>
    public static string? ExplainVisibility(HandlerOptions options, string queueName, TimeSpan visibility) => visibility > options.Margin + options.Budget + ClockError
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Queue '{queueName}' has a visibility timeout of {visibility.TotalSeconds} s, and {NameOf(options, queueName, nameof(options.Margin))} {options.Margin} and {nameof(options.Budget)} {options.Budget} leave no time to handle a message: it must be longer than both and {ClockError.TotalSeconds} s, as the service tells times in whole seconds. Raise the queue's VisibilityTimeout, or lower them.");

    /// <summary>A setting as the user wrote it.</summary>
    /// <param name="options">The options.</param>
    /// <param name="queueName">The queue.</param>
    /// <param name="path">The setting's name; for one within another setting, both names.</param>
    public static string NameOf(HandlerOptions options, string queueName, params string[] path) =>
        options.Section is { } section ? $"{section}:{string.Join(':', path)}" : $"HandlerOptions.{string.Join('.', path)} of queue '{queueName}'";
}
