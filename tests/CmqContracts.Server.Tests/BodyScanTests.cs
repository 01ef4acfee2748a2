using System.Text;
using CmqContracts.Broker;
using CmqContracts.Server.Tests.Faults;

namespace CmqContracts.Server.Tests;

/// <summary>A body is checked for valid UTF-8 once in the server's process.</summary>
public sealed class BodyScanTests
{
    [Theory]
    [InlineData("Action=SendMessage&queueName=orders&msgBody=%FF", "SendMessagesAsync")]
    [InlineData("Action=BatchSendMessage&queueName=orders&msgBody.1=%FF&msgBody.2=b", "SendMessagesAsync")]
    [InlineData("Action=PublishMessage&topicName=events&msgBody=%FF", "PublishMessagesAsync")]
    [InlineData("Action=BatchPublishMessage&topicName=events&msgBody.1=%FF&msgBody.2=b", "PublishMessagesAsync")]
    public async Task A_body_reaches_the_backend_as_it_came(string form, string call)
    {
        await using RecordingBackend backend = new(new CmqBroker());
        await using CmqServer server = await CmqServer.StartAsync(backend, new CmqServerOptions { AllowAnonymous = true });
        using HttpClient http = new();

        await http.PostAsync(new Uri(server.Endpoint, "/v2/index.php"), new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded"));

        string made = Assert.Single(backend.Calls);
        Assert.StartsWith(call, made, StringComparison.Ordinal);
        Assert.Contains("\\u00FF", made, StringComparison.Ordinal);
    }
}
