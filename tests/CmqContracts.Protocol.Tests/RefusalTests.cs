namespace CmqContracts.Protocol.Tests;

/// <summary>Refusals that need to know queues or topics, each at the edge of what it allows.</summary>
public sealed class RefusalTests
{
    private static readonly CmqLimits Limits = CmqLimits.For(CmqProfile.Classic, strict: false, new Dictionary<string, CmqLimitOverride>
    {
        ["queuesPerAccount"] = new() { Maximum = 3 },
        ["topicsPerAccount"] = new() { Maximum = 3 },
        ["subscriptionsPerTopic"] = new() { Maximum = 3 },
        ["delayedMessages"] = new() { Maximum = 5 },
        ["inactiveMessages"] = new() { Maximum = 5 },
    });

    private static readonly QueueSettings Bound = new() { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("DEAD", 3) };
    private static readonly DeadLetterFacts Target = new("dead", HasPolicy: false, Sources: 0);
    private static readonly DeadLetterFacts Source = new("orders", HasPolicy: false, Sources: 0);

    [Fact]
    public void A_name_in_use_or_reserved_is_refused()
    {
        QueueRefusals.CheckNameIsFree("orders", existingName: null, isReserved: false, Limits);
        Refuses(CmqErrors.QueueAlreadyExists, "'Orders'", static () => QueueRefusals.CheckNameIsFree("orders", "Orders", isReserved: true, Limits));
        Refuses(CmqErrors.PreviousQueueNotReleased, "'orders'", static () => QueueRefusals.CheckNameIsFree("orders", null, isReserved: true, Limits));
        TopicRefusals.CheckNameIsFree("news", existingName: null, isReserved: false, Limits);
        Refuses(CmqErrors.TopicAlreadyExists, "'News'", static () => TopicRefusals.CheckNameIsFree("news", "News", isReserved: true, Limits));
        Refuses(CmqErrors.PreviousTopicNotReleased, "'news'", static () => TopicRefusals.CheckNameIsFree("news", null, isReserved: true, Limits));
    }

    [Fact]
    public void One_more_than_the_limit_is_refused()
    {
        QueueRefusals.CheckQueueCount(2, Limits);
        Refuses(CmqErrors.NumberOfQueuesReachedLimit, "3 queues", static () => QueueRefusals.CheckQueueCount(3, Limits));
        TopicRefusals.CheckTopicCount(2, Limits);
        Refuses(CmqErrors.NumberOfTopicsReachedLimit, "3 topics", static () => TopicRefusals.CheckTopicCount(3, Limits));
        TopicRefusals.CheckNewSubscription("news", null, 2, Limits);
        Refuses(CmqErrors.NumberOfSubscriptionsReachedLimit, "3 subscriptions", static () => TopicRefusals.CheckNewSubscription("news", null, 3, Limits));
        Refuses(CmqErrors.SubscriptionAlreadyExists, "'S'", static () => TopicRefusals.CheckNewSubscription("news", "S", 3, Limits));
        QueueRefusals.CheckInFlight("orders", 4, Limits);
        Refuses(CmqErrors.TooManyUnackedOrDelayedMessages, "5 inactive", static () => QueueRefusals.CheckInFlight("orders", 5, Limits));
    }

    [Fact]
    public void Messages_without_room_are_refused()
    {
        QueueRefusals.CheckRoom("orders", maxMsgHeapNum: 10, unconsumed: 8, delayed: 3, messages: 2, delaySeconds: 1, Limits);
        Refuses(CmqErrors.MaximumMessageRetentionNumberReached, "holds 9", static () => QueueRefusals.CheckRoom("orders", 10, 9, 0, 2, 0, Limits));
        Refuses(CmqErrors.TooManyUnackedOrDelayedMessages, "4 delayed", static () => QueueRefusals.CheckRoom("orders", 10, 4, 4, 2, 1, Limits));
        QueueRefusals.CheckRoom("orders", 10, 4, 4, 2, 0, Limits);
    }

    [Fact]
    public void A_dead_letter_queue_is_spelled_as_it_was_created()
    {
        QueueSettings plain = new();
        Assert.Same(plain, DeadLetterRules.Resolve(plain, Source, null, isBound: false, Limits));
        Assert.Equal("dead", DeadLetterRules.Resolve(Bound, Source, Target, isBound: false, Limits).DeadLetterPolicy!.DeadLetterQueue);
        Assert.Equal("dead", DeadLetterRules.Resolve(Bound, null, Target, isBound: false, Limits).DeadLetterPolicy!.DeadLetterQueue);
    }

