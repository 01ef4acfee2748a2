using System.Text;

namespace CmqContracts.Protocol.Tests;

public sealed class RulesTests
{
    private static readonly CmqLimits Limits = CmqLimits.Classic;

    [Theory]
    [InlineData("a")]
    [InlineData("QueueForTest")]
    [InlineData("orders-2_x")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public void A_name_within_the_rules_is_accepted(string name) => Assert.Null(CmqNameRule.Explain(name, Limits));

    [Theory]
    [InlineData("", "1 to 64")]
    [InlineData("1a", "begin with a letter")]
    [InlineData("-a", "begin with a letter")]
    [InlineData("a b", "' '")]
    [InlineData("a.b", "'.'")]
    [InlineData("队列", "begin with a letter")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012345", "65 characters")]
    public void A_name_outside_the_rules_is_explained(string name, string expected) =>
        Assert.Contains(expected, CmqNameRule.Explain(name, Limits), StringComparison.Ordinal);

    [Fact]
    public void Endings_that_TDMQ_keeps_are_refused_there_only()
    {
        Assert.NotNull(CmqNameRule.Explain("orders-DLQ", CmqLimits.Tdmq));
        Assert.NotNull(CmqNameRule.Explain("orders-retry", CmqLimits.Tdmq));
        Assert.Null(CmqNameRule.Explain("orders-dlq", CmqLimits.Classic));
    }

    [Fact]
    public void Every_attribute_is_refused_just_outside_its_range_and_accepted_at_its_bounds()
    {
        foreach (CmqLimits limits in (CmqLimits[])[CmqLimits.Classic, CmqLimits.Tdmq, CmqLimits.For(CmqProfile.Classic, strict: true), CmqLimits.For(CmqProfile.Tdmq, strict: true)])
        {
            (CmqLimit Limit, Func<long, QueueSettings> With)[] attributes =
            [
                (limits.MaxMsgHeapNum, value => new QueueSettings { MaxMsgHeapNum = value }),
                (limits.PollingWaitSeconds, value => new QueueSettings { PollingWaitSeconds = (int)value }),
                (limits.VisibilityTimeout, value => new QueueSettings { VisibilityTimeout = (int)value }),
                (limits.MaxMsgSize, value => new QueueSettings { MaxMsgSize = (int)value }),
                (limits.MsgRetentionSeconds, value => new QueueSettings { MsgRetentionSeconds = (int)value }),
                (limits.RewindSeconds, value => new QueueSettings { RewindSeconds = (int)value }),
            ];
            foreach ((CmqLimit limit, Func<long, QueueSettings> with) in attributes)
            {
                QueueSettingsRules.Check(with(limit.Minimum), limits);
                QueueSettingsRules.Check(with(limit.Maximum), limits);
                foreach (long outside in (long[])[limit.Minimum - 1, limit.Maximum + 1])
                {
                    CmqServiceException error = Assert.Throws<CmqServiceException>(() => QueueSettingsRules.Check(with(outside), limits));
                    Assert.Equal((limit.Code, limit.ModuleCode), (error.Code, error.ModuleCode));
                    Assert.Contains(limit.Explain(outside), error.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void A_rewind_longer_than_the_retention_is_refused_on_Classic_only()
    {
        QueueSettings settings = new() { MsgRetentionSeconds = 3600, RewindSeconds = 3601 };
        Assert.True(Assert.Throws<CmqServiceException>(() => QueueSettingsRules.ForNewQueue(settings, CmqLimits.Classic)).Is(CmqErrors.RewindSecondsGreaterThanMsgRetentionSeconds));
        Assert.Equal(3601, QueueSettingsRules.ForNewQueue(settings, CmqLimits.Tdmq).RewindSeconds);
    }

    [Fact]
    public void A_change_is_checked_against_what_the_queue_has()
    {
        QueueSettings current = QueueSettingsRules.ForNewQueue(new QueueSettings { RewindSeconds = 7200 }, Limits);
        Assert.True(Assert.Throws<CmqServiceException>(() => QueueSettingsRules.Merge(current, new QueueSettings { MsgRetentionSeconds = 3600 }, Limits)).Is(CmqErrors.RewindSecondsGreaterThanMsgRetentionSeconds));
        Assert.Equal(current with { VisibilityTimeout = 5 }, QueueSettingsRules.Merge(current, new QueueSettings { VisibilityTimeout = 5 }, Limits));
    }

    [Fact]
    public void A_new_queue_gets_the_documented_defaults()
    {
        Assert.Equal(
            new QueueSettings { MaxMsgHeapNum = 100_000_000, PollingWaitSeconds = 0, VisibilityTimeout = 30, MaxMsgSize = 65_536, MsgRetentionSeconds = 345_600, RewindSeconds = 0 },
            QueueSettingsRules.ForNewQueue(new QueueSettings(), CmqLimits.Classic));
        Assert.Equal(
            new QueueSettings { MaxMsgHeapNum = 100_000_000, PollingWaitSeconds = 0, VisibilityTimeout = 30, MaxMsgSize = 1_048_576, MsgRetentionSeconds = 3_600, RewindSeconds = 0 },
            QueueSettingsRules.ForNewQueue(new QueueSettings(), CmqLimits.Tdmq));
    }

    [Theory]
    [InlineData(1000, 60, 990, 940, true)]
    [InlineData(1000, 60, 990, 990, true)]
    [InlineData(1000, 60, 990, 939, false)]
    [InlineData(1000, 60, 990, 991, false)]
    public void A_rewind_starts_within_the_window(long now, int rewindSeconds, long oldest, long start, bool accepted)
    {
        void Check() => RewindWindow.Check(new RewindQueueRequest("q", start), rewindSeconds, DateTimeOffset.FromUnixTimeSeconds(now), DateTimeOffset.FromUnixTimeSeconds(oldest));
        if (accepted)
            Check();
        else
            Assert.True(Assert.Throws<CmqServiceException>(Check).Is(CmqErrors.InvalidRewindTime));
    }

    [Fact]
    public void A_queue_without_rewind_time_is_not_rewound() =>
        Assert.True(Assert.Throws<CmqServiceException>(() => RewindWindow.Check(new RewindQueueRequest("q", 1), 0, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)).Is(CmqErrors.QueueCannotBeRewound));

    [Fact]
    public void Sends_are_refused_by_count_size_sum_delay_and_encoding()
    {
        Refused(CmqErrors.ParameterBatchSizeOutOfRange("msgBody"), Send(0, 1));
        Refused(CmqErrors.ParameterBatchSizeOutOfRange("msgBody"), Send(17, 1));
        Refused(CmqErrors.MessageBodyEmpty, Send(1, 0));
        Refused(CmqErrors.MaximumMessageSizeExceeded, Send(1, 1_048_577));
        Refused(CmqErrors.TotalMessageSizeExceeded, Send(2, 600_000));
        Refused(CmqErrors.DelaySecondsOutOfRange, Send(1, 1) with { DelaySeconds = -1 });
        Refused(CmqErrors.DelaySecondsOutOfRange, Send(1, 1) with { DelaySeconds = 6_048_001 });
        Refused(CmqErrors.QueueNameFormatError, Send(1, 1) with { QueueName = "1" });
        Refused(CmqErrors.InvalidRequestParameters, new SendMessagesRequest("q", [new byte[] { 0xFF }]));
        RequestRules.Check(Send(16, 65_536), Limits);
        RequestRules.Check(Send(1, 1_048_576), Limits);

        static void Refused(CmqError error, SendMessagesRequest request) =>
            Assert.True(Assert.Throws<CmqServiceException>(() => RequestRules.Check(request, Limits)).Is(error));
    }

    [Fact]
    public void Strict_Classic_takes_64_KiB_a_batch_and_an_hour_of_delay()
    {
        CmqLimits strict = CmqLimits.For(CmqProfile.Classic, strict: true);
        RequestRules.Check(Send(2, 32_768), strict);
        Assert.True(Assert.Throws<CmqServiceException>(() => RequestRules.Check(Send(2, 32_769), strict)).Is(CmqErrors.TotalMessageSizeExceeded));
        Assert.True(Assert.Throws<CmqServiceException>(() => RequestRules.Check(Send(1, 1) with { DelaySeconds = 3601 }, strict)).Is(CmqErrors.DelaySecondsOutOfRange));
    }

    [Fact]
    public void An_exception_names_codes_value_rule_and_request_but_keeps_the_wire_s_text_exact()
    {
        CmqServiceException error = new(CmqErrors.QueueDoesNotExist, "Queue 'orders' at 127.0.0.1.", "5931");
        Assert.Equal("CMQ error 4440/10100: queue is not existed, or deleted. Queue 'orders' at 127.0.0.1. [request 5931]", error.Message);
        Assert.Equal("(10100)queue is not existed, or deleted", error.Error.WireMessage);
        Assert.Equal((4440, 10100, "5931"), (error.Code, error.ModuleCode, error.RequestId));
    }

    private static SendMessagesRequest Send(int count, int size) =>
        new("q", [.. Enumerable.Repeat((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(new string('x', size)), count)]);
}
