using System.Net;
using System.Reflection;
using System.Text;
using CmqContracts.Server;
using Microsoft.Extensions.Configuration;

namespace CmqContracts.Tool.Tests;

public sealed class SettingsTests
{
    private const string Secret = "VerySecret0123456789";

    [Fact]
    public void Missing_settings_have_their_defaults()
    {
        ServeSettings settings = Read("{}");
        CmqServerOptions usual = new();

        Assert.Equal((IPAddress.Loopback, 8600), (settings.Server.Address, settings.Server.Port));
        Assert.Empty(settings.Server.Keys);
        Assert.Equal(usual.TimestampTolerance, settings.Server.TimestampTolerance);
        Assert.Equal(CmqLimits.Classic.All.Select(row => row.Range), settings.Broker.Limits.All.Select(row => row.Range));
    }

    [Fact]
    public void Keys_have_account_token_status_and_access()
    {
        ServeSettings settings = Read("""
            {
              "Keys": [
                { "SecretId": "AKIDa", "SecretKey": "a" },
                { "SecretId": "AKIDb", "SecretKey": "b", "Account": "shop", "Token": "t", "Access": "ReadOnly", "Status": "Disabled" },
                { "SecretId": "AKIDc", "SecretKey": "c", "Access": "full", "Status": "enabled" },
                { "SecretId": "AKIDd", "SecretKey": "d", "Access": "Inspect" }
              ]
            }
            """);

        Assert.Equal(
            [("AKIDa", "default", false, true, CmqKeyAccess.Full), ("AKIDb", "shop", true, false, CmqKeyAccess.ReadOnly), ("AKIDc", "default", false, true, CmqKeyAccess.Full), ("AKIDd", "default", false, true, CmqKeyAccess.Inspect)],
            settings.Server.Keys.Select(key => (key.SecretId, key.Account, key.NeedsToken, key.IsEnabled, key.Access)));
    }

