using CmqContracts.Testing;

namespace CmqContracts.Server.Tests;

/// <summary>Our client against our server, where the machines' clocks differ, or keys change.</summary>
public sealed class WrongClockTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task A_client_whose_clock_is_hours_off_is_served(int hours)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(static options => options.TimeProvider = TimeProvider.System);
        await using CmqClient client = CmqClient.Connect(new CmqOptions
        {
            Endpoint = server.Server.Endpoint.ToString(), SecretId = ServerUnderTest.SecretId, SecretKey = ServerUnderTest.SecretKey,
            TimeProvider = new ManualTimeProvider(TimeProvider.System.GetUtcNow().AddHours(hours)),
        });

        await client.Queue("orders").EnsureCreatedAsync();
        await client.Queue("orders").SendAsync("a"u8.ToArray());

        Assert.NotNull(await client.Queue("orders").ReceiveAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_key_that_is_replaced_here_and_there_is_used_without_a_restart()
    {
        CmqKey first = new() { SecretId = "AKIDfirst", SecretKey = "first" }, second = new() { SecretId = "AKIDsecond", SecretKey = "second", Token = "token" };
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.Keys = [first]);
        Rotating source = new(server.Clock, [first, second]);
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = server.Server.Endpoint.ToString(), Credentials = source, TimeProvider = server.Clock });
        await client.Queue("orders").EnsureCreatedAsync();

        server.Server.ReplaceKeys([second]);
        server.Clock.Advance(TimeSpan.FromHours(1));
        await client.Queue("orders").EnsureCreatedAsync();

        Assert.Equal(2, source.Calls);
    }

    private sealed class Rotating(TimeProvider time, CmqKey[] keys) : ICmqCredentials
    {
        public int Calls { get; private set; }

        public ValueTask<CmqCredentials> GetAsync(CancellationToken cancellationToken)
        {
            CmqKey key = keys[Calls++];
            return new(new CmqCredentials { SecretId = key.SecretId, SecretKey = key.SecretKey, Token = key.Token, ExpiresAt = time.GetUtcNow().AddHours(1) });
        }
    }
}
