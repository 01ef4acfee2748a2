namespace CmqContracts.Protocol.Tests;

/// <summary>What actions and time make of a message, without any backend.</summary>
public sealed class MessageTransitionsTests
{
    private const long Now = 1_000_000;

    private static readonly MessageLifetimes Lifetimes = new() { Retention = 60_000, Rewind = 30_000, TimeToLive = 20_000, MaxReceiveCount = 2 };

    private static readonly MessageHeader Active = MessageTransitions.Produce(7, Now);

    private static readonly MessageHeader Received = MessageTransitions.Receive(Active, Now + 5, Now + 10_000);

    [Theory]
    [InlineData(0, 0, 30, 30_000)]
    [InlineData(1, 0, 30, 31_000)]
    [InlineData(999, 0, 30, 31_000)]
    [InlineData(1_000, 0, 30, 31_000)]
    [InlineData(0, 250, 1, 1_750)]
    [InlineData(250, -250, 1, 1_250)]
    [InlineData(251, -250, 1, 2_250)]
    [InlineData(5_000, -10_000, 1, 6_000)]
    [InlineData(5_001, -10_000, 1, 7_000)]
    public void Visibility_ends_at_the_first_whole_second_of_users_clocks_that_is_not_too_early(long now, long wallOffset, int timeout, long end) =>
        Assert.Equal(end, MessageTransitions.VisibilityEnd(now, wallOffset, timeout));

    [Fact]
    public void Visibility_never_ends_early_nor_a_second_late()
    {
        Random random = new(1);
        for (int i = 0; i < 10_000; i++)
        {
            long now = random.NextInt64(0, 1L << 42), offset = random.NextInt64(-(1L << 42), 1);
            int timeout = random.Next(1, 43_200);
            long end = MessageTransitions.VisibilityEnd(now, offset, timeout);
            Assert.InRange(end - (now + (timeout * 1000L)), 0, 999);
            Assert.Equal(0, (end + offset) % 1000);
        }
    }

    [Fact]
    public void A_message_is_produced_active_or_delayed()
    {
        Assert.Equal(new MessageHeader { Sequence = 7, State = MessageState.Active, ProducedAt = Now }, Active);
        Assert.Equal(new MessageHeader { Sequence = 8, State = MessageState.Delayed, ProducedAt = Now, VisibleAt = Now + 5_000 }, MessageTransitions.Produce(8, Now, delaySeconds: 5));
    }

    [Fact]
    public void A_receive_leases_counts_and_keeps_the_first_time()
    {
        Assert.Equal(Active with { State = MessageState.Inactive, VisibleAt = Now + 10_000, FirstReceivedAt = Now + 5, DequeueCount = 1, Attempts = 1 }, Received);
        MessageHeader again = MessageTransitions.Receive(MessageTransitions.BecomeVisible(Received), Now + 10_000, Now + 20_000);
        Assert.Equal(Received with { VisibleAt = Now + 20_000, DequeueCount = 2, Attempts = 2 }, again);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(9_999, true)]
    [InlineData(10_000, false)]
    public void A_handle_deletes_until_visibility_ends(long after, bool deletes) =>
        Assert.Equal(deletes, MessageTransitions.CanDelete(Received, Lifetimes, Now + after));

    [Fact]
    public void A_handle_deletes_nothing_that_is_not_leased_or_has_expired()
    {
        foreach (MessageState state in (MessageState[])[MessageState.Active, MessageState.Delayed, MessageState.Rewindable])
            Assert.False(MessageTransitions.CanDelete(Received with { State = state }, Lifetimes, Now + 5));
        MessageHeader longLeased = Received with { VisibleAt = Now + 100_000 };
        Assert.True(MessageTransitions.CanDelete(longLeased, Lifetimes, Now + 59_999));
        Assert.False(MessageTransitions.CanDelete(longLeased, Lifetimes, Now + 60_000));
    }

