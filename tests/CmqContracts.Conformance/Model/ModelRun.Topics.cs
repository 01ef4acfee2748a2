using System.Text;

namespace CmqContracts.Conformance.Model;

/// <content>Topics, subscriptions and deliveries.</content>
internal sealed partial class ModelRun
{
    private const int LeaseSeconds = 30;

    /// <summary>More than the deliveries of a program, so that the order in which a backend takes turns does not matter.</summary>
    private const int Parallelism = 1024;

    private static readonly string[] TopicNames = ["news", "Orders"];
    private static readonly string[] SubscriptionNames = ["first", "Second", "third"];
    private static readonly string[] Tags = ["a", "b", "c"];
    private static readonly string[] Keys = ["stock", "stock.us", "stock.us.nyse", "usd", "stock..x"];
    private static readonly string[] Bindings = ["#", "stock.*", "stock.#", "*.us.#", "usd", "#.nyse", "*", "*.*.x"];

    private readonly List<TopicPush> _pushes = [];

    private async Task RunOnTopicAsync(Command c)
    {
        string topic = TopicName(c.A), name = SubscriptionName(c.B);
        switch (c.Act)
        {
            case Act.CreateTopic:
                CreateTopicRequest create = new(topic, TopicSettings(c)) { Filter = c.D % 2 == 0 ? TopicFilter.Tags : TopicFilter.RoutingKey };
                await BothAsync(() => Service.CreateTopicAsync(create), () => _model.CreateTopic(create), static (id, model) => model.Id = id);
                break;
            case Act.DeleteTopic:
                await BothAsync(() => Unit(Service.DeleteTopicAsync(topic)), () => Unit(() => _model.DeleteTopic(topic)));
                break;
            case Act.SetTopic:
                SetTopicAttributesRequest set = new(topic, TopicSettings(c));
                await BothAsync(() => Unit(Service.SetTopicAttributesAsync(set)), () => Unit(() => _model.SetTopic(set)));
                break;
            case Act.ListTopics:
                await CompareTopicListsAsync(c);
                break;
            case Act.Subscribe:
                SubscribeRequest subscribe = SubscribeRequest(c, topic, name);
                await BothAsync(() => Service.SubscribeAsync(subscribe), () => _model.Subscribe(subscribe), static (id, model) => model.Id = id);
                break;
            case Act.Unsubscribe:
                await BothAsync(() => Unit(Service.UnsubscribeAsync(topic, name)), () => Unit(() => _model.Unsubscribe(topic, name)));
                break;
            case Act.SetSubscription:
                SubscriptionSettings settings = new()
                {
                    NotifyStrategy = c.C % 2 == 0 ? NotifyStrategy.ExponentialDecayRetry : null,
                    NotifyContentFormat = c.C % 5 == 0 ? NotifyContentFormat.Simplified : null,
                    FilterTags = c.C % 3 == 0 ? TagsOf(c.D) : [],
                    BindingKeys = c.C % 4 == 0 ? BindingsOf(c.D) : [],
                };
                SetSubscriptionAttributesRequest change = new(topic, name, settings);
                await BothAsync(() => Unit(Service.SetSubscriptionAttributesAsync(change)), () => Unit(() => _model.SetSubscription(change)));
                break;
            case Act.ClearFilterTags:
                await BothAsync(() => Unit(Service.ClearSubscriptionFilterTagsAsync(topic, name)), () => Unit(() => _model.ClearFilterTags(topic, name)));
                break;
            case Act.Publish:
                await PublishAsync(c, topic);
                break;
            case Act.TakePushes:
                await TakePushesAsync();
                break;
            case Act.SettlePush:
                await SettlePushAsync(c);
                break;
            default:
                throw new NotSupportedException($"The command {c.Act} is unknown.");
        }
    }

