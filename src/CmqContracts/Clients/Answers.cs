using System.Diagnostics.CodeAnalysis;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Checks that an answer fits its request, whichever <see cref="ICmqService"/> gave it: a decorator or a fake may give anything.</summary>
/// <remarks>What does not fit is a <see cref="CmqUnavailableException"/> whose outcome is <see cref="CmqOutcome.Unknown"/>.</remarks>
internal static class Answers
{
    /// <summary>The ids of the messages that were sent.</summary>
    public static IReadOnlyList<string> Ids(IReadOnlyList<string>? ids, int sent)
    {
        if (ids?.Count != sent)
            throw Wrong($"{sent} messages were sent and {ids?.Count ?? 0} ids came back, so it is not known which were stored.");
        for (int i = 0; i < sent; i++)
        {
            if (string.IsNullOrEmpty(ids[i]))
                throw Wrong($"Of {sent} messages that were sent one has no id, so it is not known which were stored.");
        }

        return ids;
    }

    /// <summary>Which messages of a request were not deleted.</summary>
    public static IReadOnlyList<DeleteMessageFailure> Failures(IReadOnlyList<DeleteMessageFailure>? failures, DeleteMessagesRequest request)
    {
        if (failures is null)
            throw Wrong("There is no list of what was not deleted, so it is not known which messages were.");
        foreach (DeleteMessageFailure? failure in failures)
        {
            if (failure?.Error is null || !request.ReceiptHandles.Contains(failure.ReceiptHandle))
                throw Wrong("An error names no message that was to be deleted, or no reason, so it is not known which were.");
        }

        return failures;
    }

    /// <summary>The messages that were received.</summary>
    public static IReadOnlyList<CmqMessage> Messages(IReadOnlyList<CmqMessage>? messages, int asked)
    {
        if (messages is null)
            throw Wrong("There is no list of messages.");
        foreach (CmqMessage? message in messages)
        {
            if (string.IsNullOrEmpty(message?.MessageId) || string.IsNullOrEmpty(message.ReceiptHandle))
                throw Wrong($"A message has no id or no receipt handle. {Invisible(messages)}");
        }

        return messages.Count <= asked ? messages : throw Wrong(TooMany(messages, asked));
    }

    /// <summary>Says that more messages came than were asked for, and which.</summary>
    public static string TooMany(IReadOnlyList<CmqMessage> messages, int asked) => $"{asked} messages at most were asked for and {messages.Count} came. {Invisible(messages)}";

    /// <summary>An object, such as the attributes of a queue.</summary>
    public static T Whole<T>([NotNull] T? answer, string what)
        where T : class => answer ?? throw Wrong($"There is no {what}.");

    /// <summary>The attributes of a subscription, with all their lists.</summary>
    public static SubscriptionAttributes Subscription(SubscriptionAttributes? attributes) =>
        Whole(attributes, "subscription") is { Endpoint: not null, FilterTags: { } tags, BindingKeys: { } keys } whole && !tags.Contains(null!) && !keys.Contains(null!)
            ? whole
            : throw Wrong("The subscription has no endpoint, no tags or no keys.");

    /// <summary>The entries of a page.</summary>
    public static IReadOnlyList<TEntry> Entries<TEntry>(IReadOnlyList<TEntry>? entries, string what, Func<TEntry, string?> nameOf) =>
        entries is not null && entries.All(entry => entry is not null && !string.IsNullOrEmpty(nameOf(entry)))
            ? entries
            : throw Wrong($"The list of {what} is missing, or an entry of it has no name.");

    private static string Invisible(IReadOnlyList<CmqMessage?> messages) =>
        $"All of them were received, and are invisible until their visibility ends: {ShownText.Of(string.Join(", ", messages.Select(static message => message?.MessageId ?? "null")))}.";

    private static CmqUnavailableException Wrong(string why) => new($"The answer is not what a CMQ service gives: {why} Look at what is between the client and the service.");
}
