using System.Text;

namespace CmqContracts.Protocol.Tests;

/// <summary>What is refused of a request on queues without knowing the queue: just outside of what is allowed, in words that name the value and the rule.</summary>
public sealed class RequestRulesTests
{
    private const string Bad = "1st";

    private static readonly CmqLimits Limits = CmqLimits.Classic;
    private static readonly CmqLimits Strict = CmqLimits.For(CmqProfile.Classic, strict: true);
    private static readonly QueueSettings Nothing = new();

    [Fact]
    public void Every_request_on_a_queue_is_refused_for_a_name_that_no_queue_can_have()
    {
        Action[] requests =
        [
            () => RequestRules.CheckQueueName(Bad, Limits),
            () => RequestRules.Check(new CreateQueueRequest(Bad, Nothing), Limits),
            () => RequestRules.Check(new SetQueueAttributesRequest(Bad, Nothing), Limits),
            () => RequestRules.Check(Send(1, 1) with { QueueName = Bad }, Limits),
            () => RequestRules.Check(new ReceiveMessagesRequest(Bad), Limits),
            () => RequestRules.Check(new DeleteMessagesRequest(Bad, ["handle"]), Limits),
            () => InspectionRules.Check(new PeekMessagesRequest(Bad, MessageState.Active), Limits),
            () => InspectionRules.Take(new MoveMessagesRequest(Bad, "orders", 1), Limits),
            () => InspectionRules.Take(new MoveMessagesRequest("orders", Bad, 1), Limits),
        ];
        foreach (Action request in requests)
            Refusal.Expect(CmqErrors.QueueNameFormatError, request, $"'{Bad}'");
    }

    [Fact]
    public void A_queue_is_created_and_changed_only_with_attributes_that_a_queue_can_have()
    {
        RequestRules.Check(new CreateQueueRequest("orders", Nothing), Limits);
        RequestRules.Check(new SetQueueAttributesRequest("orders", Nothing), Limits);
        QueueSettings outside = new() { VisibilityTimeout = 43_201 };
        Refusal.Expect(CmqErrors.ParameterOutOfRange("visibilityTimeout"), () => RequestRules.Check(new CreateQueueRequest("orders", outside), Limits), "43201", "1 to 43200 seconds");
        Refusal.Expect(CmqErrors.ParameterOutOfRange("visibilityTimeout"), () => RequestRules.Check(new SetQueueAttributesRequest("orders", outside), Limits), "43201", "1 to 43200 seconds");

        // Longer than the retention that a new queue has by default; what an existing queue has is not known here.
        QueueSettings longRewind = new() { RewindSeconds = 345_601 };
        Refusal.Expect(CmqErrors.RewindSecondsGreaterThanMsgRetentionSeconds, () => RequestRules.Check(new CreateQueueRequest("orders", longRewind), Limits), "345601", "345600");
        RequestRules.Check(new SetQueueAttributesRequest("orders", longRewind), Limits);
    }

    [Fact]
    public void A_rewind_may_be_as_long_as_the_retention()
    {
        QueueSettingsRules.Check(new QueueSettings { RewindSeconds = 3600, MsgRetentionSeconds = 3600 }, Limits);
        Refusal.Expect(CmqErrors.RewindSecondsGreaterThanMsgRetentionSeconds, () => QueueSettingsRules.Check(new QueueSettings { RewindSeconds = 3601, MsgRetentionSeconds = 3600 }, Limits), "3601", "3600");
    }

    [Fact]
    public void A_queue_is_not_its_own_dead_letter_queue_in_any_case()
    {
        QueueSettings own = new() { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("ORDERS", 3) };
        Refusal.Expect(CmqErrors.DeadLetterQueueNotAllowedToNest, () => RequestRules.Check(new CreateQueueRequest("orders", own), Limits), "'orders'");
        Refusal.Expect(CmqErrors.DeadLetterQueueNotAllowedToNest, () => RequestRules.Check(new SetQueueAttributesRequest("orders", own), Limits), "'orders'");
        RequestRules.Check(new CreateQueueRequest("other", own), Limits);
        RequestRules.Check(new SetQueueAttributesRequest("other", own), Limits);
    }

