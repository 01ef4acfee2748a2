using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CmqContracts.Server.Tests.Quirks;
using Microsoft.Extensions.Logging;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Methods and targets that no client of CMQ sends, and clients that disconnect at any point.</summary>
public sealed class OddRequestTests
{
    private const string Host = "Host: 127.0.0.1\r\n";

    [Theory]
    [InlineData("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n", 405)]
    [InlineData("CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", 405)]
    [InlineData("CONNECT example.com:443 HTTP/1.0\r\n\r\n", 405)]
    [InlineData("TRACE / HTTP/1.1\r\n" + Host + "\r\n", 200)]
    [InlineData("OPTIONS * HTTP/1.1\r\n" + Host + "\r\n", 200)]
    [InlineData("OPTIONS /v2/index.php HTTP/1.1\r\n" + Host + "\r\n", 200)]
    [InlineData("PROPFIND / HTTP/1.1\r\n" + Host + "\r\n", 200)]
    [InlineData("connect / HTTP/1.1\r\n" + Host + "\r\n", 405)]
    [InlineData("GET http://127.0.0.1/ HTTP/1.1\r\n" + Host + "\r\n", 200)]
    [InlineData("GET * HTTP/1.1\r\n" + Host + "\r\n", 0)]
    [InlineData("POST /v2/index.php HTTP/1.1\r\n" + Host + "Upgrade: h2c\r\nConnection: Upgrade\r\nContent-Length: 0\r\n\r\n", 200)]
    [InlineData("POST /v2/index.php HTTP/1.1\r\n" + Host + "Expect: 100-continue\r\nContent-Length: 0\r\n\r\n", 0)]
    [InlineData("GET / HTTP/3.0\r\n\r\n", 0)]
    [InlineData("GET /health/ready/%00 HTTP/1.1\r\n" + Host + "\r\n", 0)]
    public async Task Odd_methods_and_targets_are_refused_without_a_failure_of_the_server(string request, int status)
    {
        foreach (bool anonymous in (bool[])[false, true])
        {
            LogCapture log = new();
            await using ServerUnderTest server = await StartAsync(options => options.AllowAnonymous = anonymous, log);
            using WireConnection connection = WireConnection.Open(server);
            await connection.WriteAsync(Encoding.ASCII.GetBytes(request));
            WireReply reply = await connection.ReadAsync();
            Assert.NotEqual(500, reply.Status);
            if (status != 0)
            {
                Assert.Equal(status, reply.Status);
                Assert.NotEqual(0, System.Text.Json.JsonDocument.Parse(reply.Body).RootElement.GetProperty("code").GetInt32());
            }

            Assert.DoesNotContain(log.Lines, line => line.Level is LogLevel.Error or LogLevel.Critical);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_disconnects_at_any_point_causes_no_warning(bool tls)
    {
        LogCapture log = new();
        using X509Certificate2 certificate = Certificate();
        await using (ServerUnderTest server = await StartAsync(options => options.Certificate = tls ? certificate : null, log))
        {
            await server.Broker.GetService("default").CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings { MaxMsgSize = 1_048_576 }));
            byte[] send = new WireRequest(server, "SendMessage", ("queueName", "orders"), ("msgBody", new string('x', 100_000))).Bytes;
            byte[] receive = new WireRequest(server, "ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "30")).Bytes;
            string[] beginnings = [.. new[] { 0, 1, 40, 300, 30_000, send.Length - 1, send.Length }.Select(length => Encoding.Latin1.GetString(send[..length])), Encoding.Latin1.GetString(receive), "POST / HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\nff\r\nabc", "POST / HTTP/1.1\r\n" + Host + "X-TC-Action: SendCmqMsg\r\nContent-Length: 100\r\n\r\n{", "GET /metrics HTTP/1.1\r\n" + Host + "\r\n"];
            for (int round = 0; round < 5; round++)
            {
                foreach (string beginning in beginnings)
                {
                    using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(round % 2 == 0, 0) };
                    await socket.ConnectAsync(IPAddress.Loopback, server.Server.Endpoint.Port);
                    await socket.SendAsync(tls ? [22, 3, 1, 2, 0, .. Encoding.Latin1.GetBytes(beginning)] : Encoding.Latin1.GetBytes(beginning));
                    await Task.Delay(5);
                    if (round % 2 == 1)
                        socket.Shutdown(SocketShutdown.Send);
                }
            }
        }

        Assert.DoesNotContain(log.Lines, line => line.Level > LogLevel.Information && line.Level != LogLevel.None && !line.Category.StartsWith("Microsoft.Hosting", StringComparison.Ordinal));
    }

    private static X509Certificate2 Certificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
