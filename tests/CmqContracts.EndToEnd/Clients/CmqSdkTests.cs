namespace CmqContracts.EndToEnd.Clients;

/// <summary>npm's cmq-sdk, whose hosts are fixed.</summary>
public sealed class CmqSdkTests
{
    [Theory]
    [InlineData("HmacSHA1")]
    [InlineData("HmacSHA256")]
    public async Task It_works_with_queues(string method) =>
        QueueSteps.AssertWorked(await NodeClient.RunAsync("cmq-sdk.js", ("CMQ_TEST_METHOD", method)));

    [Fact]
    public async Task It_works_with_topics() =>
        TopicSteps.AssertWorked(await NodeClient.RunAsync("cmq-sdk.js", ("CMQ_TEST_METHOD", "HmacSHA256"), ("CMQ_TEST_PART", "topics")));
}
