namespace CmqContracts.Server;

/// <summary>What is wrong with a queue, the worst thing of all.</summary>
/// <param name="Severity">How bad it is: 0 nothing, 1 worth a look, 2 messages are late or failing, 3 messages are or will soon be lost or refused.</param>
/// <param name="Text">What it is, for people; empty: nothing.</param>
internal readonly record struct QueueTrouble(int Severity, string Text)
{
    /// <summary>The part of its life after which a message that nobody consumes is about to be lost.</summary>
    private const double LateShare = 0.9;

    /// <summary>Judges a queue.</summary>
    /// <param name="queue">The queue.</param>
    public static QueueTrouble Of(QueueDescription queue)
    {
        QueueAttributes attributes = queue.Attributes;
        long held = attributes.ActiveMessages + attributes.InactiveMessages + attributes.DelayedMessages;
        if (attributes.MaxMsgHeapNum > 0 && held >= attributes.MaxMsgHeapNum)
            return new(3, $"full: sends are refused at {Shown.Number(attributes.MaxMsgHeapNum)} messages");
        if (held > 0 && queue.OldestMessageAge.TotalSeconds >= LateShare * attributes.MsgRetentionSeconds)
            return new(3, $"the oldest messages expire within {Duration.Of(TimeSpan.FromSeconds(Math.Max(0, attributes.MsgRetentionSeconds - queue.OldestMessageAge.TotalSeconds)))}");
        if (queue.DeadLetterSources.Count > 0 && held > 0)
            return new(2, $"{Shown.Number(held)} dead {(held == 1 ? "letter" : "letters")}");
        if (queue.Counts.Expired > 0)
            return new(2, $"{Shown.Number(queue.Counts.Expired)} expired unconsumed");
        if (attributes.ActiveMessages > 0 && attributes.InactiveMessages == 0 && queue.WaitingReceives == 0 && queue.Counts.Received == 0)
            return new(1, "nobody receives");
        return default;
    }
}