    [Fact]
    public void Settings_of_deliveries_metrics_and_the_collector_are_read()
    {
        ServeSettings settings = Read("""
            {
              "ExposeMetrics": true, "RefusePublishWithoutReceiver": false,
              "Push": { "Parallelism": 4, "TimeoutSeconds": 5, "AllowPrivateNetworks": false },
              "Otlp": { "Endpoint": "http://127.0.0.1:4317", "IntervalSeconds": 10 }
            }
            """);

        Assert.Equal((true, false), (settings.Server.ExposeMetrics, settings.Broker.RefusePublishWithoutReceiver));
        Assert.Equal((4, TimeSpan.FromSeconds(5), false), (settings.Server.Push.Parallelism, settings.Server.Push.Timeout, settings.Server.Push.AllowPrivateNetworks));
        Assert.Equal((new Uri("http://127.0.0.1:4317"), TimeSpan.FromSeconds(10)), (settings.Otlp!.Endpoint, settings.Otlp.Interval));
        Assert.Contains("Otlp:Endpoint must be a URL", Assert.Throws<ArgumentException>(() => Read("""{ "Otlp": { "Endpoint": "collector" } }""")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_is_relative_to_the_directory_of_the_file()
    {
        Assert.Equal(new StoreSettings(null, null), Read("{}").Store);
        Assert.Equal(new StoreSettings(null, Path.Combine(Path.GetTempPath(), "queues")), Read("""{ "Data": "queues" }""").Store);
        Assert.Equal(new StoreSettings(StoreKind.Sqlite, "/var/cmq"), Read("""{ "Data": "/var/cmq", "Store": "sqlite" }""").Store);
    }

    [Fact]
    public void Limits_are_the_table_of_the_profile_with_changes()
    {
        CmqLimits limits = Read("""
            {
              "Profile": "tdmq", "StrictLimits": true,
              "Limits": { "delaySeconds": { "Maximum": 7200 }, "visibilityTimeout": { "Minimum": 5, "Default": 60 }, "requestsPerSecond": { "Maximum": "unlimited" } }
            }
            """).Broker.Limits;

        Assert.Equal((CmqProfile.Tdmq, true), (limits.Profile, limits.IsStrict));
        Assert.Equal(7200, limits.DelaySeconds.Maximum);
        Assert.Equal((5, 43_200, 60), (limits.VisibilityTimeout.Minimum, limits.VisibilityTimeout.Maximum, limits.VisibilityTimeout.Default));
        Assert.Equal(long.MaxValue, limits.RequestsPerSecond.Maximum);
        Assert.Equal(20, limits.ControlRequestsPerSecond.Maximum);
    }

    [Fact]
    public void The_examples_of_the_server_page_are_valid_files()
    {
        string page = File.ReadAllText(typeof(SettingsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ServerPage").Value!);
        ServeSettings[] examples = [.. page.Split("```json\n").Skip(1).Select(example => Read(example[..example.IndexOf("```", StringComparison.Ordinal)]))];
        ServeSettings settings = examples[0];

        Assert.Contains(examples, example => !example.Server.Push.AllowPrivateNetworks);
        Assert.Contains(examples, example => example.Otlp is not null);
        Assert.Contains(examples, example => example.Store.Directory is not null);
        Assert.Equal(4, settings.Server.Keys.Count);
        Assert.Equal(["shop", "guests"], settings.Server.Keys.Select(key => key.Account).Distinct());
        Assert.Equal((3600, 60, 5000, 10_000), (settings.Broker.Limits.DelaySeconds.Maximum, settings.Broker.Limits.VisibilityTimeout.Default, settings.Broker.Limits.RequestsPerSecond.Maximum, settings.Broker.Limits.InactiveMessages.Maximum));
        Assert.Equal(new CmqServerOptions().MaxRequestBytes, settings.Server.MaxRequestBytes);
    }

    [Theory]
    [InlineData("""{ "Prot": 1 }""", "Prot is not a setting; did you mean Port? The settings here are AcceptUnsignedAtBodies, Address, ")]
    [InlineData("""{ "Vx": 1 }""", "Vx is not a setting. The settings here are AcceptUnsignedAtBodies, Address, ")]
    [InlineData("""{ "PublicHost": [] }""", "PublicHost is not a setting; did you mean PublicHosts?")]
    [InlineData("""{ "Push": { "Paralelism": 1 } }""", "Push:Paralelism is not a setting; did you mean Parallelism? The settings here are AllowPrivateNetworks, Parallelism, TimeoutSeconds.")]
    [InlineData("""{ "Otlp": { "Endpoint": "http://127.0.0.1:4317", "Interval": 1 } }""", "Otlp:Interval is not a setting; did you mean IntervalSeconds? The settings here are Endpoint, IntervalSeconds, Protocol.")]
    [InlineData("""{ "a\nb": 1 }""", "a\\u000ab is not a setting")]
    [InlineData("""{ "Port": 70000 }""", "Port is 70000; it must be 0 to 65535.")]
    [InlineData("""{ "MaxBufferedBytes": 4259839 }""", "MaxBufferedBytes is 4259839; it must be 4259840 to")]
    [InlineData("""{ "MaxRequestBytes": 10000000, "MaxBufferedBytes": 9999999 }""", "MaxBufferedBytes is 9999999; it must be 10000000 to")]
    [InlineData("""{ "Port": "VerySecret0123456789" }""", "Port must be a whole number.")]
    [InlineData("""{ "Address": "VerySecret0123456789" }""", "Address must be an IP address")]
    [InlineData("""{ "StrictLimits": "VerySecret0123456789" }""", "StrictLimits must be true or false.")]
    [InlineData("""{ "Profile": "VerySecret0123456789" }""", "Profile must be Classic or Tdmq.")]
    [InlineData("""{ "Store": "disk" }""", "Store must be Memory or Sqlite.")]
    [InlineData("""{ "Store": "Memory", "Data": "VerySecret0123456789" }""", "Data names a directory, and Store is Memory, which stores nothing in a directory; leave one of them out.")]
    [InlineData("""{ "Keys": "VerySecret0123456789" }""", "Keys must be a list of objects.")]
    [InlineData("""{ "Keys": [ "VerySecret0123456789" ] }""", "Keys:0 must be an object.")]
    [InlineData("""{ "Keys": [ { "SecretKey": "VerySecret0123456789" } ] }""", "Keys:0:SecretId is missing.")]
    [InlineData("""{ "Keys": [ { "SecretId": "AKIDa" } ] }""", "Keys:0:SecretKey is missing.")]
    [InlineData("""{ "Keys": [ { "SecretId": "AKIDa", "SecretKey": { "VerySecret0123456789": "x" } } ] }""", "Keys:0:SecretKey must be a single value.")]
    [InlineData("""{ "Keys": [ { "SecretId": "AKIDa", "SecretKey": "VerySecret0123456789", "Acount": "x" } ] }""", "Keys:0:Acount is not a setting; did you mean Account?")]
    [InlineData("""{ "Keys": [ { "SecretId": "AKIDa", "SecretKey": "VerySecret0123456789", "Status": "off" } ] }""", "Keys:0:Status must be Enabled or Disabled.")]
    [InlineData("""{ "Certificate": "server.pem" }""", "Certificate must be an object.")]
    [InlineData("""{ "Certificate": { "Password": "VerySecret0123456789" } }""", "Certificate:Path is missing.")]
    [InlineData("""{ "Certificate": { "Path": "nowhere.pfx", "Password": "VerySecret0123456789" } }""", "Certificate: ")]
    [InlineData("""{ "Limits": { "delay": { "Maximum": 1 } } }""", "Limits: There is no limit 'delay'")]
    [InlineData("""{ "Limits": { "delaySeconds": { "Max": 1 } } }""", "Limits:delaySeconds:Max is not a setting")]
    [InlineData("""{ "Limits": { "delaySeconds": { "Maximum": -1 } } }""", "Limits:delaySeconds:Maximum is -1")]
    [InlineData("""{ "Limits": { "tagLength": { "Maximum": 65536 } } }""", "Limits: tagLength has the range 1 to 65536; it can be set within 1 to 21845.")]
    [InlineData("""{ "Limits": { "batchSize": { "Maximum": "unlimited" } } }""", "Limits: batchSize has the range 1 to 9223372036854775807; it can be set within 1 to 1000.")]
    [InlineData("""{ "Limits": { "visibilityTimeout": { "Minimum": 9, "Maximum": 8 } } }""", "Limits: visibilityTimeout has the minimum 9")]
    public void An_invalid_setting_is_named_by_its_path_without_its_value(string json, string expected)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Read(json));
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.Message, StringComparison.Ordinal);
    }

    private static ServeSettings Read(string json)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        return ServeSettings.Read(new ConfigurationBuilder().AddJsonStream(stream).Build(), Path.GetTempPath());
    }
}
