using System.Globalization;
using System.Text;
using CmqContracts.Protocol;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>A topic: its subscriptions, who would get a message, publishing one, and its attributes.</summary>
public sealed class TopicModel : TopicPage
{
    private const string WhoHandler = "who";

    /// <summary>The attributes as they are typed.</summary>
    [BindProperty]
    public TopicForm Form { get; set; } = new();

    /// <summary>The tags of the message, each on a line.</summary>
    [BindProperty(Name = "tags")]
    public string? Tags { get; set; }

    /// <summary>The routing key of the message.</summary>
    [BindProperty(Name = "key")]
    public string? RoutingKey { get; set; }

    /// <summary>The body of the message, or of several.</summary>
    [BindProperty(Name = "body")]
    public string? Body { get; set; }

    /// <summary>Whether each line of the body is a message.</summary>
    [BindProperty(Name = "lines")]
    public bool IsByLines { get; set; }

    internal IReadOnlyList<SubscriptionAttributes> Subscriptions { get; private set; } = [];

    /// <summary>The names of the subscriptions that would get the message; <see langword="null"/>: that was not asked.</summary>
    internal IReadOnlySet<string>? Receivers { get; private set; }

    /// <summary>How deliveries to the topic's HTTP endpoints went, by the names of their subscriptions.</summary>
    internal IReadOnlyDictionary<string, PushState> Pushes { get; private set; } = new Dictionary<string, PushState>();

    internal bool IsByKey => Attributes.Filter == TopicFilter.RoutingKey;

    internal override bool IsLook => base.IsLook || Request.Query["handler"] == WhoHandler;

    /// <summary>Shows the page.</summary>
    public Task OnGetAsync() => ShowAsync();

    /// <summary>Shows who would get a message with these tags or this key.</summary>
    public async Task<IActionResult> OnPostWhoAsync()
    {
        await ShowAsync().ConfigureAwait(false);
        try
        {
            TopicRules.CheckTagsAndKey(TagsOf(), KeyOf(), Limits);
            if (IsByKey && KeyOf() is null)
                return Refuse($"Topic '{Attributes.TopicName}' filters by routing key; type one.");
        }
        catch (CmqServiceException e)
        {
            return Refuse(TextOf(e));
        }

        Receivers = Subscriptions.Where(Wants).Select(static subscription => subscription.SubscriptionName).ToHashSet(StringComparer.Ordinal);
        return Page();
    }

    /// <summary>Publishes what is typed.</summary>
    public async Task<IActionResult> OnPostPublishAsync()
    {
        // Browsers write the line ends of a form as CRLF.
        Body = (Body ?? "").Replace("\r\n", "\n", StringComparison.Ordinal);
        IReadOnlyList<string> messages = BodyBatches.Split(Body, IsByLines ? BodyForm.Lines : BodyForm.One);
        await ShowAsync().ConfigureAwait(false);
        if (messages.Count == 0)
            return Refuse("There is nothing to publish: the body is empty.");
        byte[][] bodies = [.. messages.Select(Encoding.UTF8.GetBytes)];
        int published = 0;
        string lastId = "";
        try
        {
            while (published < bodies.Length && !Aborted.IsCancellationRequested)
            {
                int count = BodyBatches.CountAt(bodies, published, Limits);
                IReadOnlyList<string> ids = await Service.PublishMessagesAsync(new PublishMessagesRequest(Topic, [.. bodies[published..(published + count)]]) { Tags = TagsOf(), RoutingKey = KeyOf() }).ConfigureAwait(false);
                published += count;
                lastId = ids[^1];
            }
        }
        catch (CmqException e)
        {
            LogPublished(published);
            Body = BodyBatches.Join(messages.Skip(published), IsByLines ? BodyForm.Lines : BodyForm.One);
            string unknown = e is CmqUnavailableException ? " Whether the next ones were published is not known." : "";
            return Refuse($"{(published == 0 ? "Nothing was published" : $"{Shown.Number(published)} of {Shown.Number(bodies.Length)} messages were published; the others are still in the form")}: {TextOf(e)}{unknown}");
        }

        LogPublished(published);
        int receivers = Subscriptions.Count(Wants);
        Notice = $"{(published == 1 ? $"Published as message {lastId}" : $"{Shown.Number(published)} messages were published; the last one is {lastId}")}, for {(receivers == 1 ? "1 subscription" : $"{Shown.Number(receivers)} subscriptions")}.";
        return Redirect(Path);
    }

    /// <summary>Changes attributes.</summary>
    public async Task<IActionResult> OnPostSaveAsync()
    {
        TopicForm typed = Form;
        await ShowAsync().ConfigureAwait(false);
        Form = typed;
        Form.Limits = Limits;
        TopicSettings settings = Form.Read(Attributes);
        if (Form.Problems.Any)
            return Page();
        if (settings == new TopicSettings())
        {
            Notice = "No attribute was changed: all are as they were.";
            return Redirect(Path);
        }

        try
        {
            await Service.SetTopicAttributesAsync(new SetTopicAttributesRequest(Topic, settings)).ConfigureAwait(false);
        }
        catch (CmqException e)
        {
            return Form.TryTake(e) ? Page() : Refuse(TextOf(e));
        }

        (string Name, int? Value)[] all = [(Limits.TopicMaxMsgSize.Name, settings.MaxMsgSize), (Limits.TopicMsgRetentionSeconds.Name, settings.MsgRetentionSeconds)];
        string changes = string.Join(", ", all.Where(static one => one.Value is not null).Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Name} {one.Value}")));
        Changed($"attributes of topic '{Attributes.TopicName}' changed: {changes}");
        Notice = $"Changed: {changes}.";
        return Redirect(Path);
    }

    /// <summary>Deletes the topic.</summary>
    /// <param name="typedName">The topic's name, typed in.</param>
    public async Task<IActionResult> OnPostDeleteAsync(string? typedName)
    {
        if (typedName?.Trim() != Attributes.TopicName)
        {
            await ShowAsync().ConfigureAwait(false);
            return Refuse($"The topic was not deleted: type its name, {Attributes.TopicName}, exactly; '{typedName}' was typed.");
        }

        await Service.DeleteTopicAsync(Topic).ConfigureAwait(false);
        Changed($"topic '{Attributes.TopicName}' deleted");
        Notice = $"Topic {Attributes.TopicName} was deleted.";
        return Redirect(Home + "/topics");
    }

    private async Task ShowAsync()
    {
        Form = TopicForm.Of(Attributes);
        Form.Limits = Limits;
        Subscriptions = await ListSubscriptionsAsync().ConfigureAwait(false);
        Pushes = (Console.PushFailures?.Read(Account, Topic) ?? []).ToDictionary(static push => push.SubscriptionName, StringComparer.OrdinalIgnoreCase);
    }

    private IReadOnlyList<string> TagsOf() => IsByKey ? [] : Lines(Tags);

    private string? KeyOf() => IsByKey && !string.IsNullOrWhiteSpace(RoutingKey) ? RoutingKey.Trim() : null;

    /// <summary>Whether a subscription would get the message.</summary>
    private bool Wants(SubscriptionAttributes subscription) => IsByKey
        ? KeyOf() is { } key && subscription.BindingKeys.Any(binding => TopicMatching.MatchesKey(binding, key))
        : TopicMatching.MatchesTags(subscription.FilterTags, TagsOf());

    private void LogPublished(int count)
    {
        if (count > 0)
            Changed($"{Shown.Number(count)} messages published to topic '{Attributes.TopicName}'");
    }
}
