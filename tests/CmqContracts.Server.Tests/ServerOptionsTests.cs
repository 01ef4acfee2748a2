using System.Net;
using CmqContracts.Broker;

namespace CmqContracts.Server.Tests;

/// <summary>Options that cannot work stop a server from starting, with a message that names the option, its value and what it may be.</summary>
public sealed class ServerOptionsTests
{
    public static TheoryData<string, Action<CmqServerOptions>> Wrong => new()
    {
        { "Address is null; ", static options => options.Address = null! },
        { "Port is -1; ", static options => options.Port = -1 },
        { "Port is 65536; it must be 0 to 65535", static options => options.Port = 65_536 },
        { "Keys is null; ", static options => options.Keys = null! },
        { "PublicHosts is null; ", static options => options.PublicHosts = null! },
        { "TimestampTolerance is -00:00:01; ", static options => options.TimestampTolerance = TimeSpan.FromSeconds(-1) },
        { "AnswerEarly is -00:00:01; ", static options => options.AnswerEarly = TimeSpan.FromSeconds(-1) },
        { "AnswerEarly is 00:00:31; it must be zero to 00:00:30", static options => options.AnswerEarly = TimeSpan.FromSeconds(31) },
        { "HeadersTimeout is 00:00:00; ", static options => options.HeadersTimeout = TimeSpan.Zero },
        { "HeadersTimeout is 01:00:01; it must be more than zero and at most 01:00:00", static options => options.HeadersTimeout = new TimeSpan(1, 0, 1) },
        { "MaxRequestBytes is 0; ", static options => options.MaxRequestBytes = 0 },
        { "MaxRequestBytes is 1073741824; it must be 1 to 1073741823", static options => options.MaxRequestBytes = 1_073_741_824 },
        { "MaxRequestBytes is 9223372036854775807; it must be 1 to 1073741823", static options => (options.MaxRequestBytes, options.MaxBufferedBytes) = (long.MaxValue, long.MaxValue) },
        { "MaxConnections is 0; ", static options => options.MaxConnections = 0 },
        { "TimeProvider is null; ", static options => options.TimeProvider = null! },
        { "Push is null; ", static options => options.Push = null! },
        { "Push.Parallelism is -1; ", static options => options.Push.Parallelism = -1 },
        { "Push.Parallelism is 10001; it must be 0 to 10000", static options => options.Push.Parallelism = 10_001 },
        { "CertificateChain is set and Certificate is not", static options => options.CertificateChain = [] },
        { "MaxBufferedBytes is 0, ", static options => options.MaxBufferedBytes = 0 },
        { "MaxBufferedBytes is -1, ", static options => options.MaxBufferedBytes = -1 },
        { "PublicHosts[1] is null; it must be one, such as ", static options => options.PublicHosts = ["cmq.example.com", null!] },
        { "MaskedPaths is null; ", static options => options.MaskedPaths = null! },
        { "MaskedPaths[1] is null; it must be a JSON path", static options => options.MaskedPaths = ["$.a", null!] },
        { "MaskedPaths[1] is 'card.number', which is no JSON path, such as $.card.number: it begins with '$'", static options => options.MaskedPaths = ["$.a", "card.number"] },
        { "MaskedPaths[0] is '$..a\\u000a', which is no JSON path, such as $.card.number: after '$.' comes a name", static options => options.MaskedPaths = ["$..a\n"] },
        { "MaskedPaths has 65 paths; at most 64", static options => options.MaskedPaths = [.. Enumerable.Repeat("$.a", 65)] },
        { "Push.Timeout is 00:00:00; ", static options => options.Push.Timeout = TimeSpan.Zero },
        { "Push.Timeout is 01:00:01; it must be more than zero and at most 01:00:00", static options => options.Push.Timeout = new TimeSpan(1, 0, 1) },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task A_value_out_of_its_range_is_refused(string text, Action<CmqServerOptions> set)
    {
        await using CmqBroker broker = new();
        CmqServerOptions options = new() { Keys = [new CmqKey { SecretId = "AKIDtest", SecretKey = "test key" }] };
        set(options);

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => CmqServer.StartAsync(broker, options));
        Assert.StartsWith("CmqServerOptions." + text, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData(" cmq.example.com")]
    [InlineData("cmq.example.com\n")]
    [InlineData("http://cmq.example.com/")]
    [InlineData("http://user:VerySecret0123456789@cmq.example.com")]
    [InlineData("user@cmq.example.com")]
    [InlineData("cmq.example.com/")]
    [InlineData("cmq.example.com,other.example.com")]
    [InlineData("cmq.example.com:")]
    [InlineData("cmq.example.com:0")]
    [InlineData("cmq.example.com:+80")]
    [InlineData("cmq.example.com:65536")]
    [InlineData("cmq.example.com:http")]
    [InlineData("a:b:c")]
    [InlineData(":80")]
    [InlineData("::1")]
    [InlineData("[::1")]
    [InlineData("[]")]
    [InlineData("[1.2.3.4]")]
    [InlineData("[::1]80")]
    [InlineData("[fe80::1%eth0]")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("*.example.com")]
    [InlineData("\u00adlocalhost")]
    [InlineData("a\u200db")]
    [InlineData("\u0300")]
    [InlineData("\ufdd0")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task What_is_no_host_is_refused_by_its_place_and_is_not_shown(string host)
    {
        await using CmqBroker broker = new();
        CmqServerOptions options = new() { Keys = [new CmqKey { SecretId = "AKIDtest", SecretKey = "test key" }], PublicHosts = ["cmq.example.com", host] };

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => CmqServer.StartAsync(broker, options));
        Assert.Equal("CmqServerOptions.PublicHosts[1] is no host; it must be one, such as cmq.example.com or cmq.example.com:8600.", error.Message);
    }

    [Fact]
    public async Task Hosts_of_every_form_are_accepted()
    {
        await using CmqBroker broker = new();
        CmqServerOptions options = new()
        {
            Keys = [new CmqKey { SecretId = "AKIDtest", SecretKey = "test key" }],
            PublicHosts = ["cmq", "CMQ.example.com", "cmq.example.com.", "cmq.example.com:8600", "a_b-c.example:65535", "10.0.0.1", "10.0.0.1:80", "[::1]", "[2001:db8::1]:443", "b\u00fccher.example", "\u4f60\u597d:80", "xn--bcher-kva.example"],
        };

        await using CmqServer server = await CmqServer.StartAsync(broker, options);
        Assert.NotEqual(0, server.Endpoint.Port);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_refused_by_name_with_what_to_set()
    {
        await using CmqBroker broker = new();
        CmqServerOptions options = new() { Keys = [new CmqKey { SecretId = "AKIDtest", SecretKey = "test key" }], Address = IPAddress.Parse("192.0.2.1"), Port = 8600 };

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => CmqServer.StartAsync(broker, options));
        Assert.StartsWith("CmqServerOptions.Address is 192.0.2.1, and port 8600 of it cannot be listened on: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Set an address of this machine, such as IPAddress.Loopback, or IPAddress.Any for all of them.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1024, 896, true)]
    [InlineData(1024, 895, false)]
    [InlineData(100, 33, true)]
    [InlineData(100, 32, false)]
    [InlineData(null, 10_000, false)]
    public void Deliveries_leave_file_handles_for_connections(int? handles, int parallelism, bool refused)
    {
        CmqServerOptions options = new() { Push = { Parallelism = parallelism } };

        string? message = Record.Exception(() => options.CheckFileHandles(handles))?.Message;
        Assert.Equal(refused ? $"CmqServerOptions.Push.Parallelism is {parallelism}, and this process may open {handles} files, so none would be left for connections. Lower it, or raise the limit (ulimit -n)." : null, message);
    }

    public static TheoryData<string, CmqKey[]> WrongKeys => new()
    {
        { "A server needs at least one key", [] },
        { "The secret id 'AKIDtwice' is used by two keys", [new CmqKey { SecretId = "AKIDtwice", SecretKey = "one" }, new CmqKey { SecretId = "AKIDtwice", SecretKey = "two" }] },
        { "One of the keys is null", [null!] },
    };

    [Theory]
    [MemberData(nameof(WrongKeys), DisableDiscoveryEnumeration = true)]
    public async Task Keys_that_cannot_be_in_force_together_are_refused_at_the_start_and_later(string text, CmqKey[] keys)
    {
        await using CmqBroker broker = new();
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => CmqServer.StartAsync(broker, new CmqServerOptions { Keys = keys }));
        Assert.StartsWith(text, error.Message, StringComparison.Ordinal);

        await using CmqServer server = await CmqServer.StartAsync(broker, new CmqServerOptions { Keys = [new CmqKey { SecretId = "AKIDtest", SecretKey = "test key" }] });
        Assert.StartsWith(text, Assert.Throws<ArgumentException>(() => server.ReplaceKeys(keys)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_changed_after_the_start_has_no_effect()
    {
        await using CmqBroker broker = new();
        List<CmqKey> keys = [new() { SecretId = "test", SecretKey = "test key" }];
        CmqServerOptions options = new() { Keys = keys };
        await using CmqServer server = await CmqServer.StartAsync(broker, options);
        keys.Clear();
        options.RequireSecretIdPrefix = true;
        options.MaxRequestBytes = 1;

        await using CmqClient cmq = CmqClient.Connect(new CmqOptions { Endpoint = server.Endpoint.AbsoluteUri, SecretId = "test", SecretKey = "test key" });
        Assert.Empty((await cmq.Service.ListQueuesAsync(new ListQueuesRequest())).Queues);
    }
}
