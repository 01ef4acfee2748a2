using System.Globalization;
using CmqContracts.Protocol;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>A receipt handle is a number that says which message and which receive it belongs to, and has one spelling.</summary>
public sealed class ReceiptHandleTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8191)]
    [InlineData(5_931, 0)]
    [InlineData(ReceiptHandle.MaxSequence, 8191)]
    public void A_handle_is_read_as_it_was_written(long sequence, int receive)
    {
        ReceiptHandle handle = new(sequence, receive);
        Assert.True(ReceiptHandle.TryParse(handle.ToString(), out ReceiptHandle read));
        Assert.Equal(handle, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("08193")]
    [InlineData("-8193")]
    [InlineData("+8193")]
    [InlineData(" 8193")]
    [InlineData("8193 ")]
    [InlineData("8,193")]
    [InlineData("8e3")]
    [InlineData("0x2001")]
    [InlineData("9223372036854775808")]
    public void No_other_text_is_a_handle(string? text) => Assert.False(ReceiptHandle.TryParse(text, out _));

    [Fact]
    public void Every_receive_of_every_message_has_a_handle_of_its_own()
    {
        HashSet<string> handles = [];
        for (long sequence = 1; sequence <= 20; sequence++)
        {
            for (int receive = 1; receive <= 500; receive++)
            {
                MessageHeader header = Header(sequence, receive);
                ReceiptHandle handle = ReceiptHandle.Of(header);
                Assert.True(handles.Add(handle.ToString()));
                Assert.True(handle.IsOf(header));
                Assert.False(handle.IsOf(Header(sequence + 1, receive)));
                Assert.False(handle.IsOf(Header(sequence, receive + 1)));
            }
        }
    }

    [Fact]
    public void A_message_that_was_received_very_often_keeps_its_place_in_the_handle()
    {
        ReceiptHandle handle = ReceiptHandle.Of(Header(7, 8192 + 5));
        Assert.Equal(((7L << 13) + 5).ToString(CultureInfo.InvariantCulture), handle.ToString());
        Assert.True(handle.IsOf(Header(7, 8192 + 5)));
    }

    private static MessageHeader Header(long sequence, int receives) => new() { Sequence = sequence, State = MessageState.Inactive, ProducedAt = 1, DequeueCount = receives };
}
