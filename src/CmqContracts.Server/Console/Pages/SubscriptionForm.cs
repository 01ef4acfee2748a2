namespace CmqContracts.Server.Pages;

/// <summary>The form of a subscription: what is typed in it, and what is wrong with that.</summary>
public sealed class SubscriptionForm
{
    /// <summary>The name of the field of <see cref="Name"/>.</summary>
    internal const string NameField = "name";

    /// <summary>The name of the field of <see cref="Endpoint"/>.</summary>
    internal const string EndpointField = "endpoint";

    /// <summary>The name of the field of <see cref="Format"/>.</summary>
    internal const string FormatField = "format";

    /// <summary>The name of the field of <see cref="Words"/>.</summary>
    internal const string WordsField = "words";

    /// <summary>The subscription's name.</summary>
    public string? Name { get; set; }

    /// <summary>Where messages go.</summary>
    public SubscriptionProtocol Protocol { get; set; }

    /// <summary>The queue's name, or the URL.</summary>
    public string? Endpoint { get; set; }

    /// <summary>What is done about a message that could not be delivered.</summary>
    public NotifyStrategy Strategy { get; set; }

    /// <summary>What is delivered; <see langword="null"/>: what is usual for the protocol.</summary>
    public NotifyContentFormat? Format { get; set; }

    /// <summary>The tags or, where the topic filters by them, the binding keys, each on a line.</summary>
    public string? Words { get; set; }

    internal CmqLimits Limits { get; set; } = null!;

    /// <summary>Whether the topic filters by routing key.</summary>
    internal bool IsByKey { get; set; }

    /// <summary>Whether the subscription is new, so that its name and its endpoint can be chosen.</summary>
    internal bool IsNew { get; set; }

    internal FormProblems Problems { get; } = new();

    /// <summary>The name of a subscription, as a field.</summary>
    internal FormField NameOfSubscription => new() { Name = NameField, Label = "Name", Meaning = $"{Limits.QueueNameLength.Range}: a letter first, then letters, digits, - and _.", Value = Name, Problem = Problems.Of(NameField) };

    /// <summary>Where messages go, as a field.</summary>
    internal FormField EndpointOfSubscription => new() { Name = EndpointField, Label = "Endpoint", Meaning = $"The name of a queue of this account, or a URL of at most {Limits.EndpointLength.Maximum} characters.", Value = Endpoint, Problem = Problems.Of(EndpointField), List = "queue-names" };

    internal IReadOnlyList<string> FilterTags => IsByKey ? [] : TopicPage.Lines(Words);

    internal IReadOnlyList<string> BindingKeys => IsByKey ? TopicPage.Lines(Words) : [];

    /// <summary>The form with the attributes of a subscription in it.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="isByKey">Whether its topic filters by routing key.</param>
    internal static SubscriptionForm Of(SubscriptionAttributes subscription, bool isByKey) => new()
    {
        Protocol = subscription.Protocol,
        Strategy = subscription.NotifyStrategy,
        Format = subscription.NotifyContentFormat,
        Words = string.Join('\n', isByKey ? subscription.BindingKeys : subscription.FilterTags),
    };

    /// <summary>What is done about a message that could not be delivered, for people.</summary>
    internal static string TextOf(NotifyStrategy strategy) => strategy == NotifyStrategy.BackoffRetry ? "three more times, 19 to 29 s apart" : "again after 1, 2, 4 … 512 s, until the retention ends";

    /// <summary>What is delivered, for people.</summary>
    internal static string TextOf(NotifyContentFormat format) => format == NotifyContentFormat.Simplified ? "the body alone" : "JSON with ids, names and time";

    /// <summary>Takes a refusal of the backend to the field that it is about.</summary>
    /// <returns>Whether there is one.</returns>
    internal bool TryTake(CmqException failure)
    {
        if (failure is not CmqServiceException refusal || FieldOf(refusal.Error) is not { } field)
            return false;
        Problems.Add(field, ConsolePage.TextOf(refusal));
        return true;
    }

    private static string? FieldOf(CmqError error)
    {
        if (error.Is(CmqErrors.SubscriptionNameFormatError) || error.Is(CmqErrors.SubscriptionAlreadyExists))
            return NameField;
        if (error.Is(CmqErrors.EndpointFormatError) || error.Is(CmqErrors.IllegalEndpoint) || error.Is(CmqErrors.UrlContainsBlankCharacters))
            return EndpointField;
        if (error.Is(CmqErrors.NotifyContentFormatMustBeSimplified))
            return FormatField;
        bool isAboutWords = error.Is(CmqErrors.TooManyFilterTags) || error.Is(CmqErrors.TooManyBindingKeys) || error.Is(CmqErrors.TooManyDelimiters) || error.Is(CmqErrors.BindingKeyMissing)
            || error == CmqErrors.ParameterOutOfRange("filterTag") || error == CmqErrors.ParameterOutOfRange("bindingKey");
        return isAboutWords ? WordsField : null;
    }
}