    [Fact]
    public void A_dead_letter_policy_names_a_queue_and_stays_within_its_ranges()
    {
        Refusal.Expect(CmqErrors.DeadLetterPolicyMustHaveDeadLetterQueue, () => Check(DeadLetterPolicy.AfterReceives("", 3)), "Name the dead-letter queue");
        Refusal.Expect(CmqErrors.DeadLetterPolicyMustHaveDeadLetterQueue, () => Check(DeadLetterPolicy.AfterReceives(null!, 3)), "Name the dead-letter queue");
        Refusal.Expect(CmqErrors.DeadLetterQueueDoesNotExist, () => Check(DeadLetterPolicy.AfterReceives(Bad, 3)), $"'{Bad}'");
        Refusal.Expect(CmqErrors.DeadLetterPolicyParamsError, () => Check(DeadLetterPolicy.AfterReceives("dead", 0)), "maxReceiveCount is 0", "1 to 1000");
        Refusal.Expect(CmqErrors.DeadLetterPolicyParamsError, () => Check(DeadLetterPolicy.AfterReceives("dead", 1001)), "maxReceiveCount is 1001");
        Refusal.Expect(CmqErrors.DeadLetterPolicyParamsError, () => Check(DeadLetterPolicy.AfterSeconds("dead", 299)), "maxTimeToLive is 299", "300 to 43200");
        Refusal.Expect(CmqErrors.DeadLetterPolicyParamsError, () => Check(DeadLetterPolicy.AfterSeconds("dead", 43_201)), "maxTimeToLive is 43201");
        Refusal.Expect(CmqErrors.DeadLetterPolicyParamsError, () => Check(DeadLetterPolicy.AfterSeconds("dead", 3600), retention: 3600), "maxTimeToLive is 3600", "msgRetentionSeconds, 3600");
        Check(DeadLetterPolicy.AfterReceives("dead", 1));
        Check(DeadLetterPolicy.AfterReceives("dead", 1000));
        Check(DeadLetterPolicy.AfterSeconds("dead", 300));
        Check(DeadLetterPolicy.AfterSeconds("dead", 43_200));
        Check(DeadLetterPolicy.AfterSeconds("dead", 3599), retention: 3600);

        static void Check(DeadLetterPolicy policy, int? retention = null) =>
            QueueSettingsRules.Check(new QueueSettings { DeadLetterPolicy = policy, MsgRetentionSeconds = retention }, Limits);
    }

    [Fact]
    public void A_change_replaces_what_it_names_and_keeps_the_rest()
    {
        QueueSettings current = new()
        {
            MaxMsgHeapNum = 1_000_000,
            PollingWaitSeconds = 1,
            VisibilityTimeout = 2,
            MaxMsgSize = 2048,
            MsgRetentionSeconds = 7200,
            RewindSeconds = 3,
            DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 4),
        };
        QueueSettings change = new()
        {
            MaxMsgHeapNum = 2_000_000,
            PollingWaitSeconds = 11,
            VisibilityTimeout = 12,
            MaxMsgSize = 4096,
            MsgRetentionSeconds = 3600,
            RewindSeconds = 13,
            DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("other", 600),
        };