    private async Task PublishAsync(Command c, string topic)
    {
        string[] bodies = [.. Enumerable.Range(0, c.B % 4 == 0 ? 1 + (c.C % 16) : 1).Select(_ => $"news 消息 {++_bodies}")];
        if (c.B % 31 == 1)
            bodies[0] = new string('y', 1025 + (c.C * 10));
        PublishMessagesRequest request = new(topic, [.. bodies.Select(static body => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(body))])
        {
            Tags = TagsOf(c.C),
            RoutingKey = c.D % 7 == 0 ? null : Keys[c.D % Keys.Length],
        };
        await BothAsync(
            () => Service.PublishMessagesAsync(request),
            () => _model.Publish(topic, bodies, request.Tags, request.RoutingKey),
            static (ids, published) =>
            {
                Same("message count", ids.Count, published.Count);
                for (int i = 0; i < ids.Count; i++)
                    published[i].Id = ids[i];
            });
    }

    /// <summary>Takes deliveries if there are any due; which of them is up to the backend, as long as each subscription's come in order.</summary>
    private async Task TakePushesAsync()
    {
        using CancellationTokenSource end = new();
        Task<IReadOnlyList<TopicPush>>? taking = await TryRunAsync(() =>
        {
            // What is due is taken when the call returns; the cancellation ends the wait for what is not due yet.
            ValueTask<IReadOnlyList<TopicPush>> taken = Node.Pushes.TakeAsync(Parallelism, TimeSpan.FromSeconds(LeaseSeconds), end.Token);
            end.Cancel();
            return taken;
        });
        if (taking is null)
            return;
        bool mustTake = _model.WithDueDeliveries().Any() && !_model.HasLeases;
        IReadOnlyList<TopicPush> taken;
        try
        {
            taken = await taking.WaitAsync(Timeout);
        }
        catch (OperationCanceledException) when (!mustTake)
        {
            // Nothing is due, or the deliveries under way take all that the endpoint may have at the same time.
            return;
        }

        Same("something was taken", taken.Count > 0, true);
        foreach (TopicPush push in taken)
        {
            Same("owner of a push", push.TopicOwner, Account);
            ModelSubscription? subscription = _model.WithDueDeliveries().FirstOrDefault(due => (due.Topic.Name, due.Name) == (push.TopicName, push.SubscriptionName));
            Same($"a delivery of {push.SubscriptionName} is due", subscription is not null, true);
            ModelDelivery delivery = _model.Take(push.TopicName, push.SubscriptionName, push.Lease, LeaseSeconds * 1000L);
            Same("pushed message", push.MessageId, delivery.Message.Id);
            Same("pushed body", Encoding.UTF8.GetString(push.Body.Span), delivery.Message.Body);
            Same("pushed tags", string.Join(' ', push.Tags), string.Join(' ', delivery.Message.Tags));
            Same("attempt", push.Attempt, delivery.Attempts);
            Same("publish time", Ms(push.PublishedAt), delivery.PublishedAt + delivery.Message.Offset);
            Same("endpoint", push.Endpoint, subscription!.Endpoint);
            Same("format", push.NotifyContentFormat, subscription.Format);
            _pushes.Add(push);
        }
    }

    private async Task SettlePushAsync(Command c)
    {
        if (_pushes.Count == 0)
            return;
        TopicPush push = _pushes[c.A % _pushes.Count];
        bool delivered = c.B % 3 == 0;
        await BothAsync(() => Unit(Node.Pushes.SettleAsync(push, delivered)), () => Unit(() => _model.Settle(push.Lease, delivered)));
        if (c.C % 4 != 0)
            _pushes.Remove(push);
    }

