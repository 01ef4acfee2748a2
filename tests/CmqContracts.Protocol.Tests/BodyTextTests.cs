using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Tests;

/// <summary>Message bodies are written into replies as JSON strings, which any reader reads back to the same bytes.</summary>
public sealed class BodyTextTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Fact]
    public void A_body_of_any_length_with_escapes_anywhere_comes_back_as_it_was()
    {
        Random random = new(7);
        string[] pieces = ["\"", "\\", "\n", "\r", "\t", "\b", "\f", "\0", "\u0001", "\u001f", "\u007f", "\u2028", "/", "é", "你", "🎉", "a", "b", "plain text of some length", " "];
        for (int round = 0; round < 3000; round++)
        {
            StringBuilder text = new();
            int share = random.Next(1, pieces.Length);
            int length = round < 100 ? round : random.Next(round % 10 == 0 ? 10_000 : 200);
            while (text.Length < length)
                text.Append(pieces[random.Next(share, pieces.Length)]).Append(random.Next(8) == 0 ? pieces[random.Next(pieces.Length)] : "");
            byte[] body = Encoding.UTF8.GetBytes(text.ToString());

            using PooledBufferWriter output = new();
            using (Utf8JsonWriter json = new(output, V2ReplyWriter.Options))
            {
                json.WriteStartObject();
                ReceiveMessagesForm.WriteMessage(json, new CmqMessage { MessageId = "1", ReceiptHandle = "2", Body = body, EnqueuedAt = Time, FirstReceivedAt = Time, VisibleAgainAt = Time });
                json.WriteEndObject();
            }

            using JsonDocument reply = JsonDocument.Parse(output.WrittenMemory);
            Assert.Equal(text.ToString(), reply.RootElement.GetProperty("msgBody").GetString());
            Assert.InRange(ReceiveMessagesForm.ReplyBytes(body), output.Length, output.Length + 512);
            Assert.InRange(ReceiveMessagesForm.ReplyBytes(body), 0, ReceiveMessagesForm.MaxReplyBytes(body.Length));
            Assert.Equal(body, Assert.Single(ReceiveMessagesForm.ReadReply(output.WrittenSpan)).Body.ToArray());
        }
    }
}
