using System.Text;

namespace CmqContracts.Tests;

/// <summary>
/// Who answers what is not valid may send back a part of the request: a token, a signature, a body. None of it is shown, in whatever place of
/// the answer it stands.
/// </summary>
public sealed class AnswerSecrecyTests : IAsyncLifetime
{
    private const string Planted = "Pl4nted";

    private readonly AnsweringServer _server = new();
    private readonly LogList _logs = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public static TheoryData<string> Answers =>
    [
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 22\r\n\r\n{\"code\":0,\"msgId\":\"1\"}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: T\r\n\r\n10;e=v\r\n{\"code\":0,\"msgId\r\n6\r\n\":\"1\"}\r\n0\r\nT: v\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/x\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"r\"\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"code\":0}",
        "HTTP/1.0 200 OK\r\n\r\n{\"code\":0,\"msgId\":nul}",
        "HTTP/1.0 200 OK\r\n\r\n{\"code\":0,\"msgId\":[true]}",
    ];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task What_stands_at_any_place_of_an_answer_that_is_not_valid_is_in_no_exception_and_no_log(string answer)
    {
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = _server.Endpoint, SecretId = "id", SecretKey = "key", LoggerFactory = _logs.Factory, Retries = null });
        IQueueClient<ReadOnlyMemory<byte>> queue = client.Queue("q");
        List<string> shown = [];
        foreach (string text in (string[])[Planted, $"\r\n{Planted}", $"{Planted}\r\n", $"\0{Planted}", $"t{Planted}"])
        {
            for (int at = 0; at <= answer.Length; at++)
            {
                byte[] bytes = Encoding.ASCII.GetBytes(answer.Insert(at, text));
                _server.Answer = _ => (bytes, true);
                Exception? error = await Record.ExceptionAsync(() => queue.SendAsync("a"u8.ToArray()));
                Assert.True(error is null or CmqUnavailableException, $"{error}");
                if (error is not null)
                    shown.Add(error.ToString());
            }
        }

        Assert.True(shown.Count > answer.Length, $"Only {shown.Count} answers were not valid.");
        Assert.All(shown.Concat(_logs.Lines), static text =>
        {
            Assert.DoesNotContain(Planted, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Planted[..5], text, StringComparison.Ordinal);
            Assert.DoesNotContain("System.Net.Http.Http", text[..Math.Max(0, text.IndexOf("\n   at ", StringComparison.Ordinal))], StringComparison.Ordinal);
        });
    }
}
