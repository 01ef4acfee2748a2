using System.Globalization;
using System.Net;
using CmqContracts.Broker;
using CmqContracts.Protocol;
using CmqContracts.Server;
using Microsoft.Extensions.Configuration;

namespace CmqContracts.Tool;

/// <summary>The settings of a server in a configuration.</summary>
/// <param name="Server">The server.</param>
/// <param name="Broker">The broker behind it.</param>
/// <param name="Store">The store of the broker.</param>
/// <param name="Console">The web console.</param>
/// <param name="Otlp">Where measurements are sent; <see langword="null"/>: nowhere.</param>
internal sealed record ServeSettings(CmqServerOptions Server, BrokerOptions Broker, StoreSettings Store, ConsoleSettings Console, OtlpSettings? Otlp)
{
    public const int DefaultPort = 8600;

    private enum Status
    {
        Enabled,
        Disabled,
    }

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="directory">The directory that paths are relative to.</param>
    /// <exception cref="ArgumentException">Names the setting that is invalid.</exception>
    public static ServeSettings Read(IConfiguration configuration, string directory)
    {
        SettingsReader settings = new(configuration);
        CmqServerOptions server = new() { Port = (int?)settings.Number("Port", 0, IPEndPoint.MaxPort) ?? DefaultPort, Keys = [.. settings.List("Keys").Select(ReadKey)] };
        if (settings.Text("Address") is { } address)
            server.Address = HostText.TryParseAddress(address, out IPAddress? ip) ? ip : throw settings.Wrong("Address", "must be an IP address, such as 127.0.0.1");
        if (settings.Number("TimestampToleranceSeconds", 0, int.MaxValue) is { } tolerance)
            server.TimestampTolerance = TimeSpan.FromSeconds(tolerance);
        server.RequireSecretIdPrefix = settings.Flag("RequireSecretIdPrefix") ?? server.RequireSecretIdPrefix;
        server.RefuseRepeatedRequests = settings.Flag("RefuseRepeatedRequests") ?? server.RefuseRepeatedRequests;
        server.AcceptUnsignedAtBodies = settings.Flag("AcceptUnsignedAtBodies") ?? server.AcceptUnsignedAtBodies;
        server.PublicHosts = ReadHosts(settings);
        server.MaxRequestBytes = settings.Number("MaxRequestBytes", 1, CmqServerOptions.LargestRequest) ?? server.MaxRequestBytes;
        server.MaxBufferedBytes = settings.Number("MaxBufferedBytes", server.MaxRequestBytes, long.MaxValue);
        server.MaxConnections = (int?)settings.Number("MaxConnections", 1, int.MaxValue) ?? server.MaxConnections;
        (server.Certificate, server.CertificateChain) = CertificateSettings.Load(settings.Section("Certificate"), directory);
        server.ExposeMetrics = settings.Flag("ExposeMetrics") ?? server.ExposeMetrics;
        server.MaskedPaths = ReadMaskedPaths(settings);
        if (settings.Section("Push") is { } push)
            ReadPush(push, server.Push);
        BrokerOptions broker = new() { Limits = ReadLimits(settings) };
        broker.RefusePublishWithoutReceiver = settings.Flag("RefusePublishWithoutReceiver") ?? broker.RefusePublishWithoutReceiver;
        StoreSettings store = StoreSettings.Read(settings, directory);
        ConsoleSettings console = ConsoleSettings.Read(settings.Section("Console"), directory);
        OtlpSettings? otlp = settings.Section("Otlp") is { } section ? OtlpSettings.Read(section) : null;
        settings.RefuseUnknown();
        return new ServeSettings(server, broker, store, console, otlp);
    }

    private static IReadOnlyList<string> ReadHosts(SettingsReader settings)
    {
        const string name = "PublicHosts";
        IReadOnlyList<string> hosts = settings.Texts(name);
        for (int i = 0; i < hosts.Count; i++)
        {
            if (!HostText.IsHost(hosts[i]))
                throw settings.Wrong(string.Create(CultureInfo.InvariantCulture, $"{name}:{i}"), "must be a host, such as cmq.example.com or cmq.example.com:8600");
        }

        return hosts;
    }

    private static IReadOnlyList<string> ReadMaskedPaths(SettingsReader settings)
    {
        const string name = "MaskedPaths";
        IReadOnlyList<string> paths = settings.Texts(name);
        if (paths.Count > JsonMask.MaxPaths)
            throw settings.Wrong(name, string.Create(CultureInfo.InvariantCulture, $"has {paths.Count} paths; at most {JsonMask.MaxPaths} are allowed"));
        for (int i = 0; i < paths.Count; i++)
        {
            if (JsonMask.FindProblem(paths[i]) is { } problem)
                throw settings.Wrong(string.Create(CultureInfo.InvariantCulture, $"{name}:{i}"), $"must be a JSON path, such as $.card.number: {problem}");
        }

        return paths;
    }

    private static CmqKey ReadKey(SettingsReader settings)
    {
        CmqKey key = new()
        {
            SecretId = settings.RequireText("SecretId"),
            SecretKey = settings.RequireText("SecretKey"),
            Account = settings.Text("Account") ?? CmqKey.DefaultAccount,
            Token = settings.Text("Token"),
            IsEnabled = settings.Choice<Status>("Status") is not Status.Disabled,
            Access = settings.Choice<CmqKeyAccess>("Access") ?? CmqKeyAccess.Full,
        };
        settings.RefuseUnknown();
        return key;
    }

    private static void ReadPush(SettingsReader settings, PushOptions push)
    {
        push.Parallelism = (int?)settings.Number("Parallelism", 0, PushOptions.MaxParallelism) ?? push.Parallelism;
        if (settings.Number("TimeoutSeconds", 1, (long)PushOptions.MaxTimeout.TotalSeconds) is { } timeout)
            push.Timeout = TimeSpan.FromSeconds(timeout);
        push.AllowPrivateNetworks = settings.Flag("AllowPrivateNetworks") ?? push.AllowPrivateNetworks;
        settings.RefuseUnknown();
    }

    private static CmqLimits ReadLimits(SettingsReader settings)
    {
        CmqProfile profile = settings.Choice<CmqProfile>("Profile") ?? CmqProfile.Classic;
        bool strict = settings.Flag("StrictLimits") ?? false;
        Dictionary<string, CmqLimitOverride> overrides = new(StringComparer.OrdinalIgnoreCase);
        foreach (SettingsReader row in settings.Section("Limits")?.Members() ?? [])
        {
            overrides[row.Name] = new CmqLimitOverride { Minimum = row.Number("Minimum", 0, long.MaxValue), Maximum = row.NumberOrUnlimited("Maximum", 0), Default = row.Number("Default", 0, long.MaxValue) };
            row.RefuseUnknown();
        }

        try
        {
            return CmqLimits.For(profile, strict, overrides);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException("Limits: " + e.Message, e);
        }
    }
}
