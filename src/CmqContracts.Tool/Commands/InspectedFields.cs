using System.Text;
using System.Buffers;

namespace CmqContracts.Tool;

/// <summary>What is printed of a message in a queue.</summary>
internal static class InspectedFields
{
    public static Field[] Of(InspectedMessage message, bool isJson) => isJson ? All(message) :
    [
        new("msgId", message.MessageId),
        new(BodyLine.Property, Whole(message)),
        new("bytes", message.BodyLength),
        new("state", InspectionOptions.Word(message.State)),
        new("dequeueCount", message.DequeueCount),
        new("enqueueTime", message.EnqueuedAt),
        new("visibleTime", message.VisibleAt),
        new("source", message.DeadLetterSource?.QueueName),
    ];

    public static Field[] All(InspectedMessage message) =>
    [
        new("msgId", message.MessageId),
        new(BodyLine.Property, Whole(message)),
        new("bodyLength", message.BodyLength, "bytes"),
        new("state", InspectionOptions.Word(message.State)),
        new("dequeueCount", message.DequeueCount),
        new("enqueueTime", message.EnqueuedAt),
        new("firstDequeueTime", message.FirstReceivedAt),
        new("visibleTime", message.VisibleAt),
        new("sourceQueueName", message.DeadLetterSource?.QueueName),
        new("sourceMsgId", message.DeadLetterSource?.MessageId),
        new("sourceEnqueueTime", message.DeadLetterSource?.EnqueuedAt),
        new("sourceDequeueCount", message.DeadLetterSource?.DequeueCount),
    ];

    /// <summary>The body up to its last whole character, where it was cut.</summary>
    private static ReadOnlyMemory<byte> Whole(InspectedMessage message)
    {
        ReadOnlyMemory<byte> body = message.Body;
        if (body.Length == message.BodyLength)
            return body;
        for (int back = 1; back <= Math.Min(3, body.Length); back++)
        {
            if (Rune.DecodeFromUtf8(body.Span[^back..], out _, out _) == OperationStatus.NeedMoreData)
                return body[..^back];
        }

        return body;
    }
}
