using static CmqContracts.Server.Tests.Api3Client;

namespace CmqContracts.Server.Tests;

public sealed class Api3LogTests
{
    private const string Body = "a-body-nobody-may-read";

    [Fact]
    public async Task No_log_and_no_error_contains_bodies_keys_tokens_or_signatures()
    {
        LogCapture log = new();
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(log: log);
        using Api3Client client = new(server);
        using Api3Client forger = new(server, secretKey: "wrong-key");
        string signature = "";
        AssertOk(await client.PostAsync("CreateCmqQueue", new { QueueName = "orders" }));
        AssertOk(await client.PostAsync("SendCmqMsg", new { QueueName = "orders", MsgContent = Body }, call =>
        {
            call.Headers["X-TC-Token"] = "a-token";
            call.ChangeAuthorization = text => { signature = text[^64..]; return text; };
        }));
        AssertOk(await client.GetAsync("SendCmqMsg", $"QueueName=orders&MsgContent={Body}"));
        AssertOk(await client.SendFormAsync("GET", "/", "SendCmqMsg", "HmacSHA1", ("QueueName", "orders"), ("MsgContent", Body), ("Token", "a-token")));
        string refused = (await forger.SendFormAsync("POST", "/", "SendCmqMsg", "HmacSHA256", ("QueueName", "orders"), ("MsgContent", Body), ("SecretKey", "wrong-key"))).GetRawText()
            + (await client.PostAsync("SendCmqMsg", new { QueueName = Body, MsgContent = new[] { Body } })).GetRawText()
            + (await client.PostTextAsync("SendCmqMsg", "{\"MsgContent\":\"" + Body)).GetRawText();

        Assert.Contains(log.Lines, line => line.Category.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        string written = string.Join('\n', log.Lines.Select(line => line.Text)) + refused;
        foreach (string secret in (string[])[Body, ServerUnderTest.SecretKey, "wrong-key", "a-token", signature, "Signature="])
            Assert.DoesNotContain(secret, written, StringComparison.Ordinal);
    }
}
