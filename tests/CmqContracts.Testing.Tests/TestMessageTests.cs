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

    private static async Task HandleAsync(ReceivedMessage<Order> message)
    {
        Assert.Equal(7, message.Body.Number);
        await message.DeleteAsync();
    }
}
