using System.Globalization;
using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Signing;
using CmqContracts.Testing;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>What RefuseRepeatedRequests remembers while keys are added and removed.</summary>
public sealed class RepeatsOverKeyChangesTests
{
    private const string Path = V2RequestLine.DefaultPath;

    /// <summary>Twice the default tolerance.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromHours(4);

    private static readonly CmqKey Usual = new() { SecretId = SecretId, SecretKey = SecretKey }, Other = new() { SecretId = "AKIDother", SecretKey = "other key" };

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_key_that_is_added_again_still_refuses_its_repeats()
    {
        await using ServerUnderTest server = await StartAsync();
        using Api3Client api3 = new(server);
        string form = server.Sign("POST", Path, "ListQueue");
        long now = api3.Now;
        await SendAsync(isNew: true);
        server.Server.ReplaceKeys([Other]);
        AssertError(await server.PostFormAsync(Path, form), CmqErrors.SecretIdDoesNotExist);
        server.Clock.AdvanceSeconds(60);
        server.Server.ReplaceKeys([Other, new CmqKey { SecretId = SecretId, SecretKey = SecretKey }]);
        await SendAsync(isNew: false);

        async Task SendAsync(bool isNew)
        {
            if (isNew)
                AssertOk(await server.PostFormAsync(Path, form));
            else
                AssertError(await server.PostFormAsync(Path, form), CmqErrors.AuthenticationFailed);
            string time = now.ToString(CultureInfo.InvariantCulture);
            Assert3(isNew, await api3.SendFormAsync("POST", "/", "DescribeCmqQueues", "HmacSHA1", ("Timestamp", time)));
            Assert3(isNew, await api3.PostTextAsync("DescribeCmqQueues", "{}", call => call.Headers["X-TC-Timestamp"] = time));
        }
    }

    [Fact]
    public void All_keys_together_remember_no_more_than_the_total_and_none_accepts_a_repeat()
    {
        ReplayCache cache = new(_clock, TimeSpan.FromMinutes(5), capacity: 100, total: 60);
        List<CmqKey> keys = [.. Enumerable.Range(0, 10).Select(static i => new CmqKey { SecretId = $"AKID{i}", SecretKey = "key" })];
        long now = _clock.GetUtcNow().ToUnixTimeSeconds();
        cache.SetKeys(keys);
        foreach (CmqKey key in keys)
        {
            for (int i = 0; i < 20; i++)
                Assert.True(cache.TryAdd(key, ReplayCache.Kind.V2Nonce, "n"u8, now + i));
        }

        AssertBounded();
        Assert.Equal(60, cache.Requests);
        keys.AddRange(Enumerable.Range(10, 20).Select(static i => new CmqKey { SecretId = $"AKID{i}", SecretKey = "key" }));
        cache.SetKeys(keys);
        AssertBounded();
        Assert.Equal(20, cache.Requests);

        void AssertBounded()
        {
            foreach (CmqKey key in keys.Take(10))
            {
                for (int i = 0; i < 20; i++)
                    Assert.False(cache.TryAdd(key, ReplayCache.Kind.V2Nonce, "n"u8, now + i));
            }
        }
    }

    [Fact]
    public async Task Requests_signed_in_different_ways_are_never_repeats_of_each_other()
    {
        await using ServerUnderTest server = await StartAsync();
        using Api3Client api3 = new(server);
        foreach (bool isNew in (bool[])[true, false])
        {
            Assert3(isNew, await api3.SendFormAsync("GET", "/", "DescribeCmqQueues", "HmacSHA256"));
            Assert3(isNew, await api3.PostTextAsync("DescribeCmqQueues", "{}"));
            Assert.Equal(isNew ? 0 : CmqErrors.AuthenticationFailed.Code, (await server.PostAsync("ListQueue")).GetProperty("code").GetInt32());
        }
    }

