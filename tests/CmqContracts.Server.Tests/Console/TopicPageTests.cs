using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CmqContracts.Server.Tests;

/// <summary>The pages of topics and their subscriptions.</summary>
public sealed class TopicPageTests : IAsyncLifetime
{
    private const string Topics = "/accounts/default/topics";
    private const string News = Topics + "/news";
    private const string Events = Topics + "/events";
    private const string Web = News + "/subscriptions/web";

    private readonly LogCapture _log = new();
    private ServerUnderTest _server = null!;
    private ConsoleClient _client = null!;

    private ICmqService Service => _server.Broker.GetService("default");

    public async Task InitializeAsync()
    {
        _server = await ConsoleClient.StartAsync(
            static options =>
            {
                ConsolePages.WithReader(options);
                options.Push.Parallelism = 0;
            },
            _log);
        _client = await ConsoleClient.SignInAsync(_server);
        foreach (string queue in (string[])["mail", "audit"])
            await Service.CreateQueueAsync(new CreateQueueRequest(queue, new QueueSettings()));
        await Service.CreateTopicAsync(new CreateTopicRequest("news", new TopicSettings()));
        await Service.CreateTopicAsync(new CreateTopicRequest("events", new TopicSettings()) { Filter = TopicFilter.RoutingKey });
        await Service.SubscribeAsync(new SubscribeRequest("news", "everything", SubscriptionProtocol.Queue, "mail"));
        await Service.SubscribeAsync(new SubscribeRequest("news", "web", SubscriptionProtocol.Http, "http://user:pass1@127.0.0.1:9/hook?token=query1") { FilterTags = ["sport", "money"] });
        await Service.SubscribeAsync(new SubscribeRequest("events", "audit", SubscriptionProtocol.Queue, "audit") { BindingKeys = ["orders.#", "*.created"] });
        await Service.SubscribeAsync(new SubscribeRequest("events", "mail", SubscriptionProtocol.Queue, "mail") { BindingKeys = ["orders.*"] });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_list_shows_topics_by_name_and_finds_them()
    {
        (await _client.PageAsync(Topics)).AssertShows("events", "routing key", "news", "1 to 2 of 2 topics");
        ConsoleAnswer found = await _client.PageAsync(Topics + "?search=EV");
        found.AssertShows("events", "1 of 1 topics");
        found.AssertShowsNo("/topics/news");
        (await _client.PageAsync(Topics + "?search=x")).AssertShows("No topic has such a name.");
    }

    [Fact]
    public async Task A_topic_is_created_with_what_is_typed()
    {
        ConsoleAnswer page = await _client.SubmitAsync("/accounts/default/new-topic", "", ("name", "alerts"), ("filter", "RoutingKey"), ("maxMsgSize", "2048"), ("msgRetentionSeconds", ""));
        page.AssertShows("Topic alerts was created.", "Nobody has subscribed");
        TopicAttributes topic = await Service.GetTopicAttributesAsync("alerts");
        Assert.Equal((TopicFilter.RoutingKey, 2048), (topic.Filter, topic.MaxMsgSize));
        page = await _client.SubmitAsync("/accounts/default/new-topic", "", ("name", "ALERTS"), ("maxMsgSize", "2048"));
        Assert.Contains("There is a topic 'alerts' already", ConsolePages.ProblemAt(page, "name"), StringComparison.Ordinal);
        page = await _client.SubmitAsync("/accounts/default/new-topic", "", ("name", "more"), ("maxMsgSize", "1"));
        Assert.Equal(CmqLimits.Classic.TopicMaxMsgSize.Explain(1), ConsolePages.ProblemAt(page, "maxMsgSize"));
    }

    [Fact]
    public async Task A_topics_attributes_are_changed_within_their_ranges()
    {
        ConsoleAnswer page = await _client.SubmitAsync(News, "save", ("maxMsgSize", "4096"), ("msgRetentionSeconds", "86400"));
        page.AssertShows("Changed: maxMsgSize 4096.");
        Assert.Equal(4096, (await Service.GetTopicAttributesAsync("news")).MaxMsgSize);
        page = await _client.SubmitAsync(News, "save", ("maxMsgSize", "4096"), ("msgRetentionSeconds", "5"));
        Assert.Equal(CmqLimits.Classic.TopicMsgRetentionSeconds.Explain(5), ConsolePages.ProblemAt(page, "msgRetentionSeconds"));
        Assert.Equal("5", page.Field("msgRetentionSeconds"));
        Assert.Contains(_log.Lines, static line => line.Text.Contains("attributes of topic 'news' changed: maxMsgSize 4096", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_subscriptions_address_is_shown_without_password_and_query()
    {
        foreach (string path in (string[])[News, Web])
        {
            ConsoleAnswer page = await _client.PageAsync(path);
            page.AssertShows("http://127.0.0.1:9/hook");
            page.AssertShowsNo("pass1", "query1", "user:");
        }
    }

    [Theory]
    [InlineData(News, "tags", "", "everything")]
    [InlineData(News, "tags", "sport", "everything web")]
    [InlineData(News, "tags", "other\r\n money ", "everything web")]
    [InlineData(News, "tags", "Sport", "everything")]
    [InlineData(Events, "key", "orders", "audit")]
    [InlineData(Events, "key", "orders.eu", "audit mail")]
    [InlineData(Events, "key", "users.created", "audit")]
    [InlineData(Events, "key", "users.created.eu", "")]
    public async Task Who_would_get_a_message_is_what_the_broker_then_does(string path, string field, string value, string expected)
    {
        ConsoleAnswer page = await _client.SubmitAsync(path, "who", (field, value), ("body", "typed already"));
        Assert.Equal(expected, Receivers(page));
        Assert.Equal("typed already", page.Field("body"));
        Assert.Equal(0, (await Service.GetQueueAttributesAsync("mail")).ActiveMessages);
        page.AssertShows(expected.Length == 0 ? "Nobody would get this message" : "would get this message.");
        page = await _client.SubmitAsync(path, "publish", (field, value), ("body", "hello"));
        page.AssertShows(expected.Length == 0 ? "Nothing was published: No subscription of topic" : $"for {(expected.Contains(' ') ? "2 subscriptions" : "1 subscription")}.");
        string[] receivers = expected.Split(' ');
        Assert.Equal(receivers.Contains("everything") || receivers.Contains("mail") ? 1 : 0, (await Service.GetQueueAttributesAsync("mail")).ActiveMessages);
        Assert.Equal(receivers.Contains("audit") ? 1 : 0, (await Service.GetQueueAttributesAsync("audit")).ActiveMessages);
    }

    [Fact]
    public async Task Tags_and_keys_that_no_message_can_have_are_refused_before_publishing()
    {
        (await _client.SubmitAsync(News, "who", ("tags", new string('x', 17)))).AssertShows("A tag has 17 characters; use 1 to 16 characters.");
        (await _client.SubmitAsync(News, "who", ("tags", "1\n2\n3\n4\n5\n6"))).AssertShows("msgTag has 6 entries; at most 5 are allowed.");
        (await _client.SubmitAsync(Events, "who", ("key", new string('.', 16)))).AssertShows("routingKey has 16 dots; at most 15 are allowed.");
        (await _client.SubmitAsync(Events, "who", ("key", " "))).AssertShows("Topic 'events' filters by routing key; type one.");
    }

    [Fact]
    public async Task A_text_is_published_as_one_message_or_by_lines()
    {
        await _client.SubmitAsync(News, "publish", ("body", "one\r\ntwo"));
        await _client.SubmitAsync(News, "publish", ("body", "3\r\n\r\n4"), ("lines", "true"));
        Assert.Equal(["one\ntwo", "3", "4"], (await _server.Broker.GetInspector("default").PeekMessagesAsync(new PeekMessagesRequest("mail", MessageState.Active))).Messages.Select(static message => Encoding.UTF8.GetString(message.Body.Span)));
        ConsoleAnswer many = await _client.SubmitAsync(News, "publish", ("body", string.Join("\r\n", Enumerable.Range(0, 40))), ("lines", "true"));
        many.AssertShows("40 messages were published", "for 1 subscription.");
        Assert.Equal(43, (await Service.GetQueueAttributesAsync("mail")).ActiveMessages);
        Assert.DoesNotContain(_log.Lines, static line => line.Text.Contains("one\ntwo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_refused_stays_in_the_form()
    {
        ConsoleAnswer page = await _client.SubmitAsync(Events, "publish", ("key", "nobody.there"), ("body", "<b>kept</b>"));
        page.AssertShows("Nothing was published");
        Assert.Equal(("nobody.there", "<b>kept</b>"), (page.Field("key"), page.Field("body")));
        (await _client.SubmitAsync(News, "publish", ("body", ""))).AssertShows("There is nothing to publish");
    }

    [Fact]
    public async Task A_queue_and_a_URL_are_subscribed()
    {
        ConsoleAnswer page = await _client.SubmitAsync(News + "/new-subscription", "", ("name", "second"), ("protocol", "Queue"), ("endpoint", "audit"), ("strategy", "BackoffRetry"), ("format", ""), ("words", "a\r\nb"));
        page.AssertShows("Subscription second was created.");
        SubscriptionAttributes subscription = await Service.GetSubscriptionAttributesAsync("news", "second");
        Assert.Equal((SubscriptionProtocol.Queue, "audit", NotifyStrategy.BackoffRetry), (subscription.Protocol, subscription.Endpoint, subscription.NotifyStrategy));
        Assert.Equal(["a", "b"], subscription.FilterTags);
        await _client.SubmitAsync(Events + "/new-subscription", "", ("name", "hook"), ("protocol", "Http"), ("endpoint", "https://u:pass2@example.com/?q=query2"), ("strategy", "ExponentialDecayRetry"), ("format", "Simplified"), ("words", "#"));
        subscription = await Service.GetSubscriptionAttributesAsync("events", "hook");
        Assert.Equal((SubscriptionProtocol.Http, "https://u:pass2@example.com/?q=query2", NotifyContentFormat.Simplified), (subscription.Protocol, subscription.Endpoint, subscription.NotifyContentFormat));
        Assert.Equal(["#"], subscription.BindingKeys);
        Assert.Contains(_log.Lines, static line => line.Text.Contains("subscription 'hook' of topic 'events' created", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, static line => line.Text.Contains("pass2", StringComparison.Ordinal) || line.Text.Contains("query2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("name", "", "name", "The subscription name is empty")]
    [InlineData("name", "WEB", "name", "has a subscription 'web' already")]
    [InlineData("endpoint", "nowhere", "endpoint", "There is no queue 'nowhere' to deliver to; create it first.")]
    public async Task A_subscription_that_is_refused_says_so_at_its_field(string name, string value, string field, string expected)
    {
        Dictionary<string, string> fields = new() { ["name"] = "second", ["protocol"] = "Queue", ["endpoint"] = "audit", [name] = value };
        ConsoleAnswer page = await _client.SubmitAsync(News + "/new-subscription", "", [.. fields.Select(static pair => (pair.Key, pair.Value))]);
        Assert.Contains(expected, ConsolePages.ProblemAt(page, field), StringComparison.Ordinal);
        Assert.Equal(2, (await Service.ListSubscriptionsAsync(new ListSubscriptionsRequest("news"))).TotalCount);
    }

    [Fact]
    public async Task Binding_keys_are_asked_for_where_the_topic_filters_by_routing_key()
    {
        (await _client.SubmitAsync(Events + "/new-subscription", "", ("name", "second"), ("protocol", "Queue"), ("endpoint", "audit"), ("words", ""))).AssertShows("subscribe with a binding key, '#' for everything.");
        (await _client.SubmitAsync(Events + "/subscriptions/audit", "save", ("strategy", "BackoffRetry"), ("words", " "))).AssertShows("asks for one binding key at least");
        Assert.Equal(2, (await Service.GetSubscriptionAttributesAsync("events", "audit")).BindingKeys.Count);
    }

    [Fact]
    public async Task A_subscription_is_changed_cleared_and_deleted()
    {
        ConsoleAnswer page = await _client.PageAsync(Web);
        Assert.Equal("sport\nmoney", page.Field("words"));
        await _client.SubmitAsync(Web, "save", ("strategy", "BackoffRetry"), ("format", "Simplified"), ("words", "travel"));
        SubscriptionAttributes changed = await Service.GetSubscriptionAttributesAsync("news", "web");
        Assert.Equal((NotifyStrategy.BackoffRetry, NotifyContentFormat.Simplified), (changed.NotifyStrategy, changed.NotifyContentFormat));
        Assert.Equal(["travel"], changed.FilterTags);
        (await _client.SubmitAsync(Web, "clear")).AssertShows("has no tags any more");
        Assert.Empty((await Service.GetSubscriptionAttributesAsync("news", "web")).FilterTags);
        await _client.SubmitAsync(Web, "save", ("strategy", "BackoffRetry"), ("format", "Simplified"), ("words", "x"));
        await _client.SubmitAsync(Web, "save", ("strategy", "BackoffRetry"), ("format", "Simplified"), ("words", ""));
        Assert.Empty((await Service.GetSubscriptionAttributesAsync("news", "web")).FilterTags);
        (await _client.SubmitAsync(Web, "delete")).AssertShows("Subscription web was deleted.");
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync(Web)).Status);
    }

    [Fact]
    public async Task A_topic_is_deleted_with_its_name_typed_in_when_nobody_subscribes()
    {
        (await _client.SubmitAsync(News, "delete", ("typedName", "new"))).AssertShows("The topic was not deleted: type its name, news, exactly; 'new' was typed.");
        (await _client.SubmitAsync(News, "delete", ("typedName", "news"))).AssertShows("Topic 'news' has 2 subscriptions; end them first.");
        await Service.UnsubscribeAsync("news", "web");
        await Service.UnsubscribeAsync("news", "everything");
        (await _client.SubmitAsync(News, "delete", ("typedName", "news"))).AssertShows("Topic news was deleted.");
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync(News)).Status);
    }

    [Fact]
    public async Task A_key_that_only_reads_asks_who_would_get_a_message_and_changes_nothing()
    {
        using ConsoleClient reader = await ConsolePages.SignInReaderAsync(_server);
        ConsoleAnswer page = await reader.SubmitAsync(News, "who", ("tags", "sport"));
        Assert.Equal("everything web", Receivers(page));
        page.AssertShowsNo(">Publish</button>", "Delete the topic", ">Save<", "New subscription");
        foreach (string path in (string[])[News + "?handler=publish", News + "?handler=save", News + "?handler=delete", News + "?handler=who&handler=delete", News + "/new-subscription", Web + "?handler=save", Web + "?handler=clear", Web + "?handler=delete", "/accounts/default/new-topic"])
            Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync(path, ("name", "x"), ("typedName", "news"), ("body", "x"), ("handler", "who"))).Status);
        Assert.Equal(2, (await Service.ListSubscriptionsAsync(new ListSubscriptionsRequest("news"))).TotalCount);
        Assert.Equal(0, (await Service.GetQueueAttributesAsync("mail")).ActiveMessages);
    }

    [Fact]
    public async Task Deliveries_that_fail_are_shown_with_the_reason_and_without_the_address()
    {
        PushFailures failures = _server.Server.Context.PushFailures;
        (await _client.PageAsync(News)).AssertShowsNo("deliveries failed", "accepted");
        TopicPush push = Push("default", "web");
        failures.Note(push, "HTTP status 503");
        failures.Note(push, "<b>refused</b>");
        foreach (string path in (string[])[News, Web])
        {
            ConsoleAnswer page = await _client.PageAsync(path);
            page.AssertShows("The last 2 deliveries failed: <b>refused</b>");
            page.AssertShowsNo("pass1", "query1");
            Assert.DoesNotContain("<b>refused", page.Text, StringComparison.Ordinal);
        }

        failures.Note(push, null);
        (await _client.PageAsync(News)).AssertShows("Deliveries are accepted", "Last failure");
        failures.Note(Push("other account", "web"), "HTTP status 418");
        (await _client.PageAsync(News)).AssertShowsNo("418");
    }

    private static TopicPush Push(string account, string subscription) => new()
    {
        Lease = "1",
        TopicOwner = account,
        TopicName = "news",
        SubscriptionName = subscription,
        Endpoint = "http://user:pass1@127.0.0.1:9/hook?token=query1",
        NotifyContentFormat = NotifyContentFormat.Json,
        MessageId = "1",
        Body = "x"u8.ToArray(),
    };

    /// <summary>Those of whom a page says that they would get the message.</summary>
    private static string Receivers(ConsoleAnswer page) => string.Join(' ', Regex.Matches(page.Text, "<strong class=\"good\">yes</strong>\\s*</td>\\s*<th scope=\"row\"><a [^>]*>([^<]*)</a>").Select(static match => match.Groups[1].Value));
}
