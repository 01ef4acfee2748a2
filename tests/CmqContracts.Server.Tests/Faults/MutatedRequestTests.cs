using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CmqContracts.Server.Tests.Quirks;
using CmqContracts.Testing;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Ten thousands of broken requests over sockets: each is answered, none makes the server fail, and only the accepted ones change anything.</summary>
public sealed partial class MutatedRequestTests
{
    private const int Depth = 25;
    private const int LongestQuery = 120 * 1024;

    [Fact]
    public async Task Broken_parameters_with_correct_signatures_have_no_effect_other_than_their_replies_say()
    {
        await using ServerUnderTest server = await StartAsync();
        Corpus corpus = new(server);
        await corpus.PrepareAsync();

        int accepted = await Rounds.RunAsync(server, rounds: 500, async (connection, random) =>
        {
            Mutations mutations = new(random);
            WireRequest[] requests = [.. Enumerable.Range(0, Depth).Select(_ => Broken(corpus.Next(random), mutations))];
            WireReply[] replies = await connection.AskAsync([.. requests.Select(request => request.Bytes)]);
            int good = 0;
            for (int i = 0; i < requests.Length; i++)
            {
                JsonElement reply = AssertAnswered(replies[i], requests[i].Bytes);
                corpus.Account(requests[i], reply);
                good += reply.GetProperty("code").GetInt32() == 0 ? 1 : 0;
            }

            return good;
        });

        IReadOnlyList<QueueDescription> queues = await server.Broker.GetInspector("default").DescribeAllAsync();
        Assert.Equal(corpus.Queues, queues.Count);
        Assert.Equal(corpus.Messages, queues.Sum(queue => queue.Attributes.ActiveMessages + queue.Attributes.InactiveMessages + queue.Attributes.DelayedMessages));
        Assert.InRange(accepted, 1_000, 49_000);
    }

    [Fact]
    public async Task Forms_that_are_broken_after_signing_change_nothing()
    {
        await using ServerUnderTest server = await StartAsync();
        Corpus corpus = new(server);
        await corpus.PrepareAsync();
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "there"));
        string before = await DescribeAsync(server);

        await Rounds.RunAsync(server, rounds: 500, async (connection, random) =>
        {
            Mutations mutations = new(random);
            byte[][] requests = [.. Enumerable.Range(0, Depth).Select(_ => BrokenForm(corpus.Next(random) with { Method = "POST" }, mutations))];
            WireReply[] replies = await connection.AskAsync(requests);
            for (int i = 0; i < requests.Length; i++)
                Assert.True(AssertAnswered(replies[i], requests[i]).GetProperty("code").GetInt32() is 4000 or 4100, Rounds.Show(requests[i]));
            return 0;
        });

        Assert.Equal(before, await DescribeAsync(server));
    }

    [Fact]
    public async Task Broken_bytes_anywhere_are_answered_or_end_only_their_own_connection()
    {
        await using ServerUnderTest server = await StartAsync();
        Corpus corpus = new(server);
        await corpus.PrepareAsync();
        HashSet<int> statuses = [];
        using WireConnection bystander = WireConnection.Open(server);

        await Rounds.RunAsync(server, rounds: 2_000, async (_, random) =>
        {
            Mutations mutations = new(random);
            WireRequest request = corpus.Next(random);
            byte[] broken = Encoding.Latin1.GetBytes(mutations.Break(Encoding.Latin1.GetString([.. request.Bytes, .. request.Bytes])));
            using WireConnection connection = WireConnection.Open(server);
            foreach (WireReply reply in await RepliesAsync(connection, broken))
            {
                lock (statuses)
                    statuses.Add(reply.Status);
                if (reply.Status == 200)
                    AssertAnswered(reply, broken);
            }

            return 0;
        });

        // 404: the request names no action, and its path is broken. 505: its HTTP version does not exist. No other status from 500 on is allowed.
        Assert.Empty(statuses.Except([100, 200, 400, 404, 405, 408, 411, 413, 414, 431, 505]));
        ServerUnderTest.AssertOk((await bystander.AskAsync([new WireRequest(server, "ListQueue").Bytes]))[0].Json);
    }

    /// <summary>Starts a server that answers waiting receives at once, so that no request takes time.</summary>
    private static Task<ServerUnderTest> StartAsync() => ServerUnderTest.StartAsync(options => options.AnswerEarly = TimeSpan.FromSeconds(30));

    private static WireRequest Broken(WireRequest request, Mutations mutations)
    {
        (string Name, string Value)[] values = mutations.Break([("Action", request.Action), .. request.Values]);
        WireRequest broken = values is [("Action", string action), ..]
            ? request with { Action = action, Values = values[1..] }
            : request with { Action = "", Values = values };
        return broken.SignedForm().Length < LongestQuery ? broken : broken with { Method = "POST" };
    }

    /// <summary>A form that is broken after signing so that its meaning changes.</summary>
    private static byte[] BrokenForm(WireRequest request, Mutations mutations)
    {
        string form = request.SignedForm();
        string broken;
        do
            broken = mutations.Break(form);
        while (Meaning(broken).SequenceEqual(Meaning(form)));
        return request.Carry(broken);
    }

    /// <summary>The signed content of a form: names with dots for underscores, and values that do not begin with an at sign.</summary>
    private static IEnumerable<string> Meaning(string form) => form.Split('&').Where(pair => pair.Length > 0)
        .Select(pair => pair.Split('=', 2))
        .Where(pair => pair.Length < 2 || !Decode(pair[1]).StartsWith('@'))
        .Select(pair => $"{Decode(pair[0]).Replace('_', '.')}={(pair.Length < 2 ? "" : Decode(pair[1]))}")
        .Order(StringComparer.Ordinal);

    private static string Decode(string text) => PercentEncoded().Replace(text.Replace('+', ' '), match => ((char)Convert.ToByte(match.Value[1..], 16)).ToString());

    private static async Task<List<WireReply>> RepliesAsync(WireConnection connection, byte[] request)
    {
        List<WireReply> replies = [];
        try
        {
            await connection.WriteAsync(request);
            connection.EndWriting();
            while (await connection.TryReadAsync() is { } reply)
                replies.Add(reply);
        }
        catch (IOException)
        {
            // The server has aborted the connection.
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The server has aborted the connection before everything was sent.
        }

        return replies;
    }

    private static JsonElement AssertAnswered(WireReply reply, byte[] request)
    {
        JsonElement json = reply.Json;
        int code = json.GetProperty("code").GetInt32();
        string message = json.GetProperty("message").GetString()!;
        Assert.True(code == 0 ? message.Length == 0 : code != CmqErrors.ServerInternalError.Code && Message().IsMatch(message), $"{code} {message}\n{Rounds.Show(request)}");
        Assert.NotEmpty(json.GetProperty("requestId").GetString()!);
        return json;
    }

    private static async Task<string> DescribeAsync(ServerUnderTest server) =>
        string.Join('\n', (await server.Broker.GetInspector("default").DescribeAllAsync()).Select(queue => queue.ToString()));

    [GeneratedRegex(@"^\(\d{5}\)[^()]+$")]
    private static partial Regex Message();

    [GeneratedRegex("%[0-9A-Fa-f]{2}")]
    private static partial Regex PercentEncoded();
}
