using CmqContracts.Testing;

namespace CmqContracts.Server.Tests;

/// <summary>What is remembered of deliveries, and what is forgotten when there are too many subscriptions.</summary>
public sealed class PushFailuresTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly PushFailures _failures;

    public PushFailuresTests() => _failures = new PushFailures(_clock);

    [Fact]
    public void Failures_are_counted_since_the_last_success_whichever_message_failed()
    {
        DateTimeOffset start = _clock.GetUtcNow();
        Note("hook", null);
        Assert.Equal((0, null, null, start), Of("hook"));
        _clock.AdvanceSeconds(1);
        Note("hook", "HTTP status 503");
        _clock.AdvanceSeconds(1);
        Note("hook", "no answer within 15 s");
        Assert.Equal((2, "no answer within 15 s", start.AddSeconds(2), start), Of("hook"));
        _clock.AdvanceSeconds(1);
        Note("hook", null);
        Assert.Equal((0, "no answer within 15 s", start.AddSeconds(2), start.AddSeconds(3)), Of("hook"));
        _clock.AdvanceSeconds(1);
        Note("hook", "HTTP status 404");
        Assert.Equal((1, "HTTP status 404", start.AddSeconds(4), start.AddSeconds(3)), Of("hook"));
    }

    [Fact]
    public void An_account_reads_its_own_by_topic_or_all_in_the_order_of_their_names()
    {
        foreach ((string account, string topic, string subscription) in (ReadOnlySpan<(string, string, string)>)[("a", "news", "y"), ("a", "News", "x"), ("b", "news", "z"), ("a", "alarms", "w"), ("A", "news", "v")])
            _failures.Note(Push(account, topic, subscription), "failed");
        Assert.Equal("x y", Names(_failures.Read("a", "NEWS")));
        Assert.Equal("w x y", Names(_failures.Read("a")));
        Assert.Equal("z", Names(_failures.Read("b")));
        Assert.Equal("v", Names(_failures.Read("A")));
        Assert.Empty(_failures.Read("c", "news"));
    }

    [Fact]
    public void A_subscription_is_one_whatever_the_case_of_its_name()
    {
        Note("hook", "failed");
        Note("HOOK", "failed");
        Assert.Equal(2, Assert.Single(_failures.Read("a")).FailedAttempts);
    }

    [Fact]
    public void Of_too_many_the_one_that_was_not_tried_for_the_longest_time_is_forgotten_and_one_that_works_first()
    {
        for (int i = 0; i < PushFailures.Capacity; i++)
            Note($"s{i}", i is 2 or 500 ? null : "failed");
        Note("s0", "failed");
        Note("s500", null);
        Note("new1", "failed");
        Note("new2", "failed");
        Note("new3", null);
        Note("new4", "failed");

        string[] known = [.. _failures.Read("a").Select(static state => state.SubscriptionName)];
        Assert.Equal(PushFailures.Capacity, known.Length);
        Assert.Equal(["s1", "s2", "s500", "new3"], ((string[])["s0", "s1", "s2", "s3", "s500", "new1", "new2", "new3", "new4"]).Except(known));
    }

    private static string Names(IEnumerable<PushState> states) => string.Join(' ', states.Select(static state => state.SubscriptionName));

    private static TopicPush Push(string account, string topic, string subscription) => new()
    {
        Lease = "1",
        TopicOwner = account,
        TopicName = topic,
        SubscriptionName = subscription,
        Endpoint = "http://127.0.0.1/",
        NotifyContentFormat = NotifyContentFormat.Json,
        MessageId = "1",
        Body = default,
    };

    private void Note(string subscription, string? failure) => _failures.Note(Push("a", "news", subscription), failure);

    private (long Failed, string? Reason, DateTimeOffset? Failure, DateTimeOffset? Success) Of(string subscription)
    {
        PushState state = _failures.Read("a", "news").Single(state => state.SubscriptionName == subscription);
        return (state.FailedAttempts, state.Reason, state.LastFailure, state.LastSuccess);
    }
}
