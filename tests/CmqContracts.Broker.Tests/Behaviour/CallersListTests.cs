using System.Collections;
using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>What a caller gives is code of the caller's: whatever it does, it harms nobody else.</summary>
public sealed class CallersListTests : TopicTest
{
    private static readonly ReadOnlyMemory<byte>[] Bodies = ["x"u8.ToArray()];

    [Fact]
    public async Task A_list_that_throws_fails_its_own_request_and_no_other()
    {
        await PrepareAsync();
        Func<Task>[] requests = [.. Requests(new Throwing<string>(), new Throwing<ReadOnlyMemory<byte>>())];
        foreach (Func<Task> request in requests)
        {
            await Assert.ThrowsAsync<InvalidTimeZoneException>(request);
            await OthersGoOnAsync();
        }
    }

    [Fact]
    public async Task A_list_is_read_once()
    {
        await PrepareAsync();
        foreach (Func<Task> request in Requests(new OnceOnly<string>("a"), new OnceOnly<ReadOnlyMemory<byte>>("x"u8.ToArray())))
            await request();
        await OthersGoOnAsync();
    }

    [Fact]
    public async Task An_entry_that_is_null_is_named()
    {
        await PrepareAsync();
        (string Parameter, Func<Task> Request)[] requests =
        [
            ("receiptHandle", () => DeleteAsync("1", null!).AsTask()),
            ("msgTag", () => PublishAsync("x", tags: ["a", null!])),
            ("filterTag", () => SubscribeHttpAsync("other", tags: [null!]).AsTask()),
            ("filterTag", () => SetAsync(new SubscriptionSettings { FilterTags = [null!] })),
            ("bindingKey", () => SetAsync(new SubscriptionSettings { BindingKeys = ["a", null!] })),
        ];
        foreach ((string parameter, Func<Task> request) in requests)
        {
            ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(request);
            Assert.Equal(parameter, error.ParamName);
            Assert.Contains($"An entry of {parameter} is null", error.Message, StringComparison.Ordinal);
        }

        await OthersGoOnAsync();
    }

    [Fact]
    public async Task Values_that_no_enumeration_has_are_refused()
    {
        await PrepareAsync();
        await FailsAsync(CmqErrors.UndefinedProtocol, () => Service.SubscribeAsync(new SubscribeRequest(Topic, "other", (SubscriptionProtocol)7, "http://example.com/")).AsTask());
        await FailsAsync(CmqErrors.UndefinedNotifyStrategy, () => SubscribeHttpAsync("other", (NotifyStrategy)7).AsTask());
        await FailsAsync(CmqErrors.UndefinedNotifyContentFormat, () => SubscribeHttpAsync("other", format: (NotifyContentFormat)7).AsTask());
        await FailsAsync(CmqErrors.UndefinedNotifyStrategy, () => SetAsync(new SubscriptionSettings { NotifyStrategy = (NotifyStrategy)7 }));
        await FailsAsync(CmqErrors.UndefinedNotifyContentFormat, () => SetAsync(new SubscriptionSettings { NotifyContentFormat = (NotifyContentFormat)7 }));
        await FailsAsync(CmqErrors.ParameterOutOfRange("state"), () => Inspector.PeekAsync(new PeekMessagesRequest(Queue, (MessageState)7)).AsTask());
    }

