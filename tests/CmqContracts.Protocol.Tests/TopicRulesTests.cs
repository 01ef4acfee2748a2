namespace CmqContracts.Protocol.Tests;

/// <summary>What is refused of a request on topics without knowing the topic, or with its attributes: just outside of what is allowed, in words that name the value and the rule.</summary>
public sealed class TopicRulesTests
{
    private const string Bad = "1st";

    private static readonly CmqLimits Limits = CmqLimits.Classic;
    private static readonly CmqLimits Strict = CmqLimits.For(CmqProfile.Classic, strict: true);
    private static readonly TopicSettings Nothing = new();
    private static readonly SubscribeRequest ToQueue = new("news", "audit", SubscriptionProtocol.Queue, "orders");
    private static readonly SubscribeRequest ToUrl = new("news", "audit", SubscriptionProtocol.Http, "https://example.com/push");
    private static readonly PublishMessagesRequest Publish = new("news", [new byte[] { (byte)'a' }]);

    [Fact]
    public void Every_request_on_a_topic_is_refused_for_a_name_that_no_topic_can_have()
    {
        Action[] requests =
        [
            () => TopicRules.CheckTopicName(Bad, Limits),
            () => TopicRules.CheckNames(Bad, "audit", Limits),
            () => TopicRules.Check(new CreateTopicRequest(Bad, Nothing), Limits),
            () => TopicRules.Check(new SetTopicAttributesRequest(Bad, Nothing), Limits),
            () => TopicRules.Check(Publish with { TopicName = Bad }, Limits),
            () => TopicRules.Check(ToQueue with { TopicName = Bad }, Limits),
            () => TopicRules.Check(new SetSubscriptionAttributesRequest(Bad, "audit", new SubscriptionSettings()), Limits),
        ];
        foreach (Action request in requests)
            Refusal.Expect(CmqErrors.TopicNameFormatError, request, $"The topic name '{Bad}'");
        Action[] ofSubscriptions =
        [
            () => TopicRules.CheckNames("news", Bad, Limits),
            () => TopicRules.Check(ToQueue with { SubscriptionName = Bad }, Limits),
            () => TopicRules.Check(new SetSubscriptionAttributesRequest("news", Bad, new SubscriptionSettings()), Limits),
        ];
        foreach (Action request in ofSubscriptions)
            Refusal.Expect(CmqErrors.SubscriptionNameFormatError, request, $"The subscription name '{Bad}'");
    }

    [Fact]
    public void A_topic_s_attributes_are_within_their_ranges()
    {
        Accepts(new TopicSettings { MaxMsgSize = 1024, MsgRetentionSeconds = 86_400 });
        Accepts(new TopicSettings { MaxMsgSize = 1_048_576 });
        Accepts(Nothing);
        Refuses("maxMsgSize", 1023, new TopicSettings { MaxMsgSize = 1023 });
        Refuses("maxMsgSize", 1_048_577, new TopicSettings { MaxMsgSize = 1_048_577 });
        Refuses("msgRetentionSeconds", 86_399, new TopicSettings { MsgRetentionSeconds = 86_399 });
        Refuses("msgRetentionSeconds", 86_401, new TopicSettings { MsgRetentionSeconds = 86_401 });

        static void Accepts(TopicSettings settings)
        {
            TopicRules.Check(new CreateTopicRequest("news", settings), Limits);
            TopicRules.Check(new SetTopicAttributesRequest("news", settings), Limits);
        }

        static void Refuses(string attribute, int value, TopicSettings settings)
        {
            Refusal.Expect(CmqErrors.ParameterOutOfRange(attribute), () => TopicRules.Check(new CreateTopicRequest("news", settings), Limits), $"{attribute} is {value}");
            Refusal.Expect(CmqErrors.ParameterOutOfRange(attribute), () => TopicRules.Check(new SetTopicAttributesRequest("news", settings), Limits), $"{attribute} is {value}");
        }
    }

