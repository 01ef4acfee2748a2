using System.Text;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;
using CmqContracts.Testing;

namespace CmqContracts.Server.Tests;

/// <summary>The log of the last requests: what it keeps, for whom, and at what cost.</summary>
public sealed class RequestLogTests
{
    private static readonly ActionInfo Action = V2ActionTable.Actions.Find(V2Actions.SendMessage)!.Info;

    private readonly ManualTimeProvider _clock = new();
    private readonly RequestNote _note = new();
    private readonly RequestLog _log;

    public RequestLogTests() => _log = new RequestLog(_clock);

    [Fact]
    public void A_request_is_read_as_it_was_added_by_its_account_and_by_the_operator()
    {
        DateTimeOffset began = _clock.GetUtcNow();
        _clock.AdvanceSeconds(3);
        _note.Authenticated("shop");
        _note.Names("orders"u8, "topic"u8, key: null);
        _log.Add(_note, Action, "4440", "queue is not existed", "There is no queue 'orders'.", TimeSpan.FromSeconds(3));

        LoggedRequest expected = new() { Number = 1, Time = began, Account = "shop", Action = "SendMessage", Target = "orders", Code = "4440", Reason = "queue is not existed. There is no queue 'orders'.", Duration = TimeSpan.FromSeconds(3) };
        Assert.Equal([expected], _log.ReadAll());
        Assert.Equal([expected], _log.Read("shop"));
        Assert.Empty(_log.Read("other"));
        Assert.Empty(_log.Read(""));
    }

    [Fact]
    public void What_was_noted_of_one_request_is_not_said_of_the_next()
    {
        _note.Authenticated("shop");
        _note.Names(new byte[65], default, key: null);
        Add();
        _note.Clear();
        Add();
        _note.Names(default, "topic"u8, key: null);
        Add();
        Assert.Equal([(null, "topic"), (null, null), ("shop", "<65 bytes, SHA-256 98ce42de>")], _log.ReadAll().Select(static request => (request.Account, request.Target)));
    }

    [Fact]
    public void The_last_thousand_are_kept_the_newest_first_and_the_version_tells_of_each()
    {
        List<long> versions = [_log.Version];
        for (int i = 1; i <= 2500; i++)
        {
            _note.Authenticated(i % 4 == 0 ? "one" : "other");
            Add();
            versions.Add(_log.Version);
        }

        Assert.Equal(versions.Count, versions.Distinct().Count());
        Assert.Equal(Enumerable.Range(1501, 1000).Reverse(), _log.ReadAll().Select(static request => (int)request.Number));
        Assert.Equal(Enumerable.Range(1501, 1000).Where(static i => i % 4 == 0).Reverse(), _log.Read("one").Select(static request => (int)request.Number));
    }

    [Fact]
    public void A_secret_or_a_body_in_the_wrong_place_is_not_kept()
    {
        CmqKey key = new() { SecretId = "AKIDa", SecretKey = "VerySecret", Token = "TheToken" };
        foreach (string wrong in (string[])["VerySecret", "xTheTokenx", new string('b', 65)])
        {
            _note.Clear();
            _note.Names(Encoding.UTF8.GetBytes(wrong), default, key);
            _log.Add(_note, Action, "4000", "bad name", $"'{wrong}' is no name of a queue; use letters.", default);
            LoggedRequest request = _log.ReadAll()[0];
            Assert.DoesNotContain(wrong, request.ToString(), StringComparison.Ordinal);
            Assert.StartsWith($"<{wrong.Length} bytes, ", request.Target, StringComparison.Ordinal);
            Assert.StartsWith("bad name", request.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("no value", "no value")]
    [InlineData("'a' and 'b' are names", "'a' and 'b' are names")]
    [InlineData("it isn't closed", "it isn't closed")]
    [InlineData("'' is empty", "'' is empty")]
    [InlineData("ends with '", "ends with '")]
    public void Short_values_of_an_explanation_are_shown(string text, string shown) => Assert.Equal(shown, Printable.WithoutLongValues(text));

    [Fact]
    public void Long_values_of_an_explanation_are_not_shown()
    {
        string longest = new('a', 64);
        Assert.Equal($"'{longest}' and <65 characters> are no names", Printable.WithoutLongValues($"'{longest}' and '{longest}b' are no names"));
        Assert.Equal("isn<67 characters>", Printable.WithoutLongValues($"isn't it {longest[..62]}"));
    }

    [Fact]
    public void Text_that_would_forge_a_line_is_escaped()
    {
        _note.Names("a\nb\u001b[31m\u202e"u8, default, key: null);
        _log.Add(_note, null, "4000", "error\n", null, default);
        LoggedRequest request = Assert.Single(_log.ReadAll());
        Assert.Equal(("a\\u000ab\\u001b[31m\\u202e", "error\\u000a", null), (request.Target, request.Reason, request.Action));
    }

    [Fact]
    public void Requests_that_succeed_are_added_without_allocating()
    {
        KeyRing keys = new([new CmqKey { SecretId = "AKIDa", SecretKey = "secret", Account = "shop" }]);
        using V2Parameters parameters = new();
        parameters.AddForm("Action=SendMessage&SecretId=AKIDa&queueName=orders&msgBody=hello"u8);
        for (int i = 0; i < 100; i++)
            AddOne();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
            AddOne();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(("shop", "orders"), (_log.ReadAll()[999].Account, _log.ReadAll()[0].Target));

        void AddOne()
        {
            _note.Names(parameters, keys);
            _note.Authenticated("shop");
            _log.Add(_note, Action, "0", null, null, default);
            _note.Clear();
        }
    }

    [Fact]
    public async Task Whoever_reads_while_requests_are_added_reads_whole_ones_each_once_and_in_order()
    {
        using CancellationTokenSource done = new();
        Task[] writers = [.. Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            RequestNote note = new();
            for (int i = 0; i < 20_000; i++)
            {
                string name = $"{writer}-{i % 10}";
                note.Authenticated(name);
                note.Names(Encoding.UTF8.GetBytes(name), default, key: null);
                _log.Add(note, Action, name, name, null, default);
            }
        }))];
        Task ended = Task.WhenAll(writers);
        while (!ended.IsCompleted)
        {
            long last = long.MaxValue;
            foreach (LoggedRequest request in _log.ReadAll())
            {
                Assert.True(request.Number < last);
                last = request.Number;
                Assert.Equal((request.Account, request.Account, request.Account), (request.Target, request.Code, request.Reason));
            }
        }

        await ended;
        Assert.Equal((80_000, 1000), (_log.Version, _log.ReadAll().Count));
    }

    private void Add() => _log.Add(_note, Action, "0", null, null, TimeSpan.FromMilliseconds(1));
}
