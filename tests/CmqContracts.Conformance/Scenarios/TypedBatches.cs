using static CmqContracts.Conformance.ScenarioContext;

namespace CmqContracts.Conformance.Scenarios;

/// <summary>A typed client checks each body of its own, so one that cannot be sent does not stop the others of its batch.</summary>
internal static class TypedBatches
{
    private const int BadIndex = 7;

    /// <summary>Empty, not UTF-8, too large for the queue or topic, and too large for any.</summary>
    private static readonly ReadOnlyMemory<byte>[] BadBodies = [default, new byte[] { 0xFF }, new byte[1025], new byte[1_048_577]];

    public static async Task A_batch_of_16_with_one_bad_body_sends_15(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MaxMsgSize = 1024 });
        foreach (ReadOnlyMemory<byte> bad in BadBodies)
        {
            BatchSendResult result = await CmqClient.Over(cmq.Cmq).Queue(Queue).SendManyAsync(BatchWith(bad));
            Assert.Equal(ExpectedOutcomes, result.Entries.Select(static entry => entry.Outcome));
            Assert.Equal((15, 0, 0, 0), await cmq.CountersAsync());
            Assert.Equal(ExpectedBodies, await cmq.BodiesAsync(Queue));
            await cmq.Cmq.ClearQueueAsync(Queue);
        }
    }

    public static async Task A_batch_of_16_with_one_bad_body_publishes_15(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync(settings: new TopicSettings { MaxMsgSize = 1024 });
        await cmq.SubscribeQueueAsync("subscriber");
        foreach (ReadOnlyMemory<byte> bad in BadBodies)
        {
            BatchPublishResult result = await CmqClient.Over(cmq.Cmq).Topic(Topic).PublishManyAsync(BatchWith(bad));
            Assert.Equal(ExpectedOutcomes, result.Entries.Select(static entry => entry.Outcome));
            Assert.Equal((15, 0, 0, 0), await cmq.CountersAsync("subscriber"));
            Assert.Equal(ExpectedBodies, await cmq.BodiesAsync("subscriber"));
            await cmq.Cmq.ClearQueueAsync("subscriber");
        }
    }

    /// <summary>A queue's message has no other text after it in what is signed, once it is sent on its own.</summary>
    public static async Task Bodies_that_hold_the_text_of_parameters_are_sent_with_their_batch(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        foreach (string text in (string[])["&msgBody.99=", "&msgBody.8=x", "a=1&msgBody=", "&queueName=other", "https://x/?a=1&routingKey=2&msgTag.1=t&Token=x"])
        {
            BatchSendResult result = await CmqClient.Over(cmq.Cmq).Queue(Queue).SendManyAsync(BatchWith(Utf8(text)));
            Assert.All(result.Entries, static entry => Assert.Equal((CmqOutcome.Done, null), (entry.Outcome, entry.Error)));
            Assert.Equal(Enumerable.Range(0, 16).Select(i => i == BadIndex ? text : $"m{i}"), await cmq.BodiesAsync(Queue));
            await cmq.Cmq.ClearQueueAsync(Queue);
        }
    }

    private static IEnumerable<CmqOutcome> ExpectedOutcomes => Enumerable.Range(0, 16).Select(static i => i == BadIndex ? CmqOutcome.Refused : CmqOutcome.Done);

    private static IEnumerable<string> ExpectedBodies => Enumerable.Range(0, 16).Where(static i => i != BadIndex).Select(static i => $"m{i}");

    private static ReadOnlyMemory<byte>[] BatchWith(ReadOnlyMemory<byte> bad) => [.. Enumerable.Range(0, 16).Select(i => i == BadIndex ? bad : Utf8($"m{i}"))];
}