    [Fact]
    public void A_topic_filters_by_tags_or_by_routing_key()
    {
        TopicRules.Check(new CreateTopicRequest("news", Nothing) { Filter = TopicFilter.Tags }, Limits);
        TopicRules.Check(new CreateTopicRequest("news", Nothing) { Filter = TopicFilter.RoutingKey }, Limits);
        foreach (int other in (int[])[0, 3])
            Refusal.Expect(CmqErrors.ParameterOutOfRange("filterType"), () => TopicRules.Check(new CreateTopicRequest("news", Nothing) { Filter = (TopicFilter)other }, Limits), $"filterType is {other}", "1 (tags) or 2 (routing key)");
    }

    [Fact]
    public void A_change_replaces_what_it_names_and_a_new_topic_gets_the_defaults()
    {
        TopicSettings current = new() { MaxMsgSize = 2048, MsgRetentionSeconds = 86_400 }, change = new() { MaxMsgSize = 4096, MsgRetentionSeconds = 90_000 };
        Assert.Equal(current, TopicRules.Merge(current, Nothing));
        Assert.Equal(change, TopicRules.Merge(current, change));
        Assert.Equal(new TopicSettings { MaxMsgSize = 65_536, MsgRetentionSeconds = 86_400 }, TopicRules.ForNewTopic(Nothing, Limits));
        Assert.Equal(change, TopicRules.ForNewTopic(change, Limits));
    }

    [Fact]
    public void A_publish_says_what_is_wrong_with_its_bodies_tags_and_key()
    {
        TopicRules.Check(Publish with { Tags = ["1", "2", "3", "4", new string('t', 16)], RoutingKey = new string('k', 64) }, Limits);
        TopicRules.Check(Publish with { RoutingKey = "" }, Limits);
        TopicRules.Check(Publish with { RoutingKey = new string('.', 15) }, Limits);
        Refusal.Expect(CmqErrors.ParameterBatchSizeOutOfRange("msgBody"), () => TopicRules.Check(Publish with { Bodies = [] }, Limits), "msgBody has 0 entries");
        Refusal.Expect(CmqErrors.MessageBodyEmpty, () => TopicRules.Check(Publish with { Bodies = [Array.Empty<byte>()] }, Limits));
        Refusal.Expect(CmqErrors.TooManyMsgTags, () => TopicRules.Check(Publish with { Tags = ["1", "2", "3", "4", "5", "6"] }, Limits), "msgTag has 6 entries", "at most 5");
        Refusal.Expect(CmqErrors.ParameterOutOfRange("msgTag"), () => TopicRules.Check(Publish with { Tags = ["a", ""] }, Limits), "0 characters", "1 to 16 characters");
        Refusal.Expect(CmqErrors.ParameterOutOfRange("msgTag"), () => TopicRules.Check(Publish with { Tags = [new string('t', 17)] }, Limits), "17 characters");
        Refusal.Expect(CmqErrors.ParameterOutOfRange("routingKey"), () => TopicRules.Check(Publish with { RoutingKey = new string('k', 65) }, Limits), "routingKey has 65 bytes", "1 to 64 bytes");
        Refusal.Expect(CmqErrors.ParameterOutOfRange("routingKey"), () => TopicRules.Check(Publish with { RoutingKey = new string('键', 22) }, Limits), "routingKey has 66 bytes");
        Refusal.Expect(CmqErrors.TooManyDelimiters, () => TopicRules.Check(Publish with { RoutingKey = new string('.', 16) }, Limits), "routingKey has 16 dots", "at most 15");
    }

