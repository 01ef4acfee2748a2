using System.Globalization;
using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Signing;
using CmqContracts.Testing;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>What RefuseRepeatedRequests remembers and refuses.</summary>
public sealed class RepeatedRequestTests
{
    private const string Path = V2RequestLine.DefaultPath;
    private const string Action = "DescribeCmqQueues";

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_repeated_v2_request_is_refused_until_its_timestamp_is_too_old()
    {
        await using ServerUnderTest server = await StartAsync();
        string form = server.Sign("POST", Path, "ListQueue");

        AssertOk(await server.PostFormAsync(Path, form));
        AssertError(await server.PostFormAsync(Path, form), CmqErrors.AuthenticationFailed);
        AssertOk(await server.PostAsync("ListQueue", ("Nonce", "2")));
        AssertOk(await server.PostFormAsync(Path, server.SignAs("AKIDother", "other key", "POST", Path, "ListQueue")));
        server.Clock.Advance(TimeSpan.FromHours(2));
        AssertError(await server.PostFormAsync(Path, form), CmqErrors.AuthenticationFailed);
    }

    [Fact]
    public async Task A_repeated_v2_request_is_refused_in_every_form_that_has_the_same_signature()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        string form = server.Sign("POST", Path, "ReceiveMessage", ("queueName", "orders"), ("RequestClient", "test"), ("Nonce", "7"));

        AssertError(await server.PostFormAsync(Path, form), CmqErrors.NoMessage);
        AssertError(await server.PostFormAsync(Path, form + "%0A"), CmqErrors.AuthenticationFailed);
        AssertError(await server.PostFormAsync(Path, form.Replace("Nonce=7", "Nonce=%37", StringComparison.Ordinal)), CmqErrors.AuthenticationFailed);

