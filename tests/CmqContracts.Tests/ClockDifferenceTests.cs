using System.Globalization;
using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Tests;

/// <summary>A service whose clock is not this machine's refuses what is signed with the wrong time.</summary>
public sealed class ClockDifferenceTests : IAsyncLifetime
{
    private readonly AnsweringServer _server = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly LogList _logs = new();
    private TimeSpan _ahead;
    private bool _saysDate = true;
    private bool _keyIsRight = true;

    public Task InitializeAsync()
    {
        _server.Answer = form =>
        {
            DateTimeOffset now = _clock.GetUtcNow() + _ahead;
            long signedAt = long.Parse(form.Split('&').Single(static field => field.StartsWith("Timestamp=", StringComparison.Ordinal))[10..], CultureInfo.InvariantCulture);
            bool isAccepted = _keyIsRight && Math.Abs(now.ToUnixTimeSeconds() - signedAt) <= 300;
            string body = isAccepted ? """{"code":0,"msgId":"1"}""" : """{"code":4100,"message":"(10030)authentication failed"}""";
            return (Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{(_saysDate ? $"Date: {now:R}\r\n" : "")}Content-Length: {body.Length}\r\n\r\n{body}"), false);
        };
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(3, "0.03:00:00 behind")]
    [InlineData(-3, "0.03:00:00 ahead of")]
    [InlineData(-30, "1.06:00:00 ahead of")]
    public async Task A_request_is_signed_once_more_with_the_service_s_time_and_said_once(int hours, string difference)
    {
        _ahead = TimeSpan.FromHours(hours);
        await using CmqClient client = Connect();

        await client.Queue("q").SendAsync("a"u8.ToArray());
        await client.Queue("q").SendAsync("b"u8.ToArray());

        Assert.Equal(3, _server.Requests);
        Assert.Contains($"This machine's clock is {difference} that of the service", Assert.Single(_logs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_set_later_is_followed()
    {
        _ahead = TimeSpan.FromHours(3);
        await using CmqClient client = Connect();
        await client.Queue("q").SendAsync("a"u8.ToArray());

        _clock.StepWall(TimeSpan.FromHours(3));
        _ahead = TimeSpan.Zero;
        await client.Queue("q").SendAsync("b"u8.ToArray());

        Assert.Equal(4, _server.Requests);
        Assert.Single(_logs.Lines);
    }

    [Theory]
    [InlineData(0, true, 1)]
    [InlineData(3, true, 2)]
    [InlineData(3, false, 1)]
    public async Task A_refusal_for_another_reason_is_reported(int hours, bool saysDate, int requests)
    {
        (_ahead, _saysDate, _keyIsRight) = (TimeSpan.FromHours(hours), saysDate, false);
        await using CmqClient client = Connect();

        Assert.Equal(CmqErrors.AuthenticationFailed, (await Assert.ThrowsAsync<CmqServiceException>(() => client.Queue("q").SendAsync("a"u8.ToArray()))).Error);

        Assert.Equal(requests, _server.Requests);
    }

    private CmqClient Connect() => CmqClient.Connect(new CmqOptions { Endpoint = _server.Endpoint, SecretId = "id", SecretKey = "key", TimeProvider = _clock, LoggerFactory = _logs.Factory });
}
