using System.Text;
using CmqContracts.Server.Tests.Quirks;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Signatures that differ from the correct one in a few characters.</summary>
public sealed class TamperedSignatureTests
{
    private const int Seed = 46364;
    private const int Depth = 100;
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

    [Theory]
    [InlineData("HmacSHA1")]
    [InlineData("HmacSHA256")]
    public async Task Ten_thousand_tampered_signatures_are_refused(string method)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        using WireConnection connection = WireConnection.Open(server);
        Random random = new(Seed);
        for (int i = 0; i < 10_000; i += Depth)
        {
            (WireRequest Request, string Signature)[] tampered = [.. Enumerable.Range(i, Depth).Select(number => Tamper(server, method, number, random))];
            WireReply[] replies = await connection.AskAsync([.. tampered.Select(pair => pair.Request.Carry(WithSignature(pair.Request, pair.Signature)))]);
            for (int k = 0; k < Depth; k++)
            {
                string? message = replies[k].Json.GetProperty("message").GetString();
                Assert.True(message == CmqErrors.AuthenticationFailed.WireMessage, $"Seed {Seed}, number {i + k}, signature {tampered[k].Signature}: {message}");
            }
        }

        Assert.Equal(0, (await server.PostAsync("GetQueueAttributes", ("queueName", "orders"))).GetProperty("activeMsgNum").GetInt32());
    }

    private static (WireRequest Request, string Signature) Tamper(ServerUnderTest server, string method, int number, Random random)
    {
        WireRequest request = new(server, "SendMessage", ("queueName", "orders"), ("msgBody", $"body {number}"), ("SignatureMethod", method));
        string signature = request.Signature;
        int at = random.Next(signature.Length);
        string tampered = random.Next(8) switch
        {
            0 => signature[..at] + Base64[random.Next(Base64.Length)] + signature[(at + 1)..],
            1 => signature[..at] + (char)(signature[at] ^ (1 << random.Next(7))) + signature[(at + 1)..],
            2 => signature[..Math.Max(at, 1)],
            3 => signature + Base64[random.Next(Base64.Length)],
            4 => signature.TrimEnd('='),
            5 => char.IsLower(signature[0]) ? signature.ToUpperInvariant() : signature.ToLowerInvariant(),
            6 => new WireRequest(server, "SendMessage", ("queueName", "orders"), ("msgBody", $"body {number + 1}"), ("SignatureMethod", method)).Signature,
            _ => Convert.ToBase64String(Encoding.ASCII.GetBytes(new string((char)random.Next(256), method == "HmacSHA1" ? 20 : 32))),
        };
        return (request, tampered == signature ? signature[1..] : tampered);
    }

    private static string WithSignature(WireRequest request, string signature) =>
        request.SignedForm().Replace(WireRequest.PercentEncode(request.Signature), WireRequest.PercentEncode(signature), StringComparison.Ordinal);
}
