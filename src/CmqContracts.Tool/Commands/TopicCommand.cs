using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary><c>cmq topic</c>: the account's topics.</summary>
internal static class TopicCommand
{
    public const string Description = "Creates, lists, shows, changes and deletes topics, and publishes to them.";

    public static Command Create() => new("topic", Description) { CreateTopic(), List(), Show(), Set(), Delete(), Publish() };

    private static Argument<string> Name => ClientOptions.Name("TOPIC", "The topic's name.");

    private static Option<int?> MaxMsgSize => NumberOption.Create("--max-msg-size", "Largest body, in bytes.");

    private static Option<int?> MsgRetentionSeconds => NumberOption.Create("--msg-retention-seconds", "Seconds for which a message that cannot be delivered is kept.");

    private static Command CreateTopic()
    {
        Argument<string> name = Name;
        Option<int?> size = MaxMsgSize, retention = MsgRetentionSeconds;
        Option<TopicFilter?> filter = ChoiceOption.Create("--filter", "How subscriptions choose messages; tags unless set. It stays for the topic's life.", ("tags", TopicFilter.Tags), ("routing-key", TopicFilter.RoutingKey));
        return ClientOptions.Command("create", "Creates a topic.", [name, size, retention, filter], async run =>
        {
            string topic = run.Get(name)!;
            TopicSettings settings = new() { MaxMsgSize = run.Get(size), MsgRetentionSeconds = run.Get(retention) };
            string id = await run.Service.CreateTopicAsync(new CreateTopicRequest(topic, settings) { Filter = run.Get(filter) ?? TopicFilter.Tags }, run.Stop);
            run.Output.Done($"Topic '{topic}' was created.", new Field("topicName", topic), new Field("topicId", id));
            return ExitCode.Done;
        });
    }

    private static Command List()
    {
        Option<string?> search = ClientOptions.Text("--search", "TEXT", "Only topics whose name contains this.");
        return ClientOptions.Command("list", "Lists the topics by name.", [search], async run =>
        {
            List<TopicListEntry> topics = await PagedList.ReadAsync<TopicListEntry>("topics", async (offset, stop) =>
            {
                TopicList page = await run.Service.ListTopicsAsync(new ListTopicsRequest { SearchWord = run.Get(search), Offset = offset, Limit = PagedList.PageSize }, stop);
                return (page.TotalCount, page.Topics);
            }, static topic => topic.TopicName, run.Stop).ToListAsync(run.Stop);
            run.Output.Rows(topics.Select(static topic => (Field[])[new("topicName", topic.TopicName), new("topicId", topic.TopicId)]), run.Get(search) is { } word ? $"No topic has '{word}' in its name." : "There are no topics.");
            return ExitCode.Done;
        });
    }

    private static Command Show()
    {
        Argument<string> name = Name;
        return ClientOptions.Command("show", "Shows a topic's attributes and counters.", [name], async run =>
        {
            TopicAttributes topic = await run.Service.GetTopicAttributesAsync(run.Get(name)!, run.Stop);
            run.Output.Fields(
                new("topicName", topic.TopicName),
                new("topicId", topic.TopicId),
                new("filterType", topic.Filter == TopicFilter.Tags ? "tags" : "routing-key"),
                new("maxMsgSize", topic.MaxMsgSize, "bytes"),
                new("msgRetentionSeconds", topic.MsgRetentionSeconds, "seconds"),
                new("msgCount", topic.PendingMessages, "deliveries to be made"),
                new("createTime", topic.CreatedAt),
                new("lastModifyTime", topic.LastModifiedAt));
            return ExitCode.Done;
        });
    }

    private static Command Set()
    {
        Argument<string> name = Name;
        Option<int?> size = MaxMsgSize, retention = MsgRetentionSeconds;
        return ClientOptions.Command("set", "Changes the attributes that are given, and leaves the others.", [name, size, retention], async run =>
        {
            string topic = run.Get(name)!;
            TopicSettings change = new() { MaxMsgSize = run.Get(size), MsgRetentionSeconds = run.Get(retention) };
            if (change == new TopicSettings())
                throw new CommandException("Nothing is to be changed; give an attribute, such as --max-msg-size 65536.");
            await run.Service.SetTopicAttributesAsync(new SetTopicAttributesRequest(topic, change), run.Stop);
            run.Output.Done($"Topic '{topic}' was changed.", new Field("topicName", topic));
            return ExitCode.Done;
        });
    }

    private static Command Delete()
    {
        Argument<string> name = Name;
        return ClientOptions.Command("delete", "Deletes a topic that has no subscriptions.", [name, ClientOptions.Yes], async run =>
        {
            string topic = run.Get(name)!;
            await run.ConfirmAsync($"Delete topic '{topic}'?");
            await run.Service.DeleteTopicAsync(topic, run.Stop);
            run.Output.Done($"Topic '{topic}' was deleted.", new Field("topicName", topic));
            return ExitCode.Done;
        });
    }

    private static Command Publish()
    {
        Argument<string> name = Name;
        Argument<string?> body = MessageBody.Argument();
        Option<string[]> tags = ClientOptions.Texts("--tag", "TAG", "A tag of the message; may be given several times.");
        Option<string?> key = ClientOptions.Text("--routing-key", "KEY", "The message's routing key, for a topic that filters by it.");
        return ClientOptions.Command("publish", "Publishes a message to a topic.", [name, body, tags, key], async run =>
        {
            string topic = run.Get(name)!;
            ReadOnlyMemory<byte> bytes = await MessageBody.ReadAsync(run.Get(body), run.Stop);
            IReadOnlyList<string> ids = await run.Service.PublishMessagesAsync(new PublishMessagesRequest(topic, [bytes]) { Tags = run.Get(tags)!, RoutingKey = run.Get(key) }, run.Stop);
            run.Output.Done($"Message {ids[0]} was published to '{topic}'.", new Field("topicName", topic), new Field("msgId", ids[0]));
            return ExitCode.Done;
        });
    }
}
