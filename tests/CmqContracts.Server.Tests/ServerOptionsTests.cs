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
        { "HeadersTimeout is 00:00:00; ", static options => options.HeadersTimeout = TimeSpan.Zero },
        { "MaxRequestBytes is 0; ", static options => options.MaxRequestBytes = 0 },
        { "MaxConnections is 0; ", static options => options.MaxConnections = 0 },
        { "TimeProvider is null; ", static options => options.TimeProvider = null! },
        { "Push is null; ", static options => options.Push = null! },
        { "Push.Parallelism is -1; ", static options => options.Push.Parallelism = -1 },
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