    private async Task CompareTopicListsAsync(Command c)
    {
        string? word = new[] { null, "", "e", "IR", "zzz" }[c.B % 5];
        int offset = c.C % 2, limit = 1 + (c.D % 3);
        await BothAsync(
            () => Service.ListTopicsAsync(new ListTopicsRequest { SearchWord = word, Offset = offset, Limit = limit }),
            () => Page(_model.Topics.Select(static topic => (topic.Name, topic.Id))),
            static (real, model) => Same("topics", $"{real.TotalCount}: {string.Join(' ', real.Topics.Select(static t => t.TopicName + t.TopicId))}", model));
        await BothAsync(
            () => Service.ListSubscriptionsAsync(new ListSubscriptionsRequest(TopicName(c.A)) { SearchWord = word, Offset = offset, Limit = limit }),
            () => Page(_model.FindTopic(TopicName(c.A)).Subscriptions.Select(static s => (s.Name, s.Id))),
            static (real, model) => Same("subscriptions", $"{real.TotalCount}: {string.Join(' ', real.Subscriptions.Select(static s => s.SubscriptionName + s.SubscriptionId))}", model));

        string Page(IEnumerable<(string Name, string? Id)> all)
        {
            (string Name, string? Id)[] matches = [.. all.Where(item => item.Name.Contains(word ?? "", StringComparison.OrdinalIgnoreCase)).OrderBy(static item => item.Name, StringComparer.OrdinalIgnoreCase)];
            return $"{matches.Length}: {string.Join(' ', matches.Skip(offset).Take(limit).Select(static item => item.Name + item.Id))}";
        }
    }

    private async Task CompareTopicsAsync()
    {
        foreach (ModelTopic topic in _model.Topics)
        {
            TopicAttributes real = await Service.GetTopicAttributesAsync(topic.Name);
            Same("topic", Text(real), Text(_model.TopicAttributes(topic.Name)));
            foreach (ModelSubscription subscription in topic.Subscriptions)
                Same("subscription", Text(await Service.GetSubscriptionAttributesAsync(topic.Name, subscription.Name)), Text(_model.SubscriptionAttributes(topic.Name, subscription.Name)));
        }
    }

    private static string Text(TopicAttributes topic) =>
        $"{topic.TopicName} {topic.Filter} {topic.MaxMsgSize} {topic.MsgRetentionSeconds} {topic.PendingMessages} {Ms(topic.CreatedAt)} {Ms(topic.LastModifiedAt)}";

    private static string Text(SubscriptionAttributes subscription) =>
        $"{subscription.TopicName}/{subscription.SubscriptionName} {subscription.Protocol} {subscription.Endpoint} {subscription.NotifyStrategy} {subscription.NotifyContentFormat}"
        + $" [{string.Join(' ', subscription.FilterTags)}] [{string.Join(' ', subscription.BindingKeys)}] {subscription.PendingMessages} {Ms(subscription.CreatedAt)} {Ms(subscription.LastModifiedAt)}";

    private static string TopicName(int n)
    {
        string name = n % 23 == 0 ? "none" : TopicNames[n % TopicNames.Length];
        return n % 10 == 0 ? name.ToUpperInvariant() : name;
    }

    private static string SubscriptionName(int n) => n % 10 == 0 ? SubscriptionNames[n % SubscriptionNames.Length].ToUpperInvariant() : SubscriptionNames[n % SubscriptionNames.Length];

    private static TopicSettings TopicSettings(Command c) => new()
    {
        MaxMsgSize = c.B % 3 == 0 ? 1024 : c.B % 7 == 1 ? 10 : null,
        MsgRetentionSeconds = c.C % 3 == 0 ? 60 : c.C % 3 == 1 ? 400 : null,
    };

    private static SubscribeRequest SubscribeRequest(Command c, string topic, string name)
    {
        bool toQueue = c.D % 3 != 2;
        return new SubscribeRequest(topic, name, toQueue ? SubscriptionProtocol.Queue : SubscriptionProtocol.Http, toQueue ? Name(c.C) : $"http://127.0.0.1:1/{name}")
        {
            FilterTags = c.B % 2 == 0 ? TagsOf(c.D) : [],
            BindingKeys = c.C % 9 == 8 ? [] : BindingsOf(c.D),
            NotifyContentFormat = toQueue || c.C % 2 == 0 ? null : NotifyContentFormat.Simplified,
        };
    }

    private static string[] TagsOf(int n) => [.. Tags.Where((_, i) => (n >> i) % 2 == 1)];

    private static string[] BindingsOf(int n) => [.. new[] { Bindings[n % Bindings.Length], Bindings[n / 3 % Bindings.Length] }.Distinct()];
}