        // The signed text is the same, and the nonce is another.
        string folded = form.Replace("&RequestClient=test", "", StringComparison.Ordinal).Replace("Nonce=7", "Nonce=7%26RequestClient%3Dtest", StringComparison.Ordinal);
        AssertError(await server.PostFormAsync(Path, folded), CmqErrors.ParameterKeyFormatError("Nonce"));
    }

    [Fact]
    public async Task A_refused_request_with_the_signed_text_split_differently_does_not_use_up_the_nonce()
    {
        await using ServerUnderTest server = await StartAsync();
        string v2 = server.Sign("POST", Path, "ListQueue", ("limit", "10"), ("offset", "0"));
        AssertError(await server.PostFormAsync(Path, v2.Replace("limit=10", "limit=10%26offset%3D0", StringComparison.Ordinal).Replace("&offset=0", "", StringComparison.Ordinal)), CmqErrors.ParameterKeyFormatError("limit"));
        AssertOk(await server.PostFormAsync(Path, v2));
        AssertError(await server.PostFormAsync(Path, v2), CmqErrors.AuthenticationFailed);
    }

    [Theory]
    [InlineData("POST", "TC3")]
    [InlineData("GET", "TC3")]
    [InlineData("POST", "HmacSHA1")]
    [InlineData("GET", "HmacSHA256")]
    public async Task A_repeated_request_of_API_3_0_is_refused(string method, string algorithm)
    {
        await using ServerUnderTest server = await StartAsync();
        using Api3Client client = new(server);
        using Api3Client other = new(server, "AKIDother", "other key");

        Api3Client.AssertOk(await SendAsync(client));
        Api3Client.AssertError(await SendAsync(client), "AuthFailure.SignatureFailure", "is a repeat");
        Api3Client.AssertOk(await SendAsync(other));
        server.Clock.AdvanceSeconds(1);
        Api3Client.AssertOk(await SendAsync(client));

        Task<JsonElement> SendAsync(Api3Client sender) =>
            algorithm != "TC3" ? sender.SendFormAsync(method, "/", Action, algorithm, ("Limit", "10"))
            : method == "GET" ? sender.GetAsync(Action, "Limit=10")
            : sender.PostAsync(Action, new { Limit = 10 });
    }

    [Fact]
    public async Task A_TC3_signature_is_accepted_once_whatever_the_action_is()
    {
        await using ServerUnderTest server = await StartAsync();
        using Api3Client client = new(server);
        Api3Client.AssertOk(await client.PostAsync("CreateCmqQueue", new { QueueName = "orders" }));

        server.Clock.AdvanceSeconds(1);
        Api3Client.AssertOk(await client.PostAsync("DescribeCmqQueueDetail", new { QueueName = "orders" }));
        Api3Client.AssertError(await client.PostAsync("DeleteCmqQueue", new { QueueName = "orders" }), "AuthFailure.SignatureFailure");
    }

    [Fact]
    public async Task A_request_that_was_refused_is_not_remembered()
    {
        await using ServerUnderTest server = await StartAsync();

        AssertError(await server.PostFormAsync(Path, server.SignAs(SecretId, "wrong", "POST", Path, "ListQueue")), CmqErrors.AuthenticationFailed);
        AssertOk(await server.PostAsync("ListQueue"));
    }

    [Fact]
    public void A_request_is_identified_by_id_secret_kind_text_and_timestamp()
    {
        ReplayCache cache = Cache(_clock, 100, Key("id"), Key("i"), Key("id", "another"), Key("i", "dkey"));
        (CmqKey Key, ReplayCache.Kind Kind, string Text, long Timestamp)[] requests =
        [
            (Key("id"), ReplayCache.Kind.V2Nonce, "1", 7), (Key("i"), ReplayCache.Kind.V2Nonce, "d1", 7), (Key("id"), ReplayCache.Kind.V2Nonce, "11", 7),
            (Key("id"), ReplayCache.Kind.V2Nonce, "1", 8), (Key("id"), ReplayCache.Kind.Api3Nonce, "1", 7), (Key("id"), ReplayCache.Kind.Tc3Signature, "1", 7),
            (Key("id", "another"), ReplayCache.Kind.V2Nonce, "1", 7), (Key("i", "dkey"), ReplayCache.Kind.V2Nonce, "1", 7),
        ];
        foreach (bool isNew in (bool[])[true, false])
            Assert.All(requests, request => Assert.Equal(isNew, cache.TryAdd(request.Key, request.Kind, Encoding.ASCII.GetBytes(request.Text), request.Timestamp)));
    }

    [Fact]
    public void One_key_cannot_evict_the_requests_of_another()
    {
        ReplayCache cache = Cache(_clock, 100, Key("first"), Key("second"));
        Assert.True(cache.TryAdd(Key("first"), ReplayCache.Kind.V2Nonce, "1"u8, 7));
        for (int i = 0; i < 1_000; i++)
            cache.TryAdd(Key("second"), ReplayCache.Kind.V2Nonce, Number(i), 7 + (i % 50));

        Assert.False(cache.TryAdd(Key("first"), ReplayCache.Kind.V2Nonce, "1"u8, 7));
        Assert.True(cache.TryAdd(Key("first"), ReplayCache.Kind.V2Nonce, "2"u8, 7));
    }

    /// <summary>Compared with a model that evicts nothing: no request is accepted twice, and a new one is refused only if it is at most as new as an evicted one.</summary>
    [Fact]
    public void A_full_cache_refuses_timestamps_up_to_the_newest_evicted_one_and_accepts_newer_ones()
    {
        const int capacity = 50;
        Random random = new(46364);
        for (int round = 0; round < 200; round++)
        {
            ReplayCache cache = Cache(_clock, capacity, Key("id"));
            HashSet<(int Nonce, long Timestamp)> taken = [];
            for (int i = 0; i < 500; i++)
            {
                (int nonce, long timestamp) = (random.Next(20), i / 20 + random.Next(10));
                bool isNew = cache.TryAdd(Key("id"), ReplayCache.Kind.V2Nonce, Number(nonce), timestamp);

                Assert.False(isNew && taken.Contains((nonce, timestamp)), "taken twice");
                int newer = taken.Count(request => request.Timestamp > timestamp);
                Assert.True(isNew || taken.Contains((nonce, timestamp)) || newer + taken.Count(request => request.Timestamp == timestamp) >= capacity, "refused although there was room");
                if (isNew)
                    taken.Add((nonce, timestamp));
            }
        }
    }

    /// <summary>
    /// The clock is set at random, and requests are signed by it. None is accepted twice. While the cache is not full, every new request is accepted;
    /// when it is full, new ones are accepted whose timestamp was not evicted. A timestamp that the clock reaches for the first time is never evicted
    /// before.
    /// </summary>
    [Theory]
    [InlineData(1_000_000)]
    [InlineData(200)]
    public void No_clock_step_makes_a_repeat_accepted_or_a_new_request_refused(int capacity)
    {
        Random random = new(46364);
        for (int round = 0; round < 50; round++)
        {
            ManualTimeProvider clock = new();
            ReplayCache cache = Cache(clock, capacity, Key("id"));
            HashSet<(int Nonce, long Timestamp)> taken = [];
            HashSet<long> seconds = [];
            int nonce = 0;
            for (int i = 0; i < 200; i++)
            {
                if (random.Next(20) == 0)
                    clock.StepWall(TimeSpan.FromSeconds(Math.Pow(10, random.NextDouble() * 6) * (random.Next(2) * 2 - 1)));
                else if (random.Next(4) == 0)
                    clock.AdvanceMonotonic(TimeSpan.FromSeconds(random.Next(5)));
                else
                    clock.AdvanceSeconds(random.Next(5));
                long now = clock.GetUtcNow().ToUnixTimeSeconds();
                bool isNewSecond = seconds.Add(now);
                for (int j = 0; j < 5; j++)
                {
                    bool isNew = cache.TryAdd(Key("id"), ReplayCache.Kind.V2Nonce, Number(nonce), now);
                    Assert.True(isNew || (capacity == 200 && !isNewSecond), $"new, and refused, round {round}, step {i}");
                    if (isNew)
                        taken.Add((nonce, now));
                    nonce++;
                }

                foreach ((int repeated, long timestamp) in taken.Skip(random.Next(taken.Count)).Take(20))
                    Assert.False(cache.TryAdd(Key("id"), ReplayCache.Kind.V2Nonce, Number(repeated), timestamp), "taken twice");
            }
        }
    }

    [Fact]
    public void A_cache_that_was_filled_by_a_clock_ahead_accepts_requests_once_the_clock_is_correct()
    {
        foreach (TimeSpan ahead in (TimeSpan[])[TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10), TimeSpan.FromDays(1), TimeSpan.FromDays(3650)])
        {
            ManualTimeProvider clock = new();
            ReplayCache cache = Cache(clock, 100, Key("id"));
            Send(1, 7);
            clock.StepWall(ahead);
            for (int i = 0; i < 20; i++)
            {
                clock.AdvanceSeconds(1);
                Send(20, 1000 + (20 * i));
            }

            clock.StepWall(-ahead);
            for (int i = 0; i < 300; i++)
            {
                clock.AdvanceSeconds(1);
                if (ahead < TimeSpan.FromMinutes(1) && i < 45)
                    continue;
                Send(10, 10_000 + (10 * i));
            }

            void Send(int count, int nonce)
            {
                long now = clock.GetUtcNow().ToUnixTimeSeconds();
                for (int i = nonce; i < nonce + count; i++)
                {
                    Assert.True(cache.TryAdd(Key("id"), ReplayCache.Kind.V2Nonce, Number(i), now));
                    Assert.False(cache.TryAdd(Key("id"), ReplayCache.Kind.V2Nonce, Number(i), now));
                }
            }
        }
    }

    [Fact]
    public async Task A_server_whose_clock_is_set_back_refuses_repeats_and_accepts_new_requests()
    {
        await using ServerUnderTest server = await StartAsync();
        string first = server.Sign("POST", Path, "ListQueue");
        AssertOk(await server.PostFormAsync(Path, first));
        foreach (double step in (double[])[600, -600, -86_400, 86_400, -30, 30])
        {
            server.Clock.StepWall(TimeSpan.FromSeconds(step));
            AssertError(await server.PostFormAsync(Path, first), CmqErrors.AuthenticationFailed);
            server.Clock.AdvanceSeconds(1);
            string form = server.Sign("POST", Path, "ListQueue");
            AssertOk(await server.PostFormAsync(Path, form));
            AssertError(await server.PostFormAsync(Path, form), CmqErrors.AuthenticationFailed);
        }
    }

    [Fact]
    public void Evicted_timestamps_are_stored_in_few_ranges()
    {
        Random random = new(46364);
        EvictedTimestamps many = new(), few = new(maxRanges: 5);
        HashSet<long> expected = [];
        for (int i = 0; i < 500; i++)
        {
            long timestamp = random.Next(1_000);
            expected.Add(timestamp);
            many.Add(timestamp);
            few.Add(timestamp);
            Assert.InRange(few.Count, 1, 5);
            Assert.All(expected, added => Assert.True(few.Contains(added)));
            Assert.Equal(expected.Count(added => !expected.Contains(added - 1)), many.Count);
        }

        for (long timestamp = -1; timestamp <= 1_000; timestamp++)
            Assert.Equal(expected.Contains(timestamp), many.Contains(timestamp));
        many.Add(long.MinValue);
        many.Add(long.MaxValue);
        Assert.True(many.Contains(long.MinValue) && many.Contains(long.MaxValue) && !many.Contains(5_000));
    }

    private static Task<ServerUnderTest> StartAsync() => ServerUnderTest.StartAsync(options => options.RefuseRepeatedRequests = true);

    private static CmqKey Key(string secretId, string secretKey = "key") => new() { SecretId = secretId, SecretKey = secretKey };

    private static ReplayCache Cache(TimeProvider clock, int capacity, params CmqKey[] keys)
    {
        ReplayCache cache = new(clock, TimeSpan.FromHours(2), capacity);
        cache.SetKeys(keys);
        return cache;
    }

    private static byte[] Number(int value) => Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture));
}
