namespace CmqContracts.Server;

/// <summary>
/// How deliveries to HTTP endpoints went lately, by subscription: what this server has tried since its start. It holds 1,000 subscriptions; for a further one
/// it forgets that which was not tried for the longest time, of those that work as long as there are some.
/// </summary>
internal sealed class PushFailures(TimeProvider time)
{
    public const int Capacity = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Account, string Topic, string Subscription), LinkedListNode<PushState>> _states = new(NamesComparer.Instance);

    /// <summary>Those whose last attempt was accepted. That which was not tried for the longest time comes first, here and below.</summary>
    private readonly LinkedList<PushState> _working = new();

    private readonly LinkedList<PushState> _failing = new();

    /// <summary>Notes an attempt.</summary>
    /// <param name="push">What was to be delivered.</param>
    /// <param name="failure">Why it failed, without anything of the endpoint's URL; <see langword="null"/>: it was accepted.</param>
    public void Note(TopicPush push, string? failure)
    {
        (string, string, string) key = (push.TopicOwner, push.TopicName, push.SubscriptionName);
        lock (_gate)
        {
            _states.TryGetValue(key, out LinkedListNode<PushState>? node);
            DateTimeOffset now = time.GetUtcNow();
            PushState before = node?.Value ?? new PushState { Account = push.TopicOwner, TopicName = push.TopicName, SubscriptionName = push.SubscriptionName };
            PushState after = failure is null
                ? before with { FailedAttempts = 0, LastSuccess = now }
                : before with { FailedAttempts = before.FailedAttempts + 1, LastFailure = now, Reason = failure };
            if (node is not null)
                node.List!.Remove(node);
            else if (_states.Count == Capacity)
                Forget(_working.First ?? _failing.First!);
            _states[key] = (failure is null ? _working : _failing).AddLast(after);
        }
    }

    /// <summary>What is known of an account's subscriptions to a topic, by their names.</summary>
    public IReadOnlyList<PushState> Read(string account, string topicName) =>
        Read(state => state.Account == account && CmqNameRule.Comparer.Equals(state.TopicName, topicName));

    /// <summary>What is known of all of an account's subscriptions, by the names of topic and subscription.</summary>
    public IReadOnlyList<PushState> Read(string account) => Read(state => state.Account == account);

    private IReadOnlyList<PushState> Read(Func<PushState, bool> isWanted)
    {
        lock (_gate)
            return [.. _working.Concat(_failing).Where(isWanted).OrderBy(static state => state.TopicName, CmqNameRule.Comparer).ThenBy(static state => state.SubscriptionName, CmqNameRule.Comparer)];
    }

    private void Forget(LinkedListNode<PushState> node)
    {
        _states.Remove((node.Value.Account, node.Value.TopicName, node.Value.SubscriptionName));
        node.List!.Remove(node);
    }

    /// <summary>Compares names of topics and subscriptions as the broker does.</summary>
    private sealed class NamesComparer : IEqualityComparer<(string Account, string Topic, string Subscription)>
    {
        public static NamesComparer Instance { get; } = new();

        public bool Equals((string Account, string Topic, string Subscription) x, (string Account, string Topic, string Subscription) y) =>
            x.Account == y.Account && CmqNameRule.Comparer.Equals(x.Topic, y.Topic) && CmqNameRule.Comparer.Equals(x.Subscription, y.Subscription);

        public int GetHashCode((string Account, string Topic, string Subscription) names) =>
            HashCode.Combine(names.Account, CmqNameRule.Comparer.GetHashCode(names.Topic), CmqNameRule.Comparer.GetHashCode(names.Subscription));
    }
}

/// <summary>How deliveries to one subscription went lately.</summary>
internal sealed record PushState
{
    /// <summary>The account that owns the topic.</summary>
    public required string Account { get; init; }

    public required string TopicName { get; init; }

    public required string SubscriptionName { get; init; }

    /// <summary>How many attempts have failed since the last one that was accepted, of whatever messages.</summary>
    public long FailedAttempts { get; init; }

    /// <summary>Why the last one that failed did, such as <c>HTTP status 503</c>; <see langword="null"/>: none is known to have failed. It names no part of the endpoint's URL, and nothing that the endpoint has answered.</summary>
    public string? Reason { get; init; }

    /// <summary>When that was; <see langword="null"/>: none is known.</summary>
    public DateTimeOffset? LastFailure { get; init; }

    /// <summary>When the endpoint last accepted a message; <see langword="null"/>: it is not known to have accepted one.</summary>
    public DateTimeOffset? LastSuccess { get; init; }
}
