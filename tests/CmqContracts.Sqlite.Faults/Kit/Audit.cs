using CmqContracts.Sqlite.FaultWorker;

namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>Compares what a store has with what its users were told.</summary>
internal static class Audit
{
    /// <summary>The problems, a sentence each; none: every answer was true.</summary>
    /// <param name="history">What users were told.</param>
    /// <param name="contents">What the store has.</param>
    /// <param name="now">When the store was read, by the broker's clock.</param>
    public static IEnumerable<string> Compare(History history, StoreContents contents, DateTimeOffset now)
    {
        foreach (string problem in contents.Problems)
            yield return problem;

        foreach ((long number, FoundMessage found) in contents.Messages)
        {
            if (history.Find(number) is not { } sent)
                yield return $"Nobody has sent message {number}, which is {found}.";
            else if (FindProblem(sent, found, now) is { } problem)
                yield return $"Message {number}, which is {found}, {problem}.";
        }

        foreach (SentMessage sent in history.Messages.Where(sent => contents.Find(sent.Number) is null))
        {
            if (sent is { IsStored: true, ExpectedState: ExpectedState.Present })
                yield return $"Message {sent.Number} of queue {sent.Queue} is lost. It was {(sent.Id is null ? "received" : $"acknowledged as {sent.Id}")}.";
            else if (sent is { Queue: Queues.Kept, ExpectedState: ExpectedState.Deleted })
                yield return $"Message {sent.Number} of queue {sent.Queue} is lost. It was deleted and can be rewound.";
        }

        foreach (string problem in FindPartlyDone(history, contents))
            yield return problem;
    }

    private static string? FindProblem(SentMessage sent, FoundMessage found, DateTimeOffset now)
    {
        InspectedMessage message = found.Message;
        bool isDeadLetter = sent.Queue == Queues.Retried && found.Queue == Queues.Dead;
        if (found.Queue != sent.Queue && !isDeadLetter)
            return $"was sent to {sent.Queue}";
        if (!isDeadLetter && sent.Id is not null && sent.Id != message.MessageId)
            return $"was acknowledged as {sent.Id}";
        if (!found.IsUnconsumed && sent.ExpectedState == ExpectedState.Present)
            return "was never deleted";
        if (sent.ExpectedState is ExpectedState.Cleared or ExpectedState.Refused || (sent.ExpectedState == ExpectedState.Deleted && (found.IsUnconsumed || found.Queue != Queues.Kept)))
            return $"was {sent.ExpectedState}";
        if (sent.Delay > 0 && message.EnqueuedAt.AddSeconds(sent.Delay) is { } visibleAt && visibleAt > now && (message.State != MessageState.Delayed || message.VisibleAt != visibleAt))
            return $"shall be delayed until {visibleAt:O}";
        if (sent.Receipt is not { } receipt || isDeadLetter || !found.IsUnconsumed)
            return null;
        if (receipt.VisibleAgainAt > now && (message.State, message.VisibleAt, message.DequeueCount) != (MessageState.Inactive, receipt.VisibleAgainAt, receipt.DequeueCount))
            return $"was handed out as {receipt} and is back at {message.VisibleAt:O} after {message.DequeueCount} receives";
        return message.DequeueCount < receipt.DequeueCount ? $"was received {receipt.DequeueCount} times and says {message.DequeueCount}" : null;
    }

    /// <summary>A batch is taken as a whole, and so is a clear, answered or not.</summary>
    private static IEnumerable<string> FindPartlyDone(History history, StoreContents contents)
    {
        foreach (IGrouping<long, SentMessage> batch in history.Messages.GroupBy(static sent => sent.Batch))
        {
            int taken = batch.Count(sent => sent.IsStored || sent.ExpectedState != ExpectedState.Present || contents.Find(sent.Number) is not null);
            if (taken != 0 && taken != batch.Count())
                yield return $"Of the {batch.Count()} messages of batch {batch.Key} there are {taken}.";
        }

        SentMessage[] clearing = [.. history.Messages.Where(static sent => sent is { Queue: Queues.Cleared, ExpectedState: ExpectedState.Removing })];
        int left = clearing.Count(sent => contents.Find(sent.Number) is not null);
        if (left != 0 && left != clearing.Length)
            yield return $"A clear of {clearing.Length} messages has left {left}.";
    }
}
