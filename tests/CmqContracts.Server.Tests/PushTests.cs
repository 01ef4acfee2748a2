using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>Delivery of topics by a real server to a real HTTP endpoint.</summary>
public sealed class PushTests
{
    [Fact]
    public async Task An_endpoint_gets_the_message_and_its_headers_in_JSON()
    {
        await using Endpoint endpoint = await Endpoint.StartAsync();
        await using ServerUnderTest server = await StartAsync();
        await SubscribeAsync(server, endpoint);
        JsonElement published = AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "héllo \"你😀\""), ("msgTag.1", "a"), ("msgTag.2", "b 你")));

        Received received = await endpoint.NextAsync();
        Assert.Equal(("POST", "/hook?x=1", "text/plain", "Qcloud Notification Service Agent"), (received.Method, received.Target, received.Header("Content-Type"), received.Header("User-Agent")));
        Assert.Equal(("a, b 你", published.GetProperty("msgId").GetString()), (received.Header("x-cmq-message-tag"), received.Header("x-cmq-message-id")));
        Assert.NotEqual(Guid.Empty, Guid.Parse(received.Header("x-cmq-request-id")!));
        Assert.Contains("\"msgBody\":\"héllo \\\"你😀\\\"\"", received.Body, StringComparison.Ordinal);
        JsonElement body = JsonDocument.Parse(received.Body).RootElement;
        Assert.Equal(["TopicOwner", "topicName", "subscriptionName", "msgId", "msgBody", "publishTime"], body.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("default", "news", "hook", "héllo \"你😀\""), (Text("TopicOwner"), Text("topicName"), Text("subscriptionName"), Text("msgBody")));
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
    public async Task A_failed_delivery_is_repeated(int status)
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
    public async Task The_server_knows_which_deliveries_fail_why_and_since_when()
    {
        await using Endpoint endpoint = await Endpoint.StartAsync();
        await using ServerUnderTest server = await StartAsync();
        endpoint.Answer = attempt => attempt < 3 ? 503 : 204;
        DateTimeOffset start = server.Clock.GetUtcNow();
        await SubscribeAsync(server, endpoint);
        AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "x")));
        await endpoint.NextAsync();
        await NextAfterAsync(server, endpoint, 1);
        await NextAfterAsync(server, endpoint, 2);
        await DrainedAsync(server);

        PushState state = Assert.Single(server.Server.Context.PushFailures.Read("default", "NEWS"));
        Assert.Equal(("default", "news", "hook", 0, "HTTP status 503"), (state.Account, state.TopicName, state.SubscriptionName, state.FailedAttempts, state.Reason));
        Assert.InRange(state.LastFailure!.Value, start, state.LastSuccess!.Value);
        Assert.Empty(server.Server.Context.PushFailures.Read("other account"));
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_in_time_has_failed()
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
    public async Task An_endpoint_that_hangs_does_not_delay_others()
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
        await EndAsync(server);
    }

    [Fact]
    public async Task Nothing_is_delivered_to_a_private_network_if_that_is_switched_off()
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

    [Fact]
    public async Task Forty_subscriptions_to_an_endpoint_that_never_answers_do_not_affect_another_account()
    {
        await using Endpoint slow = await Endpoint.StartAsync();
        await using Endpoint quick = await Endpoint.StartAsync();
        await using ServerUnderTest server = await StartAsync();
        slow.Hangs = _ => true;
        AssertOk(await server.PostAsync("CreateTopic", ("topicName", "news")));
        for (int i = 0; i < 40; i++)
            AssertOk(await server.PostAsync("Subscribe", ("topicName", "news"), ("subscriptionName", $"s{i}"), ("protocol", "http"), ("endpoint", slow.Url)));
        ICmqService other = server.Broker.GetService("other account");
        await other.CreateTopicAsync(new CreateTopicRequest("news", new TopicSettings()));
        await other.SubscribeAsync(new SubscribeRequest("news", "hook", SubscriptionProtocol.Http, quick.Url));
        for (int i = 0; i < 20; i++)
        {
            AssertOk(await server.PostAsync("PublishMessage", ("topicName", "news"), ("msgBody", "x")));
            await other.PublishMessagesAsync(new PublishMessagesRequest("news", ["y"u8.ToArray()]));
            await quick.NextAsync();
            server.Clock.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.InRange(slow.Count, 1, 40);
        await EndAsync(server);
    }

    /// <summary>Each row: whether a network is of the public internet, its name, and addresses from its beginning, middle and end, and, for a private one, neighbours.</summary>
    [Theory]
    [InlineData(false, "this network", "0.0.0.0 0.1.2.3 0.255.255.255")]
    [InlineData(true, "", "1.0.0.0 1.1.1.1 9.255.255.255")]
    [InlineData(false, "private", "10.0.0.0 10.1.2.3 10.255.255.255 172.16.0.0 172.20.1.1 172.31.255.255 192.168.0.0 192.168.255.255")]
    [InlineData(true, "", "11.0.0.0 172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0")]
    [InlineData(false, "shared", "100.64.0.0 100.100.100.200 100.127.255.255")]
    [InlineData(true, "", "100.63.255.255 100.128.0.0")]
    [InlineData(false, "loopback", "127.0.0.0 127.0.0.1 127.255.255.255")]
    [InlineData(true, "", "126.255.255.255 128.0.0.0")]
    [InlineData(false, "Azure's host", "168.63.129.16")]
    [InlineData(true, "", "168.63.129.15 168.63.129.17")]
    [InlineData(false, "link-local", "169.254.0.0 169.254.0.23 169.254.169.254 169.254.255.255")]
    [InlineData(true, "", "169.253.255.255 169.255.0.0")]
    [InlineData(false, "protocol assignments", "192.0.0.0 192.0.0.8 192.0.0.170 192.0.0.192 192.0.0.255")]
    [InlineData(true, "", "191.255.255.255 192.0.1.0")]
    [InlineData(false, "documentation", "192.0.2.0 192.0.2.255 198.51.100.0 198.51.100.255 203.0.113.0 203.0.113.255")]
    [InlineData(true, "", "192.0.3.0 198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0")]
    [InlineData(false, "relays of 6to4", "192.88.99.0 192.88.99.1 192.88.99.255")]
    [InlineData(false, "benchmarks", "198.18.0.0 198.19.0.1 198.19.255.255")]
    [InlineData(true, "", "198.17.255.255 198.20.0.0")]
    [InlineData(false, "multicast, reserved, broadcast", "224.0.0.0 239.255.255.255 240.0.0.0 255.255.255.255")]
    [InlineData(true, "", "223.255.255.255 8.8.8.8")]
    [InlineData(false, "mapped", "::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:168.63.129.16 ::ffff:198.18.0.1 ::ffff:192.0.0.192 ::ffff:a9fe:a9fe")]
    [InlineData(true, "mapped", "::ffff:8.8.8.8")]
    [InlineData(false, "compatible", ":: ::1 ::10.0.0.1 ::127.0.0.1 ::169.254.169.254 ::168.63.129.16")]
    [InlineData(false, "translated", "::ffff:0:10.0.0.1 ::ffff:0:8.8.8.8")]
    [InlineData(false, "NAT64", "64:ff9b::10.0.0.1 64:ff9b::127.0.0.1 64:ff9b::169.254.169.254 64:ff9b::168.63.129.16 64:ff9b::c0a8:101 64:ff9b::")]
    [InlineData(true, "NAT64", "64:ff9b::8.8.8.8")]
    [InlineData(false, "NAT64 of one's own network, whose prefix has any of four lengths", "64:ff9b:1:: 64:ff9b:1::10.0.0.1 64:ff9b:1:a00:0:100:808:808 64:ff9b:1:ffff:ffff:ffff:ffff:ffff")]
    [InlineData(false, "6to4", "2002:a00:1:: 2002:7f00:1::1 2002:a9fe:a9fe:: 2002:a83f:8110::1 2002:c612::1 2002:c0a8:101:1::5")]
    [InlineData(true, "6to4", "2002:808:808::1")]
    [InlineData(false, "ISATAP", "2a00::5efe:10.0.0.1 2a00::200:5efe:127.0.0.1 fe80::5efe:8.8.8.8")]
    [InlineData(true, "ISATAP", "2a00::5efe:8.8.8.8")]
    [InlineData(false, "Teredo and other protocols", "2001:: 2001:0:a00:1::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:1ff:ffff:ffff::")]
    [InlineData(true, "", "2001:200::1 2001:4860:4860::8888 2606:4700::1111 2000::1 3ffe:ffff::1")]
    [InlineData(false, "documentation", "2001:db8::1 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 3fff::1 3fff:fff::1")]
    [InlineData(false, "discard, segments", "100::1 5f00::1 4000::1 1fff::1")]
    [InlineData(false, "unique local", "fc00::1 fd00::1 fd00:ec2::254 fdff:ffff::1")]
    [InlineData(false, "link-local, site-local", "fe80::1 fe80::1%3 febf::1 fec0::1 feff::1")]
    [InlineData(false, "multicast", "ff00:: ff02::1 ff0e::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void Addresses_of_the_public_internet_are_recognized(bool isPublic, string network, string addresses) =>
        Assert.All(addresses.Split(' '), address => Assert.True(PublicInternet.Contains(IPAddress.Parse(address)) == isPublic, $"{address} ({network})"));

    [Theory]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    public async Task Nothing_is_sent_to_a_private_address_in_any_notation(string host)
    {
        await using Endpoint endpoint = await Endpoint.StartAsync();
        using HttpMessageInvoker http = PushTransport.Create(new PushOptions { AllowPrivateNetworks = false });
        using HttpRequestMessage request = new(HttpMethod.Post, new UriBuilder(endpoint.Url) { Host = host }.Uri);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, CancellationToken.None));
        Assert.Equal(0, endpoint.Count);
    }

    private static async Task SubscribeAsync(ServerUnderTest server, Endpoint endpoint, params (string, string)[] more)
    {
        AssertOk(await server.PostAsync("CreateTopic", ("topicName", "news")));
        AssertOk(await server.PostAsync("Subscribe", [("topicName", "news"), ("subscriptionName", "hook"), ("protocol", "http"), ("endpoint", endpoint.Url), .. more]));
    }

    /// <summary>Stops a server whose endpoints do not answer.</summary>
    private static async Task EndAsync(ServerUnderTest server)
    {
        Task stop = server.Server.DisposeAsync().AsTask();
        while (await Task.WhenAny(stop, Task.Delay(20)) != stop)
            server.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>Advances the clock until the endpoint gets another request. The failure before may not be settled yet.</summary>
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

    /// <summary>An endpoint that records requests and answers as a test configures it.</summary>
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
