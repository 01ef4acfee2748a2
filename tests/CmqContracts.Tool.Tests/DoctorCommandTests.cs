using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq doctor</c>.</summary>
public sealed class DoctorCommandTests(ServedBroker served) : IClassFixture<ServedBroker>
{
    [Fact]
    public async Task A_service_that_can_be_used_passes_every_check()
    {
        CmqRun run = await served.RunAsync("doctor", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["address good", "connection good", "clock good", "key good"], Checks(run));
    }

    [Fact]
    public async Task A_wrong_key_and_a_service_that_does_not_run_are_told_with_what_to_do()
    {
        CmqRun key = await CmqRun.OfAsync(new Dictionary<string, string>(served.Environment) { ["CMQ_SECRET_KEY"] = "other" }, null, "doctor", "--json");
        Assert.Equal(1, key.ExitCode);
        Assert.Equal(["address good", "connection good", "clock good", "key bad"], Checks(key));
        CmqRun gone = await served.RunAsync("doctor", "--endpoint", "http://127.0.0.1:1", "--json");
        Assert.Equal(1, gone.ExitCode);
        Assert.Equal(["address good", "connection bad", "key warning"], Checks(gone));
        Assert.Contains("check the address", gone.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_whose_clock_is_another_is_told()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using CancellationTokenSource end = new();
        Task answering = AnswerAsync(listener, TimeProvider.System.GetUtcNow().AddHours(-1), end.Token);

        CmqRun run = await served.RunAsync("doctor", "--json", "--endpoint", $"http://{listener.LocalEndpoint}");
        Assert.Contains("clock warning", Checks(run));
        Assert.Contains("ahead of the service; set its clock", run.Out, StringComparison.Ordinal);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
    }

    [Theory]
    [InlineData("https://cmq-queue-gz.api.qcloud.com", "bad", "use https://cmq-gz.public.tencenttdmq.com")]
    [InlineData("http://cmq-topic-bj.api.tencentyun.com", "bad", "use http://bj.mqadapter.cmq.tencentyun.com")]
    [InlineData("http://192.0.2.1:8600", "warning", "use https")]
    [InlineData("https://cmq-gz.public.tencenttdmq.com", "good", "")]
    [InlineData("http://127.0.0.1:8600", "good", "")]
    public void An_address_that_should_be_another_is_told(string address, string result, string text)
    {
        Field[] row = DoctorCommand.Address(new Uri(address));
        Assert.Equal(result, row[1].Value);
        Assert.Contains(text, (string)row[2].Value!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(29, "good")]
    [InlineData(-29, "good")]
    [InlineData(31, "warning")]
    [InlineData(-31, "warning")]
    public void Half_a_minute_of_difference_is_worth_a_warning(int seconds, string result) => Assert.Equal(result, DoctorCommand.Clock(TimeSpan.FromSeconds(seconds))[1].Value);

    private static IEnumerable<string> Checks(CmqRun run) => run.Lines.Select(static line => $"{line.GetProperty("check").GetString()} {line.GetProperty("result").GetString()}");

    /// <summary>Answers each connection with an empty page of that time.</summary>
    private static async Task AnswerAsync(TcpListener listener, DateTimeOffset date, CancellationToken cancellationToken)
    {
        byte[] answer = Encoding.ASCII.GetBytes($"HTTP/1.1 404 Not Found\r\nDate: {date:R}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        while (true)
        {
            using TcpClient client = await listener.AcceptTcpClientAsync(cancellationToken);
            _ = await client.GetStream().ReadAsync(new byte[65536], cancellationToken);
            await client.GetStream().WriteAsync(answer, cancellationToken);
        }
    }
}