    [Fact]
    public async Task A_wait_cannot_end_after_its_end()
    {
        await PrepareAsync();
        ArgumentException error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { AnswerEarly = TimeSpan.FromTicks(-1) }).AsTask());
        Assert.Contains("AnswerEarly", error.Message, StringComparison.Ordinal);
    }

    /// <remarks>Which other hosts have no ASCII form depends on where the process takes its Unicode tables from.</remarks>
    [Theory]
    [InlineData("http://xn--\u00fc/")]
    [InlineData("http://\u00fcaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/")]
    public async Task A_subscription_of_a_host_that_cannot_be_looked_up_is_refused_and_the_broker_goes_on(string endpoint)
    {
        await PrepareAsync();
        await FailsAsync(CmqErrors.EndpointFormatError, () => Service.SubscribeAsync(new SubscribeRequest(Topic, "other", SubscriptionProtocol.Http, endpoint)).AsTask());
        await OthersGoOnAsync();
        await PublishAsync("x");
    }

    [Fact]
    public async Task Tags_as_many_and_as_long_as_can_be_set_are_stored()
    {
        CmqLimits limits = CmqLimits.For(CmqProfile.Classic, strict: false, new Dictionary<string, CmqLimitOverride>
        {
            ["messageTags"] = new() { Maximum = 4_096 },
            ["tagLength"] = new() { Maximum = 21_845 },
        });
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = Clock, Limits = limits });
        ICmqService service = broker.GetService("a");
        await service.CreateTopicAsync(new CreateTopicRequest(Topic, new TopicSettings()));
        await service.SubscribeAsync(new SubscribeRequest(Topic, "hook", SubscriptionProtocol.Http, "http://127.0.0.1:1/"));
        string longest = new('\uffee', 21_845);
        await service.PublishMessagesAsync(new PublishMessagesRequest(Topic, Bodies) { Tags = [longest, .. Enumerable.Range(1, 4_095).Select(static i => $"t{i}")] });
        TopicPush push = Assert.Single(await broker.Pushes.TakeAsync(1, TimeSpan.FromSeconds(10)));
        Assert.Equal((4_096, longest), (push.Tags.Count, push.Tags[0]));
    }

    private async Task PrepareAsync()
    {
        await CreateAsync();
        await CreateTopicAsync();
        await SubscribeHttpAsync();
    }

    private Task SetAsync(SubscriptionSettings settings) => Service.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(Topic, "hook", settings)).AsTask();

    private async Task OthersGoOnAsync()
    {
        ICmqService other = Broker.GetService("other");
        await other.ListQueuesAsync(new ListQueuesRequest());
        await AttributesAsync();
    }

    /// <summary>Each request that has a list, with this one.</summary>
    private IEnumerable<Func<Task>> Requests(IReadOnlyList<string> texts, IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        yield return () => Service.SendMessagesAsync(new SendMessagesRequest(Queue, bodies)).AsTask();
        yield return () => Service.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, Fresh(texts))).AsTask();
        yield return () => Service.PublishMessagesAsync(new PublishMessagesRequest(Topic, Fresh(bodies))).AsTask();
        yield return () => Service.PublishMessagesAsync(new PublishMessagesRequest(Topic, Bodies) { Tags = Fresh(texts) }).AsTask();
        yield return () => Service.SubscribeAsync(new SubscribeRequest(Topic, "s1", SubscriptionProtocol.Http, "http://example.com/") { FilterTags = Fresh(texts) }).AsTask();
        yield return () => Service.SubscribeAsync(new SubscribeRequest(Topic, "s2", SubscriptionProtocol.Http, "http://example.com/") { BindingKeys = Fresh(texts) }).AsTask();
        yield return () => SetAsync(new SubscriptionSettings { FilterTags = Fresh(texts) });
        yield return () => SetAsync(new SubscriptionSettings { BindingKeys = Fresh(texts) });
        yield return () => Inspector.DescribeQueuesAsync(new DescribeQueuesRequest { QueueNames = Fresh(texts) }).AsTask();
    }

    private static IReadOnlyList<T> Fresh<T>(IReadOnlyList<T> list) => list is OnceOnly<T> once ? once.Again() : list;

    /// <summary>It has an entry, and throws when asked for it.</summary>
    private sealed class Throwing<T> : IReadOnlyList<T>
    {
        public int Count => 1;

        public T this[int index] => throw new InvalidTimeZoneException();

        public IEnumerator<T> GetEnumerator() => throw new InvalidTimeZoneException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>It has one entry, and throws when it is read again.</summary>
    private sealed class OnceOnly<T>(T entry) : IReadOnlyList<T>
    {
        private bool _isCounted;
        private bool _isRead;

        public int Count => Once(ref _isCounted, 1);

        public T this[int index] => Once(ref _isRead, entry);

        public OnceOnly<T> Again() => new(entry);

        public IEnumerator<T> GetEnumerator() => throw new InvalidTimeZoneException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private static TValue Once<TValue>(ref bool done, TValue value)
        {
            if (done)
                throw new InvalidTimeZoneException();
            done = true;
            return value;
        }
    }
}
