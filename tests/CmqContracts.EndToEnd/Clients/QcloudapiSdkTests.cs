namespace CmqContracts.EndToEnd.Clients;

/// <summary>npm's qcloudapi-sdk, which calls any action by name and opens a connection for each call.</summary>
public sealed class QcloudapiSdkTests
{
    [Theory]
    [InlineData("POST", "/v2/index.php", "sha1")]
    [InlineData("GET", "/v2/index.php", "sha256")]
    [InlineData("POST", "/", "sha256")]
    public async Task It_works_with_queues(string verb, string path, string method) =>
        QueueSteps.AssertWorked(await NodeClient.RunAsync("qcloudapi-sdk.js", ("CMQ_TEST_VERB", verb), ("CMQ_TEST_PATH", path), ("CMQ_TEST_METHOD", method)));

    [Theory]
    [InlineData("POST")]
    [InlineData("GET")]
    public async Task It_works_with_topics(string verb) =>
        TopicSteps.AssertWorked(await NodeClient.RunAsync("qcloudapi-sdk.js", ("CMQ_TEST_VERB", verb), ("CMQ_TEST_PATH", "/v2/index.php"), ("CMQ_TEST_METHOD", "sha1"), ("CMQ_TEST_PART", "topics")));
}
