using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary><c>cmq subscription</c>: the subscriptions of a topic.</summary>
internal static class SubscriptionCommand
{
    public const string Description = "Creates, lists, shows, changes and deletes subscriptions of a topic.";

    public static Command Create() => new("subscription", Description) { CreateSubscription(), List(), Show(), Set(), Delete() };

    private static Argument<string> Topic => ClientOptions.Name("TOPIC", "The topic's name.");

    private static Argument<string> Name => ClientOptions.Name("SUBSCRIPTION", "The subscription's name, unique in its topic.");

    private static Option<NotifyStrategy?> Strategy => ChoiceOption.Create("--notify-strategy", "What is done about a message that could not be delivered; exponential-decay-retry unless set.", ("exponential-decay-retry", NotifyStrategy.ExponentialDecayRetry), ("backoff-retry", NotifyStrategy.BackoffRetry));

    private static Option<NotifyContentFormat?> Format => ChoiceOption.Create("--notify-content-format", "What a URL gets: the message with its ids as JSON, or the body alone; a queue always gets the body alone.", ("json", NotifyContentFormat.Json), ("simplified", NotifyContentFormat.Simplified));

    private static Option<string[]> Tags => ClientOptions.Texts("--filter-tag", "TAG", "A tag that is wanted; may be given several times. None: every message.");

    private static Option<string[]> Keys => ClientOptions.Texts("--binding-key", "KEY", "A binding key, for a topic that filters by routing key; may be given several times.");

    private static Command CreateSubscription()
    {
        Argument<string> topic = Topic, name = Name;
        Option<string?> queue = ClientOptions.Text("--queue", "QUEUE", "The queue that gets the messages. Either this or --url.");
        Option<string?> url = ClientOptions.Text("--url", "URL", "The address that gets the messages by HTTP POST.");
        Option<NotifyStrategy?> strategy = Strategy;
        Option<NotifyContentFormat?> format = Format;
        Option<string[]> tags = Tags, keys = Keys;
        return ClientOptions.Command("create", "Subscribes a queue or a URL to a topic.", [topic, name, queue, url, strategy, format, tags, keys], async run =>
        {
            (SubscriptionProtocol protocol, string endpoint) = (run.Get(queue), run.Get(url)) switch
            {
                ({ } toQueue, null) => (SubscriptionProtocol.Queue, toQueue),
                (null, { } toUrl) => (SubscriptionProtocol.Http, toUrl),
                _ => throw new CommandException("A subscription needs exactly one of --queue and --url."),
            };
            string id = await run.Service.SubscribeAsync(
                new SubscribeRequest(run.Get(topic)!, run.Get(name)!, protocol, endpoint)
                {
                    NotifyStrategy = run.Get(strategy),
                    NotifyContentFormat = run.Get(format),
                    FilterTags = run.Get(tags)!,
                    BindingKeys = run.Get(keys)!,
                },
                run.Stop);
            run.Output.Done($"Subscription '{run.Get(name)}' of topic '{run.Get(topic)}' was created.", new Field("topicName", run.Get(topic)), new Field("subscriptionName", run.Get(name)), new Field("subscriptionId", id.Length == 0 ? null : id));
            return ExitCode.Done;
        });
    }

    private static Command List()
    {
        Argument<string> topic = Topic;
        Option<string?> search = ClientOptions.Text("--search", "TEXT", "Only subscriptions whose name contains this.");
        return ClientOptions.Command("list", "Lists a topic's subscriptions by name.", [topic, search], async run =>
        {
            List<SubscriptionListEntry> subscriptions = await PagedList.ReadAsync<SubscriptionListEntry>("subscriptions", async (offset, stop) =>
            {
                SubscriptionList page = await run.Service.ListSubscriptionsAsync(new ListSubscriptionsRequest(run.Get(topic)!) { SearchWord = run.Get(search), Offset = offset, Limit = PagedList.PageSize }, stop);
                return (page.TotalCount, page.Subscriptions);
            }, static subscription => subscription.SubscriptionName, run.Stop).ToListAsync(run.Stop);
            run.Output.Rows(
                subscriptions.Select(static subscription => (Field[])
                [
                    new("subscriptionName", subscription.SubscriptionName),
                    new("subscriptionId", subscription.SubscriptionId),
                    new("protocol", Text(subscription.Protocol)),
                    new("endpoint", subscription.Endpoint),
                ]),
                $"Topic '{run.Get(topic)}' has no such subscriptions.");
            return ExitCode.Done;
        });
    }

