using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary>HTTPS with a certificate from the settings.</summary>
public sealed class CertificateTests : IDisposable
{
    private const string Password = "the password of the key";

    private readonly string _directory = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("""{ "Path": "server.pfx", "Password": "the password of the key" }""")]
    [InlineData("""{ "Path": "server.pem", "KeyPath": "server.key" }""")]
    [InlineData("""{ "Path": "server.pem", "KeyPath": "encrypted.key", "Password": "the password of the key" }""")]
    [InlineData("""{ "Path": "both.pem" }""")]
    public async Task A_server_serves_HTTPS_with_a_certificate_from_a_file(string certificate)
    {
        string thumbprint = WriteFiles();
        await using ProgramUnderTest tool = Serve(certificate);
        string endpoint = (await tool.WaitForLineAsync("export CMQ_ENDPOINT=")).Split('=', 2)[1];
        Assert.StartsWith("https://127.0.0.1:", endpoint, StringComparison.Ordinal);

        string? seen = null;
        using HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = (_, served, _, _) => (seen = served!.Thumbprint) is not null };
        using HttpClient http = new(handler);
        Assert.Contains("10390", await http.GetStringAsync(new Uri(endpoint + "/?Action=ListQueue")), StringComparison.Ordinal);
        Assert.Equal(thumbprint, seen);
    }

    [Theory]
    [InlineData("""{ "Path": "server.pfx", "Password": "wrong" }""", "server.pfx cannot be loaded")]
    [InlineData("""{ "Path": "server.pem", "KeyPath": "absent.key" }""", "absent.key does not exist")]
    [InlineData("""{ "Path": "server.pem" }""", "server.pem cannot be loaded")]
    [InlineData("""{ "Path": "server.key" }""", "server.key cannot be loaded")]
    public async Task A_certificate_that_cannot_be_used_is_refused_with_the_reason(string certificate, string reason)
    {
        WriteFiles();
        await using ProgramUnderTest tool = Serve(certificate);
        await tool.WaitForLineAsync(reason);
        Assert.Equal(1, await tool.WaitForExitAsync());
        Assert.DoesNotContain("wrong", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_with_the_wrong_scheme_gets_an_error_that_says_so()
    {
        WriteFiles();
        await using ProgramUnderTest secure = Serve("""{ "Path": "both.pem" }""");
        await using ProgramUnderTest plain = ProgramUnderTest.Start("Tool", new Dictionary<string, string>(), "serve", "--port", "0");
        foreach ((ProgramUnderTest tool, string right, string wrong) in new[] { (secure, "https://", "http://"), (plain, "http://", "https://") })
        {
            string endpoint = (await tool.WaitForLineAsync("export CMQ_ENDPOINT=")).Split('=', 2)[1];
            await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = endpoint.Replace(right, wrong, StringComparison.Ordinal), SecretId = "AKIDmine", SecretKey = "my own key" });
            CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(async () => await client.Service.ListQueuesAsync(new ListQueuesRequest()));
            Assert.Contains($"set the endpoint to {endpoint}.", error.Message, StringComparison.Ordinal);
        }
    }

    private ProgramUnderTest Serve(string certificate)
    {
        string file = Path.Combine(_directory, "cmq.json");
        File.WriteAllText(file, $$"""{ "Port": 0, "Certificate": {{certificate}} }""");
        return ProgramUnderTest.Start("Tool", new Dictionary<string, string>(), "serve", "--config", file);
    }

    private string WriteFiles()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        PbeParameters encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        Write("server.pem", certificate.ExportCertificatePem());
        Write("server.key", key.ExportPkcs8PrivateKeyPem());
        Write("encrypted.key", key.ExportEncryptedPkcs8PrivateKeyPem(Password, encryption));
        Write("both.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(Path.Combine(_directory, "server.pfx"), certificate.Export(X509ContentType.Pfx, Password));
        return certificate.Thumbprint;

        void Write(string name, string text) => File.WriteAllText(Path.Combine(_directory, name), text);
    }
}
