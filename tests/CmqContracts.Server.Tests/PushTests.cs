using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using CmqContracts.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>Topics delivered to HTTP endpoints, by a real server to a real endpoint.</summary>
public sealed class PushTests
{
    [Fact]
    public async Task An_endpoint_gets_the_message_and_its_headers_in_JSON()
    {
        await using Endpoint endpoint = await Endpoint.StartAsync();
        await using ServerUnderTest server = await StartAsync();
        await SubscribeAsync(server, endpoint);
        JsonElement published = AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "héllo \"你\""), ("msgTag.1", "a"), ("msgTag.2", "b 你")));

        Received received = await endpoint.NextAsync();
        Assert.Equal(("POST", "/hook?x=1", "text/plain", "Qcloud Notification Service Agent"), (received.Method, received.Target, received.Header("Content-Type"), received.Header("User-Agent")));
        Assert.Equal(("a, b 你", published.GetProperty("msgId").GetString()), (received.Header("x-cmq-message-tag"), received.Header("x-cmq-message-id")));
        Assert.NotEqual(Guid.Empty, Guid.Parse(received.Header("x-cmq-request-id")!));
        JsonElement body = JsonDocument.Parse(received.Body).RootElement;
        Assert.Equal(["TopicOwner", "topicName", "subscriptionName", "msgId", "msgBody", "publishTime"], body.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("default", "news", "hook", "héllo \"你\""), (Text("TopicOwner"), Text("topicName"), Text("subscriptionName"), Text("msgBody")));
        Assert.Equal(server.Clock.GetUtcNow().ToUnixTimeSeconds(), body.GetProperty("publishTime").GetInt64());
        await DrainedAsync(server);

        string? Text(string member) => body.GetProperty(member).GetString();
    }

    [Fact]
    public async Task A_simplified_delivery_is_the_body_alone()
    {
        await using Endpoint endpoint = await Endpoint.StartAsync();
        await using ServerUnderTest server = await StartAsync();
        await SubscribeAsync(server, endpoint, ("notifyContentFormat", "SIMPLIFIED"));
        AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "just this")));
        Received received = await endpoint.NextAsync();
        Assert.Equal("just this", received.Body);
        Assert.Null(received.Header("x-cmq-message-tag"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task What_is_not_taken_comes_again(int status)
    {
        await using Endpoint endpoint = await Endpoint.StartAsync();
        await using ServerUnderTest server = await StartAsync();
        endpoint.Answer = attempt => attempt < 3 ? status : 204;
        await SubscribeAsync(server, endpoint);
        AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "x")));
        Received[] attempts = [await endpoint.NextAsync(), await NextAfterAsync(server, endpoint, 1), await NextAfterAsync(server, endpoint, 2)];
        Assert.Single(attempts.Select(attempt => attempt.Header("x-cmq-message-id")).Distinct());
        Assert.Equal(3, attempts.Select(attempt => attempt.Header("x-cmq-request-id")).Distinct().Count());
        await DrainedAsync(server);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_has_failed_after_its_time()
    {
        await using Endpoint endpoint = await Endpoint.StartAsync();
        await using ServerUnderTest server = await StartAsync();
        endpoint.Hangs = attempt => attempt == 1;
        await SubscribeAsync(server, endpoint);
        AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "x")));
        await endpoint.NextAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(15));
        await NextAfterAsync(server, endpoint, 1);
        await DrainedAsync(server);
    }

    [Fact]
    public async Task An_endpoint_that_hangs_holds_nobody_else_up()
    {
        await using Endpoint slow = await Endpoint.StartAsync();
        await using Endpoint quick = await Endpoint.StartAsync();
        await using ServerUnderTest server = await StartAsync(options => options.Push.Parallelism = 4);
        slow.Hangs = _ => true;
        await SubscribeAsync(server, slow);
        AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "x")));
        await slow.NextAsync();
        AssertOk(await server.PostAsync("Subscribe", ("topicName", "news"), ("subscriptionName", "quick"), ("protocol", "http"), ("endpoint", quick.Url)));
        AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "y")));
        await quick.NextAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Nothing_is_delivered_into_a_private_network_where_that_is_switched_off()
    {
        await using Endpoint endpoint = await Endpoint.StartAsync();
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(options => options.Push.AllowPrivateNetworks = false, log);
        await SubscribeAsync(server, endpoint);
        AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "x")));
        while (!log.Lines.Any(line => line.Text.Contains("could not deliver", StringComparison.Ordinal)))
            await Task.Delay(10);
        Assert.Equal(0, endpoint.Count);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("2001:4860:4860::8888", false)]
    public void Addresses_outside_the_public_internet_are_private(string address, bool isPrivate) =>
        Assert.Equal(isPrivate, PushTransport.IsPrivate(IPAddress.Parse(address)));

    private static async Task SubscribeAsync(ServerUnderTest server, Endpoint endpoint, params (string, string)[] more)
    {
        AssertOk(await server.PostAsync("CreateTopic", ("topicName", "news")));
        AssertOk(await server.PostAsync("Subscribe", [("topicName", "news"), ("subscriptionName", "hook"), ("protocol", "http"), ("endpoint", endpoint.Url), .. more]));
    }

    /// <summary>Lets time pass until the endpoint is asked again: the failure before may not be settled yet.</summary>
    private static async Task<Received> NextAfterAsync(ServerUnderTest server, Endpoint endpoint, int seconds)
    {
        Task<Received> next = endpoint.NextAsync();
        while (await Task.WhenAny(next, Task.Delay(20)) != next)
            server.Clock.Advance(TimeSpan.FromSeconds(seconds) / 4);
        return await next;
    }

    private static async Task DrainedAsync(ServerUnderTest server)
    {
        while ((await server.Broker.GetService("default").GetTopicAttributesAsync("news")).PendingMessages > 0)
            await Task.Delay(10);
    }

    private sealed record Received(string Method, string Target, Dictionary<string, string?> Headers, string Body)
    {
        public string? Header(string name) => Headers.GetValueOrDefault(name.ToLowerInvariant());
    }

    /// <summary>An endpoint that remembers what it was sent and answers as it is told.</summary>
    private sealed class Endpoint : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly BlockingCollection<Received> _received = [];
        private int _count;

        private Endpoint(WebApplication app) => _app = app;

        public string Url => _app.Urls.Single() + "/hook?x=1";

        public int Count => Volatile.Read(ref _count);

        public Func<int, int> Answer { get; set; } = _ => 200;

        public Func<int, bool> Hangs { get; set; } = _ => false;

        public static async Task<Endpoint> StartAsync()
        {
            WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0);
                kestrel.RequestHeaderEncodingSelector = _ => Encoding.UTF8;
            });
            WebApplication app = builder.Build();
            Endpoint endpoint = new(app);
            app.Run(endpoint.HandleAsync);
            await app.StartAsync();
            return endpoint;
        }

        public Task<Received> NextAsync() => Task.Run(() => _received.TryTake(out Received? received, TimeSpan.FromSeconds(30)) ? received : throw new TimeoutException("The endpoint was not asked."));

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task HandleAsync(HttpContext http)
        {
            int attempt = Interlocked.Increment(ref _count);
            using StreamReader reader = new(http.Request.Body);
            string body = await reader.ReadToEndAsync(http.RequestAborted);
            _received.Add(new Received(http.Request.Method, http.Request.Path + http.Request.QueryString, http.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => (string?)header.Value), body));
            if (Hangs(attempt))
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            http.Response.StatusCode = Answer(attempt);
            if (http.Response.StatusCode == 302)
                http.Response.Headers.Location = "/elsewhere";
        }
    }
}
