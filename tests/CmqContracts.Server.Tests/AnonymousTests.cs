using CmqContracts.Broker;
using System.Net;
using CmqContracts.Protocol.Signing;
using Microsoft.Extensions.Logging;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>A server without authentication.</summary>
public sealed class AnonymousTests
{
    [Fact]
    public async Task Requests_without_id_and_signature_work_on_the_default_account()
    {
        await using ServerUnderTest server = await StartAsync(options => (options.Keys, options.AllowAnonymous) = ([], true));

        AssertOk(await server.PostFormAsync("/", "Action=CreateQueue&appId=1250000000&clientRequestId=1&queueName=orders"));
        AssertOk(await server.GetAsync("/", "Action=SendMessage&queueName=orders&msgBody=hello"));
        AssertOk(await server.PostFormAsync(V2RequestLine.DefaultPath, server.SignAs("AKIDsomebody", "some key", "POST", V2RequestLine.DefaultPath, "ReceiveMessage", ("queueName", "orders"))));
        Assert.Equal(1, (await server.Broker.GetService("default").GetQueueAttributesAsync("orders")).InactiveMessages);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("10.0.0.1")]
    public async Task It_does_not_start_on_an_address_that_is_not_loopback(string address)
    {
        await using CmqBroker broker = new();
        CmqServerOptions options = new() { Address = IPAddress.Parse(address), AllowAnonymous = true };
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => CmqServer.StartAsync(broker, options));

        Assert.Contains("AllowAnonymous", error.Message, StringComparison.Ordinal);
        Assert.Contains(address, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_start_warns()
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(options => options.AllowAnonymous = true, log);
        Assert.Contains(log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("Authentication is off", StringComparison.Ordinal));

        LogCapture quiet = new();
        await using ServerUnderTest signed = await StartAsync(log: quiet);
        Assert.DoesNotContain(quiet.Lines, line => line.Level >= LogLevel.Warning);
    }
}
