namespace CmqContracts.Tool;

/// <summary>What is printed of a received message.</summary>
internal static class MessageFields
{
    /// <summary>With all that there is, for programs.</summary>
    public static Field[] All(CmqMessage message) =>
    [
        new("msgId", message.MessageId),
        new(BodyLine.Property, message.Body),
        new("dequeueCount", message.DequeueCount),
        new("enqueueTime", message.EnqueuedAt),
        new("firstDequeueTime", message.FirstReceivedAt),
        new("nextVisibleTime", message.VisibleAgainAt),
        new("receiptHandle", message.ReceiptHandle),
    ];

    /// <summary>Without what lasts only as long as the receive, for a file.</summary>
    public static Field[] Lasting(CmqMessage message) => All(message)[..5];
}
