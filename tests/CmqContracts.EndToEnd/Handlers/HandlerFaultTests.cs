using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CmqContracts.EndToEnd.Handlers;

/// <summary>Whatever keeps a handler from its queue: it says so once with what to do, tries on with growing pauses, and works when somebody has mended it.</summary>
public sealed class HandlerFaultTests : IDisposable
{
    private const string Passes = "Warning: Queue deliveries cannot be read. It is tried again, at least once a minute: ";
    private const string NeedsMending = "Error: Queue deliveries cannot be read, and waiting will not mend that: ";

    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-faults-").FullName;

    [Fact]
    public async Task A_host_whose_name_is_not_known()
    {
        await using TestServer server = await TestServer.StartAsync();
        Uri endpoint = new($"http://does-not-exist.invalid:{server.Endpoint.Port}");
        bool isKnown = false;

        await MendAsync(
            server,
            endpoint,
            options => options.CreateHandler = sockets =>
            {
                sockets.ConnectCallback = async (context, cancellationToken) =>
                {
                    Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
                    await (isKnown
                        ? socket.ConnectAsync(IPAddress.Loopback, endpoint.Port, cancellationToken)
                        : socket.ConnectAsync(context.DnsEndPoint, cancellationToken));
                    return new NetworkStream(socket, ownsSocket: true);
                };
                return sockets;
            },
            () => isKnown = true,
            HealthStatus.Degraded,
            Passes,
            $"at {endpoint.Authority} has no usable answer",
            "The name of the host ",
            "Nothing was sent. Is the endpoint right, and the service running?");
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted()
    {
        using X509Certificate2 certificate = SelfSigned();
        await using TestServer server = await TestServer.StartAsync(certificate: certificate);
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };

        await MendAsync(
            server,
            new Uri($"https://localhost:{server.Endpoint.Port}"),
            options => options.CreateHandler = sockets =>
            {
                sockets.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
                return sockets;
            },
            () => policy.CustomTrustStore.Add(certificate),
            HealthStatus.Unhealthy,
            NeedsMending,
            "UntrustedRoot",
            "Make this machine trust its issuer, or set SslOptions of the handler in CmqOptions.CreateHandler",
            "Nothing was sent. Is the endpoint right?");
    }

    [Fact]
    public async Task A_key_that_is_refused()
    {
        await using TestServer server = await TestServer.StartAsync();
        string file = Path.Combine(_directory, "key.json");
        WriteKey("another key");

        await MendAsync(
            server,
            server.Endpoint,
            options => (options.SecretId, options.SecretKey, options.CredentialsFile) = (null, null, file),
            () => WriteKey(TestServer.SecretKey),
            HealthStatus.Unhealthy,
            NeedsMending,
            "Check that the secret key belongs to the secret id");

        void WriteKey(string key) => File.WriteAllText(file, $$"""{"SecretId":"{{TestServer.SecretId}}","SecretKey":"{{key}}"}""");
    }

    [Fact]
    public async Task A_queue_that_is_missing()
    {
        await using TestServer server = await TestServer.StartAsync();

        await MendAsync(
            server,
            server.Endpoint,
            static _ => { },
            static () => { },
            HealthStatus.Unhealthy,
            NeedsMending,
            "GetQueueAttributes on queue 'deliveries'",
            "Create it, for example with EnsureCreatedAsync, or check name and endpoint.");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>Starts a handler that does not reach its queue, looks what it says and does, mends what is wrong, and expects it to handle a message.</summary>
    private static async Task MendAsync(TestServer server, Uri endpoint, Action<CmqOptions> configure, Action mend, HealthStatus health, string line, params string[] parts)
    {
        await using ServedHandler handler = new();
        await handler.StartAsync(
            endpoint.ToString(),
            options =>
            {
                options.Retries = null;
                configure(options);
            },
            static options => (options.EnsureCreated, options.PollStopTimeout) = (false, TimeSpan.Zero));

        foreach (int seconds in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            await handler.Clock.WhenWaitedForAsync(TimeSpan.FromSeconds(seconds));
            Assert.Equal(health, await handler.CheckHealthAsync());
            handler.Clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        await handler.Clock.WhenWaitedForAsync(TimeSpan.FromSeconds(60));
        string said = Assert.Single(handler.Logs.Lines, static line => line.Contains("Queue deliveries cannot be read", StringComparison.Ordinal));
        Assert.StartsWith(line, said, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, said, StringComparison.Ordinal));
        Assert.DoesNotContain(TestServer.SecretKey, said, StringComparison.Ordinal);

        await server.Deliveries.EnsureCreatedAsync();
        await server.SendAsync(1);
        mend();
        handler.Clock.Advance(TimeSpan.FromSeconds(60));
        await handler.Logs.WaitForAsync("Information: Queue deliveries is read again, after 243 s.");
        await handler.WhenHandledAsync(1);

        Assert.Equal(HealthStatus.Healthy, await handler.CheckHealthAsync());
        Assert.Single(handler.Logs.Lines, static line => line.Contains("Queue deliveries cannot be read", StringComparison.Ordinal));
        await handler.StopAsync();
        Assert.Equal(0, await server.CountAsync());
        Assert.Single(handler.Logs.Lines, static line => line.Contains("is read again", StringComparison.Ordinal));
    }

    private static X509Certificate2 SelfSigned()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }
}