    [Fact]
    public async Task An_id_with_another_secret_is_another_key()
    {
        await using ServerUnderTest server = await StartAsync();
        string first = server.Sign("POST", Path, "ListQueue"), second = server.SignAs(SecretId, "another", "POST", Path, "ListQueue");
        AssertOk(await server.PostFormAsync(Path, first));
        server.Server.ReplaceKeys([new CmqKey { SecretId = SecretId, SecretKey = "another" }]);
        AssertOk(await server.PostFormAsync(Path, second));
        AssertError(await server.PostFormAsync(Path, second), CmqErrors.AuthenticationFailed);
        server.Server.ReplaceKeys([Usual]);
        AssertError(await server.PostFormAsync(Path, first), CmqErrors.AuthenticationFailed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_requests_of_a_key_that_stays_in_force_are_kept(bool isReadOnly)
    {
        await using ServerUnderTest server = await StartAsync();
        string form = server.Sign("POST", Path, "ListQueue");
        AssertOk(await server.PostFormAsync(Path, form));
        for (int i = 0; i < 10; i++)
            server.Server.ReplaceKeys([new CmqKey { SecretId = SecretId, SecretKey = SecretKey, Account = "account " + i, Access = isReadOnly ? CmqKeyAccess.ReadOnly : CmqKeyAccess.Full }, new CmqKey { SecretId = "AKID" + i, SecretKey = "key" }]);
        AssertError(await server.PostFormAsync(Path, form), CmqErrors.AuthenticationFailed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Keys_that_change_often_use_no_memory(bool sameId)
    {
        ReplayCache cache = new(_clock, Retention / 2);
        using KeyRing ring = new([Key(0)], cache);
        for (int i = 0; i < 1_000; i++)
        {
            ring.Replace([Key(i), Other]);
            Assert.True(cache.TryAdd(Key(i), ReplayCache.Kind.V2Nonce, "1"u8, Now));
            Assert.True(cache.TryAdd(Key(i - 1), ReplayCache.Kind.V2Nonce, "under way"u8, Now));
            _clock.Advance(TimeSpan.FromMinutes(10));
            Assert.InRange(cache.Count, 1, (Retention / TimeSpan.FromMinutes(10)) + 4);
        }

        // Only requests of the keys that stay in force are left.
        _clock.Advance(Retention);
        Assert.True(cache.TryAdd(Other, ReplayCache.Kind.V2Nonce, "1"u8, Now));
        Assert.Equal(2, cache.Count);

        CmqKey Key(int i) => sameId ? new CmqKey { SecretId = SecretId, SecretKey = "key " + i } : new CmqKey { SecretId = "AKID" + i, SecretKey = "key" };
    }

    [Fact]
    public void No_step_of_the_wall_clock_makes_the_requests_of_a_removed_key_new()
    {
        ReplayCache cache = new(_clock, Retention / 2);
        cache.SetKeys([Usual]);
        long then = Now;
        Assert.True(cache.TryAdd(Usual, ReplayCache.Kind.V2Nonce, "1"u8, then));
        cache.SetKeys([]);
        foreach (double days in (double[])[1, 365, -366, -365, 365])
        {
            _clock.StepWall(TimeSpan.FromDays(days));
            Assert.False(cache.TryAdd(Usual, ReplayCache.Kind.V2Nonce, "1"u8, then));
        }

        cache.SetKeys([Usual]);
        Assert.False(cache.TryAdd(Usual, ReplayCache.Kind.V2Nonce, "1"u8, then));
    }

    /// <summary>Whatever the tolerance of a server is, requests are kept for at least twice the five minutes of API 3.0.</summary>
    [Theory]
    [InlineData(1, 10)]
    [InlineData(300, 10)]
    [InlineData(7200, 240)]
    public void The_requests_of_a_removed_key_are_kept_for_twice_the_tolerance(int toleranceSeconds, int keptMinutes)
    {
        ReplayCache cache = ReplayCache.For(new CmqServerOptions { RefuseRepeatedRequests = true, TimeProvider = _clock, TimestampTolerance = TimeSpan.FromSeconds(toleranceSeconds) })!;
        cache.SetKeys([Usual, Other]);
        long then = Now;
        Assert.True(cache.TryAdd(Usual, ReplayCache.Kind.V2Nonce, "1"u8, then));
        cache.SetKeys([Other]);
        _clock.Advance(TimeSpan.FromMinutes(keptMinutes));
        Assert.False(cache.TryAdd(Usual, ReplayCache.Kind.V2Nonce, "1"u8, then));
        Assert.Equal(2, cache.Count);
        _clock.AdvanceSeconds(1);
        Assert.True(cache.TryAdd(Other, ReplayCache.Kind.V2Nonce, "1"u8, Now));
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void The_longest_tolerance_does_not_overflow()
    {
        ReplayCache cache = ReplayCache.For(new CmqServerOptions { RefuseRepeatedRequests = true, TimeProvider = _clock, TimestampTolerance = TimeSpan.MaxValue })!;
        cache.SetKeys([Usual]);
        cache.SetKeys([Other]);
        _clock.Advance(TimeSpan.FromDays(10_000));
        cache.SetKeys([Other]);
        Assert.Equal(2, cache.Count);
    }

    /// <summary>Compared with a model that evicts nothing: while its timestamp is acceptable, each request is accepted exactly once.</summary>
    [Fact]
    public void No_change_of_keys_makes_a_repeat_accepted_or_a_new_request_refused()
    {
        Random random = new(46364);
        TimeSpan tolerance = TimeSpan.FromMinutes(5);
        for (int round = 0; round < 30; round++)
        {
            ReplayCache cache = new(_clock, tolerance);
            CmqKey[] all = [.. Enumerable.Range(0, 9).Select(i => new CmqKey { SecretId = "AKID" + (i / 3), SecretKey = "key " + (i % 3) })];
            using KeyRing ring = new([], cache);
            List<(CmqKey Key, int Nonce, long Timestamp)> taken = [];
            CmqKey[] inForce = [];
            for (int i = 0; i < 300; i++)
            {
                if (random.Next(3) == 0)
                    ring.Replace(inForce = [.. all.Where(_ => random.Next(3) == 0).DistinctBy(key => key.SecretId).Select(key => new CmqKey { SecretId = key.SecretId, SecretKey = key.SecretKey })]);
                _clock.Advance(TimeSpan.FromSeconds(Math.Pow(10, random.NextDouble() * 3)));
                foreach (CmqKey key in inForce)
                {
                    long timestamp = Now + random.Next(-300, 301);
                    Assert.True(cache.TryAdd(key, ReplayCache.Kind.V2Nonce, Number(i), timestamp), $"new, and refused, round {round}, step {i}");
                    taken.Add((key, i, timestamp));
                }

                foreach ((CmqKey key, int nonce, long timestamp) in taken.Where(request => Math.Abs(request.Timestamp - Now) <= 300))
                    Assert.False(cache.TryAdd(key, ReplayCache.Kind.V2Nonce, Number(nonce), timestamp), $"taken twice, round {round}, step {i}");
                Assert.InRange(cache.Count, 0, all.Length);
            }
        }
    }

    private long Now => _clock.GetUtcNow().ToUnixTimeSeconds();

    private static Task<ServerUnderTest> StartAsync() => ServerUnderTest.StartAsync(options => options.RefuseRepeatedRequests = true);

    private static void Assert3(bool isNew, JsonElement response)
    {
        if (isNew)
            Api3Client.AssertOk(response);
        else
            Api3Client.AssertError(response, "AuthFailure.SignatureFailure", "is a repeat");
    }

    private static byte[] Number(int value) => Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture));
}
