using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Tests;

public sealed class SendManyTests
{
    private readonly RecordingService _service = new();

    public static TheoryData<CmqProfile, bool> Tables => new() { { CmqProfile.Classic, true }, { CmqProfile.Classic, false }, { CmqProfile.Tdmq, true } };

    /// <summary>Sizes around every bound, and bodies that cannot be sent: empty, too large, and (null) not UTF-8.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_message_goes_out_once_in_order_in_batches_that_are_full_and_within_the_limits(CmqProfile profile, bool strict)
    {
        CmqLimits limits = CmqLimits.For(profile, strict);
        int batchBytes = (int)limits.BatchBytes.Maximum;
        int largest = (int)limits.MessageBytes.Maximum;
        Gen<int?> size = Gen.Frequency(
            (12, Gen.Choose(1, 50).Select(static n => (int?)n)),
            (6, Gen.Choose(batchBytes / 20, batchBytes / 10).Select(static n => (int?)n)),
            (2, Gen.Choose(batchBytes - 2, Math.Min(batchBytes + 2, largest)).Select(static n => (int?)n)),
            (1, Gen.Elements<int?>(null, 0, largest + 1)));
        Gen<List<int?>> sizes = Gen.Choose(0, 60).SelectMany(count => size.ListOf(count)).Select(static list => list.ToList());

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(40),
            Prop.ForAll(sizes.ToArbitrary(), list => SplitsWell(list, limits)));
    }

    [Fact]
    public async Task A_batch_takes_exactly_as_many_bytes_as_it_may()
    {
        CmqLimits limits = CmqLimits.For(CmqProfile.Classic, strict: true);
        ReadOnlyMemory<byte> half = Body(32 * 1024, 0);
        ReadOnlyMemory<byte> more = Body((32 * 1024) + 1, 1);

        await CmqClient.Over(_service, limits).Queue("any").SendManyAsync([half, half, half, more]);

        Assert.Equal([2, 1, 1], _service.Sends.Select(static send => send.Bodies.Count));
    }

    [Fact]
    public async Task A_message_that_cannot_be_written_fails_alone()
    {
        BatchSendResult result = await Order.Queue(_service).SendManyAsync([new Order("a", 1), new Order("b", -1), null!, new Order("c", 3)]);

        Assert.False(result.AllSucceeded);
        Assert.Equal([null, "MessageFormatException", "ArgumentException", null], result.Entries.Select(static entry => entry.Error?.GetType().Name));
        Assert.Equal(["a:1", "c:3"], _service.SentBodies);
        Assert.Single(_service.Requests);
        Assert.Throws<MessageFormatException>(result.ThrowIfAnyFailed);
    }

    [Fact]
    public async Task A_refused_batch_fails_its_messages_and_the_next_goes_on()
    {
        CmqServiceException full = new(CmqErrors.MaximumMessageRetentionNumberReached);
        int batch = 0;
        _service.RefuseSend = _ => ++batch == 2 ? full : null;

        BatchSendResult result = await Order.Queue(_service).SendManyAsync(Enumerable.Range(0, 40).Select(static i => new Order("o", i)));

        Assert.Equal([16, 16, 8], _service.Sends.Select(static send => send.Bodies.Count));
        Assert.All(result.Entries.Take(16).Concat(result.Entries.Skip(32)), static entry => Assert.NotNull(entry.MessageId));
        Assert.All(result.Entries.Skip(16).Take(16), entry => Assert.Equal((null, full), (entry.MessageId, entry.Error)));
        Assert.Same(full, Assert.Throws<CmqServiceException>(result.ThrowIfAnyFailed));
    }

    [Fact]
    public async Task A_connection_that_breaks_or_times_out_fails_one_batch_only()
    {
        int batch = 0;
        _service.RefuseSend = _ => ++batch switch { 1 => new HttpRequestException("reset"), 2 => new TaskCanceledException("timeout"), _ => null };

        BatchSendResult result = await Order.Queue(_service).SendManyAsync(Enumerable.Range(0, 33).Select(static i => new Order("o", i)));

        Assert.Equal([typeof(HttpRequestException), typeof(TaskCanceledException), null], result.Entries.Chunk(16).Select(static batch => batch[^1].Error?.GetType()));
    }

    [Fact]
    public async Task A_message_that_is_too_large_for_its_queue_fails_alone_and_is_named()
    {
        _service.RefuseSend = static send => send.Bodies.Any(static body => body.Length > 1024) ? new CmqServiceException(CmqErrors.MaximumMessageSizeExceeded) : null;

        BatchSendResult result = await Order.Queue(_service).SendManyAsync([new Order("a", 1), new Order(new string('b', 2000), 2), new Order("c", 3)]);

        Assert.Equal([true, false, true], result.Entries.Select(static entry => entry.MessageId is not null));
        Assert.True(Assert.IsType<CmqServiceException>(result.Entries[1].Error).Is(CmqErrors.MaximumMessageSizeExceeded));
        Assert.Contains("Entries[1]", result.Entries[1].Error!.Message, StringComparison.Ordinal);
        Assert.Equal([3, 1, 2, 1, 1], _service.Sends.Select(static send => send.Bodies.Count));
    }

    public static TheoryData<string, Func<IReadOnlyList<ReadOnlyMemory<byte>>, bool>, CmqError> LowerLimits => new()
    {
        { "few messages", static bodies => bodies.Count > 3, CmqErrors.ParameterBatchSizeOutOfRange("msgBody") },
        { "few bytes", static bodies => bodies.Sum(static body => body.Length) > 30, CmqErrors.TotalMessageSizeExceeded },
        { "no body that looks like parameters besides others", static bodies => bodies.Count > 1 && bodies.Any(static body => body.Span.IndexOf("m7"u8) >= 0), CmqErrors.ParameterKeyFormatError("msgBody") },
    };

    [Theory]
    [MemberData(nameof(LowerLimits))]
    public async Task What_a_service_takes_in_smaller_batches_only_goes_out_in_order_and_once(string limit, Func<IReadOnlyList<ReadOnlyMemory<byte>>, bool> isRefused, CmqError error)
    {
        _ = limit;
        _service.RefuseSend = send => isRefused(send.Bodies) ? new CmqServiceException(error) : null;
        await _service.CreateTopicAsync(new CreateTopicRequest("order-events", new TopicSettings()));
        _service.RefusePublish = publish => isRefused(publish.Bodies) ? new CmqServiceException(error) : null;
        Order[] orders = [.. Enumerable.Range(0, 20).Select(static i => new Order($"m{i}", i))];

        BatchSendResult sent = await Order.Queue(_service).SendManyAsync(orders);
        BatchPublishResult published = await Order.Topic(_service).PublishManyAsync(orders);

        Assert.True(sent.AllSucceeded && published.AllSucceeded);
        string[] expected = [.. orders.Select(static order => $"{order.Id}:{order.Quantity}")];
        Assert.Equal(expected, _service.Sends.Where(send => !isRefused(send.Bodies)).SelectMany(static send => send.Bodies, static (_, body) => Encoding.UTF8.GetString(body.Span)));
        Assert.Equal(expected, _service.Publishes.Where(publish => !isRefused(publish.Bodies)).SelectMany(static publish => publish.Bodies, static (_, body) => Encoding.UTF8.GetString(body.Span)));
        Assert.Equal(expected.Select(static body => RecordingService.IdOf(Encoding.UTF8.GetBytes(body))), sent.Entries.Select(static entry => entry.MessageId));
        Assert.InRange(_service.Sends.Count(), 3, 18);
    }

    [Fact]
    public async Task Any_other_failure_of_a_batch_is_not_tried_again_in_parts()
    {
        foreach (Exception failure in (Exception[])[new CmqServiceException(CmqErrors.QpsThrottling), new CmqServiceException(CmqErrors.ServerInternalError), new CmqUnavailableException("x"), new ArgumentException("x")])
        {
            _service.Requests.Clear();
            _service.RefuseSend = _ => failure;

            BatchSendResult result = await Order.Queue(_service).SendManyAsync(Enumerable.Range(0, 16).Select(static i => new Order("o", i)));

            Assert.Single(_service.Requests);
            Assert.All(result.Entries, entry => Assert.Same(failure, entry.Error));
        }
    }

    [Fact]
    public async Task Messages_are_taken_as_batches_fill_up()
    {
        List<int> sentWhenTaken = [];
        IEnumerable<Order> Endless()
        {
            for (int i = 0; i < 40; i++)
            {
                sentWhenTaken.Add(_service.SentBodies.Count());
                yield return new Order("o", i);
            }
        }

        await Order.Queue(_service).SendManyAsync(Endless());

        Assert.Equal(Enumerable.Range(0, 40).Select(static i => i / 16 * 16), sentWhenTaken);
    }

    [Fact]
    public async Task Nothing_to_send_is_no_request()
    {
        BatchSendResult result = await Order.Queue(_service).SendManyAsync([]);

        Assert.True(result.AllSucceeded);
        Assert.Empty(result.Entries);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task The_delay_holds_for_every_batch()
    {
        await Order.Queue(_service).SendManyAsync(Enumerable.Range(0, 20).Select(static i => new Order("o", i)), TimeSpan.FromSeconds(1.2));

        Assert.Equal([2, 2], _service.Sends.Select(static send => send.DelaySeconds));
    }

    [Fact]
    public async Task Cancellation_ends_the_call_between_batches_and_within_one()
    {
        using CancellationTokenSource between = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Order.Queue(_service).SendManyAsync(
            Enumerable.Range(0, 100).Select(i =>
            {
                if (i == 20)
                    between.Cancel();
                return new Order("o", i);
            }),
            cancellationToken: between.Token));
        Assert.Single(_service.Requests);

        using CancellationTokenSource within = new();
        _service.RefuseSend = _ =>
        {
            within.Cancel();
            return new OperationCanceledException(within.Token);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Order.Queue(_service).SendManyAsync([new Order("a", 1)], cancellationToken: within.Token));
    }

    private static bool SplitsWell(List<int?> sizes, CmqLimits limits)
    {
        RecordingService service = new();
        List<byte[]> bodies = [.. sizes.Select(Body)];
        IQueueClient<ReadOnlyMemory<byte>> queue = CmqClient.Over(service, limits).Queue("any");

        BatchSendResult result = queue.SendManyAsync(bodies.Select(static body => new ReadOnlyMemory<byte>(body))).GetAwaiter().GetResult();

        Assert.Equal(sizes.Count, result.Entries.Count);
        List<byte[]> sendable = [.. bodies.Where((_, i) => sizes[i] is { } size && limits.MessageBytes.Contains(size))];
        List<ReadOnlyMemory<byte>> sentBodies = [.. service.Sends.SelectMany(static send => send.Bodies)];
        Assert.Equal(sendable.Count, sentBodies.Count);
        Assert.All(sendable, (body, i) => Assert.True(body.AsSpan().SequenceEqual(sentBodies[i].Span)));
        for (int i = 0; i < sizes.Count; i++)
        {
            bool sent = sizes[i] is { } size && limits.MessageBytes.Contains(size);
            Assert.Equal(sent ? RecordingService.IdOf(bodies[i]) : null, result.Entries[i].MessageId);
            Assert.Equal(sent, result.Entries[i].Error is null);
        }

        SendMessagesRequest[] batches = [.. service.Sends];
        for (int i = 0; i < batches.Length; i++)
        {
            int bytes = batches[i].Bodies.Sum(static body => body.Length);
            Assert.InRange(batches[i].Bodies.Count, 1, 16);
            Assert.True(batches[i].Bodies.Count == 1 || bytes <= limits.BatchBytes.Maximum);
            // Full: the first message of the next batch did not fit into this one.
            if (i + 1 < batches.Length)
                Assert.True(batches[i].Bodies.Count == 16 || bytes + batches[i + 1].Bodies[0].Length > limits.BatchBytes.Maximum);
        }

        return true;
    }

    /// <summary>A body of a size, unique in the list; for null one that is not UTF-8.</summary>
    private static byte[] Body(int? size, int index)
    {
        if (size is not { } length)
            return [0xFF];
        byte[] body = new byte[length];
        body.AsSpan().Fill((byte)('a' + (index % 26)));
        Encoding.ASCII.GetBytes($"{index}").AsSpan(0, Math.Min(length, $"{index}".Length)).CopyTo(body);
        return body;
    }
}