    [Fact]
    public void A_topic_takes_bodies_of_its_size_and_wants_a_routing_key_where_it_filters_by_one()
    {
        PublishMessagesRequest full = Publish with { Bodies = [new byte[1024]] };
        TopicRules.CheckAgainstTopic(full, maxMsgSize: 1024, TopicFilter.Tags);
        TopicRules.CheckAgainstTopic(full with { RoutingKey = "a" }, 1024, TopicFilter.RoutingKey);
        Refusal.Expect(CmqErrors.MaximumMessageSizeExceeded, () => TopicRules.CheckAgainstTopic(full with { Bodies = [new byte[1], new byte[1025]] }, 1024, TopicFilter.Tags), "1025 bytes", "Topic 'news' has maxMsgSize 1024");
        Refusal.Expect(CmqErrors.RoutingKeyMissing, () => TopicRules.CheckAgainstTopic(full, 1024, TopicFilter.RoutingKey), "'news'", "publish with one");
        Refusal.Expect(CmqErrors.RoutingKeyMissing, () => TopicRules.CheckAgainstTopic(full with { RoutingKey = "" }, 1024, TopicFilter.RoutingKey), "'news'");

        TopicRules.CheckAgainstTopic(ToQueue, TopicFilter.Tags);
        TopicRules.CheckAgainstTopic(ToQueue with { BindingKeys = ["#"] }, TopicFilter.RoutingKey);
        Refusal.Expect(CmqErrors.BindingKeyMissing, () => TopicRules.CheckAgainstTopic(ToQueue, TopicFilter.RoutingKey), "'news'", "subscribe with a binding key");
    }

    [Fact]
    public void A_subscription_delivers_to_a_queue_s_name_or_a_web_address()
    {
        TopicRules.Check(ToQueue, Limits);
        TopicRules.Check(ToUrl, Limits);
        TopicRules.Check(ToUrl with { Endpoint = "http://example.com/" + new string('a', 481) }, Limits);
        Refusal.Expect(CmqErrors.EndpointFormatError, () => TopicRules.Check(ToQueue with { Endpoint = "http://example.com/" }, Limits), "queue name");
        Refusal.Expect(CmqErrors.EndpointFormatError, () => TopicRules.Check(ToUrl with { Endpoint = "http://example.com/" + new string('a', 482) }, Limits), "501 characters", "1 to 500 characters");
        Refusal.Expect(CmqErrors.EndpointFormatError, () => TopicRules.Check(ToUrl with { Endpoint = "" }, Limits), "0 characters");
        Refusal.Expect(CmqErrors.EndpointFormatError, () => TopicRules.Check(ToUrl with { Endpoint = null! }, Limits), "0 characters");
        foreach (string other in (string[])["orders", "/push", "ftp://example.com/", "file:///etc/passwd", "http:"])
            Refusal.Expect(CmqErrors.EndpointFormatError, () => TopicRules.Check(ToUrl with { Endpoint = other }, Limits), "no URL");
        foreach (string blank in (string[])["http://example.com/a b", " http://example.com/", "http://example.com/\t", "http://example.com/\u3000"])
            Refusal.Expect(CmqErrors.UrlContainsBlankCharacters, () => TopicRules.Check(ToUrl with { Endpoint = blank }, Limits), "percent-encode");
    }

    [Theory]
    [InlineData(true, SubscriptionProtocol.Queue, NotifyContentFormat.Json, false)]
    [InlineData(true, SubscriptionProtocol.Queue, NotifyContentFormat.Simplified, true)]
    [InlineData(true, SubscriptionProtocol.Queue, null, true)]
    [InlineData(true, SubscriptionProtocol.Http, NotifyContentFormat.Json, true)]
    [InlineData(false, SubscriptionProtocol.Queue, NotifyContentFormat.Json, true)]
    public void A_queue_gets_no_JSON_where_limits_are_strict(bool strict, SubscriptionProtocol protocol, NotifyContentFormat? format, bool accepted)
    {
        SubscribeRequest request = (protocol == SubscriptionProtocol.Queue ? ToQueue : ToUrl) with { NotifyContentFormat = format };
        foreach (Action check in (Action[])[() => TopicRules.CheckFormat(protocol, format, strict ? Strict : Limits), () => TopicRules.Check(request, strict ? Strict : Limits)])
        {
            if (accepted)
                check();
            else
                Refusal.Expect(CmqErrors.NotifyContentFormatMustBeSimplified, check, "say Simplified");
        }
    }