        Assert.Equal(current, QueueSettingsRules.Merge(current, Nothing, Limits));
        Assert.Equal(change, QueueSettingsRules.Merge(current, change, Limits));
        Assert.Equal(change, QueueSettingsRules.ForNewQueue(change, Limits));
        Refusal.Expect(CmqErrors.DeadLetterPolicyParamsError, () => QueueSettingsRules.Merge(current, new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 7200) }, Limits), "msgRetentionSeconds, 7200");
    }

    [Fact]
    public void What_a_change_asks_for_is_refused_before_what_the_queue_has()
    {
        QueueSettings fromOtherLimits = new() { VisibilityTimeout = 99_999 };
        Refusal.Expect(CmqErrors.ParameterOutOfRange("rewindSeconds"), () => QueueSettingsRules.Merge(fromOtherLimits, new QueueSettings { RewindSeconds = -1 }, Limits), "rewindSeconds is -1");
        Refusal.Expect(CmqErrors.ParameterOutOfRange("visibilityTimeout"), () => QueueSettingsRules.Merge(fromOtherLimits, new QueueSettings { RewindSeconds = 1 }, Limits), "visibilityTimeout is 99999");
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(int.MaxValue, 1000, null)]
    [InlineData(-1, 20, "offset")]
    [InlineData(0, -1, "limit")]
    [InlineData(0, 1001, "limit")]
    public void A_page_is_within_its_ranges(int offset, int limit, string? wrong)
    {
        Action[] pages = [() => RequestRules.CheckPage(offset, limit, Limits), () => InspectionRules.Take(new DescribeQueuesRequest { Offset = offset, Limit = limit }, Limits)];
        foreach (Action page in pages)
        {
            if (wrong is null)
                page();
            else
                Refusal.Expect(CmqErrors.ParameterOutOfRange(wrong), page, $"{wrong} is {(wrong == "limit" ? limit : offset)}");
        }
    }

    [Fact]
    public void At_most_a_thousand_queues_are_described_by_name()
    {
        InspectionRules.Take(new DescribeQueuesRequest { QueueNames = [.. Enumerable.Repeat("orders", 1000)] }, Limits);
        Refusal.Expect(CmqErrors.InvalidRequestParameters, () => InspectionRules.Take(new DescribeQueuesRequest { QueueNames = [.. Enumerable.Repeat("orders", 1001)] }, Limits), "1001 entries", "at most 1000");
    }

    [Theory]
    [InlineData(1, null, null)]
    [InlineData(16, 0, null)]
    [InlineData(1, 30, null)]
    [InlineData(0, null, "numOfMsg is 0;")]
    [InlineData(17, null, "numOfMsg is 17;")]
    public void A_receive_asks_for_one_to_sixteen_messages(int maxMessages, int? wait, string? wrong)
    {
        void Check() => RequestRules.Check(new ReceiveMessagesRequest("orders") { MaxMessages = maxMessages, PollingWaitSeconds = wait }, Limits);
        if (wrong is null)
            Check();
        else
            Refusal.Expect(CmqErrors.ParameterBatchSizeOutOfRange("numOfMsg"), Check, wrong, "1 to 16 entries");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(31)]
    public void A_receive_waits_up_to_thirty_seconds(int wait) =>
        Refusal.Expect(CmqErrors.ParameterOutOfRange("pollingWaitSeconds"), () => RequestRules.Check(new ReceiveMessagesRequest("orders") { PollingWaitSeconds = wait }, Limits), $"pollingWaitSeconds is {wait}", "0 to 30");

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void A_delete_names_one_to_sixteen_handles(int handles, bool accepted)
    {
        void Check() => RequestRules.Check(new DeleteMessagesRequest("orders", [.. Enumerable.Repeat("handle", handles)]), Limits);
        if (accepted)
            Check();
        else
            Refusal.Expect(CmqErrors.ParameterBatchSizeOutOfRange("receiptHandle"), Check, $"receiptHandle has {handles} entries", "1 to 16 entries");
    }

    [Fact]
    public void A_send_says_what_is_wrong_with_its_bodies_and_delay()
    {
        Refusal.Expect(CmqErrors.ParameterBatchSizeOutOfRange("msgBody"), () => RequestRules.Check(Send(17, 1), Limits), "msgBody has 17 entries", "1 to 16 entries");
        Refusal.Expect(CmqErrors.MessageBodyEmpty, () => RequestRules.Check(Send(1, 0), Limits), "at least one byte");
        Refusal.Expect(CmqErrors.MaximumMessageSizeExceeded, () => RequestRules.Check(Send(1, 1_048_577), Limits), "1048577 bytes", "The largest body is 1048576");
        Refusal.Expect(CmqErrors.TotalMessageSizeExceeded, () => RequestRules.Check(Send(2, 600_000), Limits), "2 bodies", "1200000 bytes", "takes 1048576");
        Refusal.Expect(CmqErrors.DelaySecondsOutOfRange, () => RequestRules.Check(Send(1, 1) with { DelaySeconds = 6_048_001 }, Limits), "delaySeconds is 6048001");
        Refusal.Expect(CmqErrors.InvalidRequestParameters, () => RequestRules.Check(new SendMessagesRequest("orders", [new byte[] { (byte)'a' }, new byte[] { 0xFF }]), Limits), "not UTF-8");
    }

    [Fact]
    public void A_single_body_may_be_larger_than_a_batch()
    {
        RequestRules.Check(Send(1, 65_537), Strict);
        RequestRules.Check(Send(2, 32_768), Strict);
        Refusal.Expect(CmqErrors.TotalMessageSizeExceeded, () => RequestRules.Check(Send(2, 32_769), Strict), "65538 bytes", "takes 65536");
    }

    [Fact]
    public void Bodies_that_are_known_to_be_text_are_not_looked_at_again_but_measured()
    {
        RequestRules.Check(new SendMessagesRequest("orders", new Utf8Bodies(new byte[] { 0xFF })), Limits);
        Refusal.Expect(CmqErrors.MessageBodyEmpty, () => RequestRules.Check(new SendMessagesRequest("orders", new Utf8Bodies(Array.Empty<byte>())), Limits));
        Assert.Equal(["a", "b"], new Utf8Bodies("a"u8.ToArray(), "b"u8.ToArray()).Select(body => Encoding.UTF8.GetString(body.Span)));
    }

    [Fact]
    public void A_queue_takes_bodies_of_its_size_and_delays_within_its_retention()
    {
        RequestRules.CheckAgainstQueue(Send(2, 1024) with { DelaySeconds = 59 }, maxMsgSize: 1024, msgRetentionSeconds: 60);
        SendMessagesRequest secondIsLarge = new("orders", [new byte[1024], new byte[1025]]);
        Refusal.Expect(CmqErrors.MaximumMessageSizeExceeded, () => RequestRules.CheckAgainstQueue(secondIsLarge, 1024, 60), "1025 bytes", "Queue 'orders' has maxMsgSize 1024");
        Refusal.Expect(CmqErrors.DelaySecondsOutOfRange, () => RequestRules.CheckAgainstQueue(Send(1, 1) with { DelaySeconds = 60 }, 1024, 60), "delaySeconds is 60", "'orders'", "60 seconds");
    }

    [Fact]
    public void Refusals_of_rewinds_say_what_is_possible()
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(1000), oldest = DateTimeOffset.FromUnixTimeSeconds(990);
        Refusal.Expect(CmqErrors.QueueCannotBeRewound, () => RewindWindow.Check(new RewindQueueRequest("orders", 950), 0, now, oldest), "'orders'", "rewindSeconds 0");
        Refusal.Expect(CmqErrors.InvalidRewindTime, () => RewindWindow.Check(new RewindQueueRequest("orders", 939), 60, now, oldest), "939", "'orders'", "940 .. 990");
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        Expect(CmqErrors.QueueDoesNotExist, QueueRefusals.NotFound("orders"), "'orders'", "create it first");
        Expect(CmqErrors.QueueDoesNotExist, QueueRefusals.DeletedMeanwhile("orders"), "'orders' was deleted");
        Expect(CmqErrors.TopicDoesNotExist, TopicRefusals.NotFound("news"), "'news'", "create it first");
        Expect(CmqErrors.SubscriptionDoesNotExist, TopicRefusals.SubscriptionNotFound("news", "audit"), "'news'", "'audit'");
        Expect(CmqErrors.IllegalEndpoint, TopicRefusals.EndpointNotFound("orders"), "'orders'", "create it first");
        Expect(CmqErrors.TopicHasNoSubscription, TopicRefusals.NoReceiver("news", 0), "'news' has no subscription");
        Expect(CmqErrors.NoBindingKeyOrFilterTagMatches, TopicRefusals.NoReceiver("news", 2), "No subscription of topic 'news', which has 2, matches");

        static void Expect(CmqError error, CmqServiceException refusal, params string[] words) => Refusal.Expect(error, () => throw refusal, words);
    }

    [Fact]
    public void What_is_null_is_named()
    {
        Names("request", () => RequestRules.Check((CreateQueueRequest)null!, Limits));
        Names("request", () => RequestRules.Check((SetQueueAttributesRequest)null!, Limits));
        Names("request", () => RequestRules.Check((SendMessagesRequest)null!, Limits));
        Names("request", () => RequestRules.Check((ReceiveMessagesRequest)null!, Limits));
        Names("request", () => RequestRules.Check((DeleteMessagesRequest)null!, Limits));
        Names("request.ReceiptHandles", () => RequestRules.Check(new DeleteMessagesRequest("orders", null!), Limits));
        Names("bodies", () => RequestRules.Check(new SendMessagesRequest("orders", null!), Limits));
        Names("request", () => RequestRules.CheckAgainstQueue(null!, 1, 1));
        Names("settings", () => RequestRules.Check(new CreateQueueRequest("orders", null!), Limits));
        Names("settings", () => RequestRules.Check(new SetQueueAttributesRequest("orders", null!), Limits));
        Names("current", () => QueueSettingsRules.Merge(null!, Nothing, Limits));
        Names("change", () => QueueSettingsRules.Merge(Nothing, null!, Limits));
        Names("request", () => InspectionRules.Check((PeekMessagesRequest)null!, Limits));
        Names("request", () => InspectionRules.Take((MoveMessagesRequest)null!, Limits));
        Names("request", () => InspectionRules.Take((DescribeQueuesRequest)null!, Limits));
        Names("request", () => RewindWindow.Check(null!, 1, default, default));
        Names("limits", () => RequestRules.CheckPage(0, 1, null!));
        Names("limits", () => QueueSettingsRules.Check(Nothing, null!));
        Names("limits", () => QueueSettingsRules.ForNewQueue(Nothing, null!));
        Names("limits", () => RequestRules.CheckBodies([], null!));

        static void Names(string parameter, Action action) => Assert.Equal(parameter, Assert.Throws<ArgumentNullException>(action).ParamName);
    }

    private static SendMessagesRequest Send(int count, int size) =>
        new("orders", [.. Enumerable.Repeat((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(new string('x', size)), count)]);
}