    [Fact]
    public void A_deleted_message_stays_rewindable_for_its_rewind_time_only()
    {
        Assert.Equal(Received with { State = MessageState.Rewindable, VisibleAt = 0, RewindEpoch = 3 }, MessageTransitions.Delete(Received, Lifetimes, Now + 29_999, rewindEpoch: 3));
        Assert.Null(MessageTransitions.Delete(Received, Lifetimes, Now + 30_000, rewindEpoch: 3));
        Assert.Null(MessageTransitions.Delete(Received, Lifetimes with { Rewind = 0 }, Now, rewindEpoch: 3));
    }

    [Fact]
    public void What_is_due_expires_or_becomes_a_dead_letter_or_becomes_visible()
    {
        MessageHeader twice = Received with { Attempts = 2 };
        Assert.Equal(DueOutcome.BecomesVisible, MessageTransitions.OutcomeOfDue(Received, Lifetimes, Now + 10_000));
        Assert.Equal(DueOutcome.BecomesDeadLetter, MessageTransitions.OutcomeOfDue(twice, Lifetimes, Now + 10_000));
        Assert.Equal(DueOutcome.BecomesVisible, MessageTransitions.OutcomeOfDue(twice, Lifetimes with { MaxReceiveCount = null }, Now + 10_000));
        Assert.Equal(DueOutcome.BecomesVisible, MessageTransitions.OutcomeOfDue(twice with { State = MessageState.Delayed }, Lifetimes, Now + 10_000));
        Assert.Equal(DueOutcome.Expires, MessageTransitions.OutcomeOfDue(twice, Lifetimes, Now + 60_000));
        Assert.Equal(Received with { State = MessageState.Active, VisibleAt = 0 }, MessageTransitions.BecomeVisible(Received));
    }

    [Fact]
    public void A_rewind_takes_what_was_deleted_before_it_and_counts_receives_from_zero()
    {
        MessageHeader deleted = MessageTransitions.Delete(Received, Lifetimes, Now + 1_000, rewindEpoch: 3)!.Value;
        Assert.True(MessageTransitions.IsRewound(deleted, rewindEpoch: 4));
        Assert.False(MessageTransitions.IsRewound(deleted, rewindEpoch: 3));
        Assert.Equal(deleted with { State = MessageState.Active, Attempts = 0, RewindEpoch = 0 }, MessageTransitions.Rewind(deleted, Lifetimes, Now + 59_999));
        Assert.Null(MessageTransitions.Rewind(deleted, Lifetimes, Now + 60_000));
    }

    [Fact]
    public void Lifetimes_follow_the_attributes_and_the_profile()
    {
        QueueSettings settings = new() { MsgRetentionSeconds = 60, RewindSeconds = 90 };
        Assert.Equal(new MessageLifetimes { Retention = 60_000, Rewind = 60_000 }, MessageLifetimes.Of(settings, CmqLimits.Classic));
        Assert.Equal(new MessageLifetimes { Retention = 60_000, Rewind = 90_000 }, MessageLifetimes.Of(settings, CmqLimits.Tdmq));
        MessageLifetimes byAge = MessageLifetimes.Of(settings with { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 50) }, CmqLimits.Classic);
        Assert.Equal((50_000, 50_000, null), (byAge.TimeToLive, byAge.Deliverable, byAge.MaxReceiveCount));
        MessageLifetimes byReceives = MessageLifetimes.Of(settings with { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 5) }, CmqLimits.Classic);
        Assert.Equal((null, 60_000, 5), (byReceives.TimeToLive, byReceives.Deliverable, byReceives.MaxReceiveCount));
    }

    [Fact]
    public void Ends_are_inclusive()
    {
        Assert.False(Lifetimes.IsExpired(Active, Now + 59_999));
        Assert.True(Lifetimes.IsExpired(Active, Now + 60_000));
        Assert.False(Lifetimes.IsPastRewind(Active, Now + 29_999));
        Assert.True(Lifetimes.IsPastRewind(Active, Now + 30_000));
        Assert.False(Lifetimes.IsOverdue(Active, Now + 19_999));
        Assert.True(Lifetimes.IsOverdue(Active, Now + 20_000));
        Assert.False((Lifetimes with { TimeToLive = null }).IsOverdue(Active, long.MaxValue));
    }
}