    [Fact]
    public void A_dead_letter_queue_that_is_missing_nested_or_bound_too_often_is_refused()
    {
        int maxSources = (int)Limits.DeadLetterSources.Maximum;
        Refuses(CmqErrors.DeadLetterQueueDoesNotExist, "'DEAD'", static () => DeadLetterRules.Resolve(Bound, Source, null, isBound: false, Limits));
        Refuses(CmqErrors.DeadLetterQueueNotAllowedToNest, "its own", static () => DeadLetterRules.Resolve(Bound, Target, Target, isBound: false, Limits));
        Refuses(CmqErrors.DeadLetterQueueNotAllowedToNest, "'dead' has", static () => DeadLetterRules.Resolve(Bound, Source, Target with { HasPolicy = true }, isBound: false, Limits));
        Refuses(CmqErrors.DeadLetterQueueNotAllowedToNest, "'orders' is", static () => DeadLetterRules.Resolve(Bound, Source with { Sources = 1 }, Target, isBound: false, Limits));
        Refuses(CmqErrors.DeadLetterQueueBoundTooManyTimes, "'dead'", () => DeadLetterRules.Resolve(Bound, Source, Target with { Sources = maxSources }, isBound: false, Limits));
        DeadLetterRules.Resolve(Bound, Source, Target with { Sources = maxSources - 1 }, isBound: false, Limits);
        DeadLetterRules.Resolve(Bound, Source, Target with { Sources = maxSources }, isBound: true, Limits);
    }

    [Fact]
    public void A_queue_that_receives_dead_letters_is_not_deleted_and_one_without_policy_not_unbound()
    {
        DeadLetterRules.CheckDeletable(Target);
        Refuses(CmqErrors.QueueIsDeadLetterQueue, "2 queues", static () => DeadLetterRules.CheckDeletable(Target with { Sources = 2 }));
        DeadLetterRules.CheckBound(Source with { HasPolicy = true });
        Refuses(CmqErrors.DeadLetterQueueDoesNotExist, "'orders'", static () => DeadLetterRules.CheckBound(Source));
        TopicRefusals.CheckDeletable("news", 0);
        Refuses(CmqErrors.SubscriptionsExistUnderTopic, "2 subscriptions", static () => TopicRefusals.CheckDeletable("news", 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void The_inspector_takes_one_to_a_thousand_messages(int count)
    {
        Refuses(CmqErrors.ParameterOutOfRange("maxMessages"), $"{count}", () => InspectionRules.Check(new PeekMessagesRequest("orders", MessageState.Active) { MaxMessages = count }, Limits));
        Refuses(CmqErrors.ParameterOutOfRange("maxMessages"), $"{count}", () => InspectionRules.Take(new MoveMessagesRequest("dead", "orders", count), Limits));
        InspectionRules.Check(new PeekMessagesRequest("orders", MessageState.Active) { MaxMessages = Math.Clamp(count, 1, 1000) }, Limits);
        InspectionRules.Take(new MoveMessagesRequest("dead", "orders", Math.Clamp(count, 1, 1000)), Limits);
    }

    [Fact]
    public void The_inspector_refuses_what_is_no_message_id_and_a_move_to_the_same_queue()
    {
        foreach (string id in (string[])["", "x", "-1", " 1", "1e3", "99999999999999999999"])
            Refuses(CmqErrors.InvalidRequestParameters, "afterMessageId", () => InspectionRules.Check(new PeekMessagesRequest("orders", MessageState.Active) { MaxMessages = 1, AfterMessageId = id }, Limits));
        Refuses(CmqErrors.InvalidRequestParameters, "'orders'", static () => InspectionRules.Take(new MoveMessagesRequest("orders", "ORDERS", 1), Limits));
    }

    [Fact]
    public void A_move_stops_at_the_room_of_its_target()
    {
        InspectionRules.CheckRoom("orders", maxMsgHeapNum: 10, unconsumed: 9);
        Refuses(CmqErrors.MaximumMessageRetentionNumberReached, "holds 10", static () => InspectionRules.CheckRoom("orders", 10, 10));
        Refuses(CmqErrors.MaximumMessageRetentionNumberReached, "holds 12", static () => InspectionRules.CheckRoom("orders", 10, 12));
    }

    [Fact]
    public void A_publish_that_nobody_gets_says_whether_there_are_subscriptions()
    {
        Assert.Equal(CmqErrors.TopicHasNoSubscription, TopicRefusals.NoReceiver("news", 0).Error);
        Assert.Equal(CmqErrors.NoBindingKeyOrFilterTagMatches, TopicRefusals.NoReceiver("news", 2).Error);
    }

    private static void Refuses(CmqError error, string detail, Action action) => Refusal.Expect(error, action, detail);
}
