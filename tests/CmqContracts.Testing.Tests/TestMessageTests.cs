using System.Data;
using System.Data.Common;
using CmqContracts.Testing.Tests.Envelopes;

namespace CmqContracts.Testing.Tests;

/// <summary>A handler's unit test needs no host: it makes a message, and sees what was done with it.</summary>
public sealed class TestMessageTests
{
    [Fact]
    public async Task A_message_is_given_to_a_handler_and_its_deletes_are_counted()
    {
        TestMessage<Order> message = TestMessage.Create(new Order(7));

        await HandleAsync(message);

        Assert.Equal(1, message.Deletes);
    }

    [Fact]
    public async Task A_delete_can_fail()
    {
        TestMessage<Order> message = TestMessage.Create(new Order(7));
        message.DeleteError = new CmqServiceException(CmqErrors.ReceiptHandleInvalid, "It came back.");

        await Assert.ThrowsAsync<CmqServiceException>(() => HandleAsync(message));

        Assert.Equal(1, message.Deletes);
    }

    [Fact]
    public void Details_are_what_a_service_says_and_have_values_of_their_own()
    {
        ReceivedMessage<Order> plain = TestMessage.Create(new Order(7));
        Assert.Equal((1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(30)), (plain.DequeueCount, plain.FirstReceivedAt, plain.VisibleAgainAt));

        ReceivedMessage<Order> third = TestMessage.Create(new Order(7), new TestMessageDetails { MessageId = "m", DequeueCount = 3, EnqueuedAt = DateTimeOffset.UnixEpoch.AddDays(1) });
        Assert.Equal(("m", 3, DateTimeOffset.UnixEpoch.AddDays(1)), (third.MessageId, third.DequeueCount, third.FirstReceivedAt));
    }

    [Fact]
    public void A_message_whose_contract_has_an_envelope_comes_in_one_unless_the_test_says_otherwise()
    {
        MessageEnvelope first = TestMessage.Create(new Parcel(7)).Received.Envelope!;
        Assert.Equal(("/queues/test-queue", typeof(Parcel).FullName, 1, DateTimeOffset.UnixEpoch), (first.Source, first.Type, first.Attempt, first.Time));
        Assert.Equal(("/post", "com.example.letter"), (TestMessage.Create(new Letter(7)).Received.Envelope!.Source, TestMessage.Create(new Letter(7)).Received.Envelope!.Type));
        Assert.Equal("/queues/fragile-dead", TestMessage.Create<Fragile, DeadFragile>(new Fragile(7)).Received.Envelope!.Source);

        MessageEnvelope third = new() { Id = "1", Source = "/a", Type = "t", Attempt = 3 };
        Assert.Same(third, TestMessage.Create(new Parcel(7), new TestMessageDetails { Envelope = third }).Received.Envelope);
        Assert.Null(TestMessage.Create(new Letter(7), new TestMessageDetails { Envelope = null }).Received.Envelope);
        Assert.Null(TestMessage.Create(new Order(7)).Received.Envelope);
    }

    [Fact]
    public void A_handler_s_transaction_is_the_test_s()
    {
        using FakeTransaction transaction = new();

        MessageTransaction given = TestTransaction.Create(transaction);

        Assert.Same(transaction, given.Transaction);
        Assert.Throws<ArgumentNullException>(static () => TestTransaction.Create(null!));
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_throws_its_error_and_can_be_deleted()
    {
        MessageFormatException error = new("Order", "$.number", "a number", null);
        TestMessage<Order> message = TestMessage.CreateUnreadable<Order>(error);

        Assert.Same(error, message.Received.Error);
        Assert.Same(error, Assert.Throws<MessageFormatException>(() => message.Received.Body));
        await message.Received.DeleteAsync();
        Assert.Equal(1, message.Deletes);
    }

    [Fact]
    public void Details_that_no_service_gives_are_refused_by_name() =>
        Assert.Equal("details.DequeueCount", Assert.Throws<ArgumentOutOfRangeException>(static () => TestMessage.Create(new Order(7), new TestMessageDetails { DequeueCount = 0 })).ParamName);

    private sealed class FakeTransaction : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

        protected override DbConnection? DbConnection => null;

        public override void Commit() => throw new NotSupportedException();

        public override void Rollback() => throw new NotSupportedException();
    }

    private static async Task HandleAsync(ReceivedMessage<Order> message)
    {
        Assert.Equal(7, message.Body.Number);
        await message.DeleteAsync();
    }
}