    private static Command Show()
    {
        Argument<string> topic = Topic, name = Name;
        return ClientOptions.Command("show", "Shows a subscription's attributes and counters.", [topic, name], async run =>
        {
            SubscriptionAttributes subscription = await run.Service.GetSubscriptionAttributesAsync(run.Get(topic)!, run.Get(name)!, run.Stop);
            run.Output.Fields(
                new("topicName", subscription.TopicName),
                new("subscriptionName", subscription.SubscriptionName),
                new("subscriptionId", subscription.SubscriptionId),
                new("topicOwner", subscription.TopicOwner),
                new("protocol", Text(subscription.Protocol)),
                new("endpoint", subscription.Endpoint),
                new("notifyStrategy", subscription.NotifyStrategy == NotifyStrategy.BackoffRetry ? "backoff-retry" : "exponential-decay-retry"),
                new("notifyContentFormat", subscription.NotifyContentFormat == NotifyContentFormat.Json ? "json" : "simplified"),
                new("filterTag", subscription.FilterTags),
                new("bindingKey", subscription.BindingKeys),
                new("msgCount", subscription.PendingMessages, "deliveries to be made"),
                new("createTime", subscription.CreatedAt),
                new("lastModifyTime", subscription.LastModifiedAt));
            return ExitCode.Done;
        });
    }

    private static Command Set()
    {
        Argument<string> topic = Topic, name = Name;
        Option<NotifyStrategy?> strategy = Strategy;
        Option<NotifyContentFormat?> format = Format;
        Option<string[]> tags = Tags, keys = Keys;
        Option<bool> noTags = new("--no-filter-tags") { Description = "Removes all tags, so that it gets every message." };
        return ClientOptions.Command("set", "Changes the attributes that are given, and leaves the others.", [topic, name, strategy, format, tags, noTags, keys], async run =>
        {
            SubscriptionSettings change = new() { NotifyStrategy = run.Get(strategy), NotifyContentFormat = run.Get(format), FilterTags = run.Get(tags)!, BindingKeys = run.Get(keys)! };
            bool isChange = change is not { NotifyStrategy: null, NotifyContentFormat: null, FilterTags: [], BindingKeys: [] };
            if (run.Get(noTags) && change.FilterTags.Count > 0)
                throw new CommandException("--filter-tag and --no-filter-tags contradict each other; give one of them.");
            if (!isChange && !run.Get(noTags))
                throw new CommandException("Nothing is to be changed; give an attribute, such as --filter-tag paid.");
            if (isChange)
                await run.Service.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(run.Get(topic)!, run.Get(name)!, change), run.Stop);
            if (run.Get(noTags))
                await run.Service.ClearSubscriptionFilterTagsAsync(run.Get(topic)!, run.Get(name)!, run.Stop);
            run.Output.Done($"Subscription '{run.Get(name)}' of topic '{run.Get(topic)}' was changed.", new Field("topicName", run.Get(topic)), new Field("subscriptionName", run.Get(name)));
            return ExitCode.Done;
        });
    }

    private static Command Delete()
    {
        Argument<string> topic = Topic, name = Name;
        return ClientOptions.Command("delete", "Ends a subscription; deliveries that are still to be made are dropped.", [topic, name, ClientOptions.Yes], async run =>
        {
            SubscriptionAttributes subscription = await run.Service.GetSubscriptionAttributesAsync(run.Get(topic)!, run.Get(name)!, run.Stop);
            await run.ConfirmAsync($"End subscription '{subscription.SubscriptionName}' of topic '{subscription.TopicName}', with {subscription.PendingMessages} deliveries still to be made?");
            await run.Service.UnsubscribeAsync(subscription.TopicName, subscription.SubscriptionName, run.Stop);
            run.Output.Done($"Subscription '{subscription.SubscriptionName}' of topic '{subscription.TopicName}' was deleted.", new Field("topicName", subscription.TopicName), new Field("subscriptionName", subscription.SubscriptionName));
            return ExitCode.Done;
        });
    }

    private static string Text(SubscriptionProtocol protocol) => protocol == SubscriptionProtocol.Queue ? "queue" : "http";
}