    [Fact]
    public void A_subscription_has_few_and_short_tags_and_keys()
    {
        Accepts(["1", "2", "3", "4", new string('t', 16)], [new string('k', 64), new string('.', 15), "#", "*", "a"]);
        Refuses(CmqErrors.TooManyFilterTags, ["1", "2", "3", "4", "5", "6"], [], "filterTag has 6 entries", "at most 5");
        Refuses(CmqErrors.ParameterOutOfRange("filterTag"), ["a", new string('t', 17)], [], "17 characters", "1 to 16 characters");
        Refuses(CmqErrors.ParameterOutOfRange("filterTag"), [""], [], "0 characters");
        Refuses(CmqErrors.TooManyBindingKeys, [], ["1", "2", "3", "4", "5", "6"], "bindingKey has 6 entries", "at most 5");
        Refuses(CmqErrors.ParameterOutOfRange("bindingKey"), [], ["a", ""], "bindingKey has 0 bytes", "1 to 64 bytes");
        Refuses(CmqErrors.ParameterOutOfRange("bindingKey"), [], [new string('k', 65)], "bindingKey has 65 bytes");
        Refuses(CmqErrors.TooManyDelimiters, [], [new string('.', 16)], "bindingKey has 16 dots", "at most 15");

        static IEnumerable<Action> Checks(string[] tags, string[] keys) =>
        [
            () => TopicRules.Check(ToQueue with { FilterTags = tags, BindingKeys = keys }, Limits),
            () => TopicRules.Check(new SetSubscriptionAttributesRequest("news", "audit", new SubscriptionSettings { FilterTags = tags, BindingKeys = keys }), Limits),
        ];

        static void Accepts(string[] tags, string[] keys)
        {
            foreach (Action check in Checks(tags, keys))
                check();
        }

        static void Refuses(CmqError error, string[] tags, string[] keys, params string[] words)
        {
            foreach (Action check in Checks(tags, keys))
                Refusal.Expect(error, check, words);
        }
    }

    [Fact]
    public void What_is_null_is_named()
    {
        Names("request", () => TopicRules.Check((CreateTopicRequest)null!, Limits));
        Names("request", () => TopicRules.Check((SetTopicAttributesRequest)null!, Limits));
        Names("request", () => TopicRules.Check((PublishMessagesRequest)null!, Limits));
        Names("request", () => TopicRules.Check((SubscribeRequest)null!, Limits));
        Names("request", () => TopicRules.Check((SetSubscriptionAttributesRequest)null!, Limits));
        Names("request", () => TopicRules.CheckAgainstTopic((PublishMessagesRequest)null!, 1, TopicFilter.Tags));
        Names("request", () => TopicRules.CheckAgainstTopic((SubscribeRequest)null!, TopicFilter.Tags));
        Names("request.Settings", () => TopicRules.Check(new SetSubscriptionAttributesRequest("news", "audit", null!), Limits));
        Names("settings", () => TopicRules.Check(new CreateTopicRequest("news", null!), Limits));
        Names("settings", () => TopicRules.Check(new SetTopicAttributesRequest("news", null!), Limits));
        Names("tags", () => TopicRules.Check(Publish with { Tags = null! }, Limits));
        Names("tags", () => TopicRules.Check(ToQueue with { FilterTags = null! }, Limits));
        Names("bindingKeys", () => TopicRules.Check(ToQueue with { BindingKeys = null! }, Limits));
        Names("current", () => TopicRules.Merge(null!, Nothing));
        Names("change", () => TopicRules.Merge(Nothing, null!));
        Names("limits", () => TopicRules.ForNewTopic(Nothing, null!));
        Names("limits", () => TopicRules.CheckTagsAndKey([], null, null!));
        Names("limits", () => TopicRules.CheckFormat(SubscriptionProtocol.Queue, null, null!));
        Names("filterTags", () => TopicMatching.MatchesTags(null!, []));
        Names("messageTags", () => TopicMatching.MatchesTags([], null!));
        Names("bindingKey", () => TopicMatching.MatchesKey(null!, ""));
        Names("routingKey", () => TopicMatching.MatchesKey("", null!));

        static void Names(string parameter, Action action) => Assert.Equal(parameter, Assert.Throws<ArgumentNullException>(action).ParamName);
    }
}
