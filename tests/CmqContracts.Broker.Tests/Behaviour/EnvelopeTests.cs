namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>What an outbox keeps of a published message.</summary>
public sealed class EnvelopeTests
{
    [Fact]
    public void A_message_comes_back_with_its_id_tags_and_body()
    {
        string[] tags = ["", "a", new string('é', 30_000)];
        (long id, string[] found, ReadOnlyMemory<byte> body) = Envelope.Decode(Envelope.Encode(17, tags, "body"u8));
        Assert.Equal((17, "body"), (id, System.Text.Encoding.UTF8.GetString(body.Span)));
        Assert.Equal(tags, found);
    }

    [Fact]
    public void Tags_that_it_cannot_hold_are_not_cut()
    {
        Assert.Throws<OverflowException>(() => Envelope.Encode(17, [new string('a', 65_536)], default));
        Assert.Throws<OverflowException>(() => Envelope.Encode(17, new string[65_536].Select(static _ => "").ToArray(), default));
    }
}
