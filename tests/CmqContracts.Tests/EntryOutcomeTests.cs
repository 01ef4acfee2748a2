using System.Buffers;
using System.Text;

namespace CmqContracts.Tests;

/// <summary>What an entry of a batch says when something throws: before the service was called nothing was done, after it nobody knows.</summary>
public sealed class EntryOutcomeTests
{
    /// <summary>What a decorator may throw, whatever it has done before.</summary>
    public static TheoryData<string, Exception, CmqOutcome> Thrown => new()
    {
        { "argument", new ArgumentException("An item with the same key has already been added."), CmqOutcome.Unknown },
        { "argument null", new ArgumentNullException("x"), CmqOutcome.Unknown },
        { "argument out of range", new ArgumentOutOfRangeException("x"), CmqOutcome.Unknown },
        { "format", new FormatException(), CmqOutcome.Unknown },
        { "message format", new MessageFormatException("Order", "$", "another"), CmqOutcome.Unknown },
        { "invalid operation", new InvalidOperationException(), CmqOutcome.Unknown },
        { "cancellation of its own", new OperationCanceledException(), CmqOutcome.Unknown },
        { "disposed", new ObjectDisposedException("x"), CmqOutcome.Unknown },
        { "refusal", new CmqServiceException(CmqErrors.QueueDoesNotExist), CmqOutcome.Refused },
        { "failure inside the service", new CmqServiceException(CmqErrors.ServerInternalError), CmqOutcome.Unknown },
        { "no answer", new CmqUnavailableException("x"), CmqOutcome.Unknown },
        { "no connection", new CmqUnavailableException("x", CmqOutcome.NotSent), CmqOutcome.NotSent },
    };

    [Theory]
    [MemberData(nameof(Thrown))]
    public async Task What_a_decorator_throws_decides_an_outcome_only_if_it_is_CMQ_s(string name, Exception thrown, CmqOutcome expected)
    {
        _ = name;
        ThrowingAfterwards service = new();
        await service.CreateAsync();
        QueueClient<Order> queue = Order.Queue(service);
        await queue.SendManyAsync([new Order("a", 1), new Order("b", 2)]);
        IReadOnlyList<ReceivedMessage<Order>> messages = await queue.ReceiveManyAsync();
        Order[] two = [new Order("c", 3), new Order("d", 4)];

        service.Thrown = thrown;
        BatchSendResult sent = await queue.SendManyAsync(two);
        BatchPublishResult published = await Order.Topic(service).PublishManyAsync(two);
        BatchDeleteResult deleted = await queue.DeleteManyAsync(messages);
        Exception? alone = await Record.ExceptionAsync(() => queue.SendAsync(two[0]));

        Assert.Equal(6, sent.Entries.Count + published.Entries.Count + deleted.Entries.Count);
        Assert.All(sent.Entries.Concat(published.Entries), entry => Assert.Equal((expected, thrown), (entry.Outcome, entry.Error)));
        Assert.All(deleted.Entries, entry => Assert.Equal((expected, thrown), (entry.Outcome, entry.Error)));
        Assert.Same(thrown, alone);
    }

    [Fact]
    public async Task A_message_that_its_codec_refuses_with_any_exception_was_not_sent()
    {
        ThrowingAfterwards service = new();
        await service.CreateAsync();
        QueueClient<Order> queue = new(CmqClient.Over(service), new QueueContract<Order>("orders", new QueueSettings(), new BrokenCodec()));

        BatchSendResult result = await queue.SendManyAsync([new Order("a", 1), new Order("broken", 1), new Order("b", 1), null!]);

        Assert.Equal([CmqOutcome.Done, CmqOutcome.Refused, CmqOutcome.Done, CmqOutcome.Refused], result.Entries.Select(static entry => entry.Outcome));
        Assert.Equal(2, (await queue.GetAttributesAsync()).ActiveMessages);
    }

    [Fact]
    public void An_entry_that_a_test_makes_says_what_its_error_says()
    {
        Assert.Equal(CmqOutcome.Done, new SendEntry { MessageId = "1" }.Outcome);
        Assert.Equal(CmqOutcome.Unknown, new SendEntry { Error = new ArgumentException() }.Outcome);
        Assert.Equal(CmqOutcome.Refused, new DeleteEntry { MessageId = "1", Error = new CmqServiceException(CmqErrors.ReceiptHandleInvalid) }.Outcome);
    }

    /// <summary>A decorator that throws when the service has done what was asked.</summary>
    private sealed class ThrowingAfterwards() : DelegatingCmqService(new CmqContracts.Broker.CmqBroker().GetService("a"))
    {
        public Exception? Thrown { get; set; }

        public async Task CreateAsync()
        {
            await CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
            await CreateTopicAsync(new CreateTopicRequest("order-events", new TopicSettings()));
            await SubscribeAsync(new SubscribeRequest("order-events", "s", SubscriptionProtocol.Queue, "orders"));
        }

        public override async ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default) => After(await base.SendMessagesAsync(request, cancellationToken));

        public override async ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default) => After(await base.PublishMessagesAsync(request, cancellationToken));

        public override async ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default) => After(await base.DeleteMessagesAsync(request, cancellationToken));

        private T After<T>(T answer) => Thrown is null ? answer : throw Thrown;
    }

    private sealed class BrokenCodec : MessageCodec<Order>
    {
        public override void Encode(Order message, IBufferWriter<byte> output)
        {
            if (message.Id == "broken")
                throw new InvalidOperationException("A getter failed.");
            output.Write(Encoding.UTF8.GetBytes(message.Id));
        }

        public override Order Decode(ReadOnlySpan<byte> body) => new(Encoding.UTF8.GetString(body), 1);
    }
}
