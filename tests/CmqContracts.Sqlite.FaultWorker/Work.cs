namespace CmqContracts.Sqlite.FaultWorker;

/// <summary>Sends, receives, deletes and clears, each with its lines in the ledger: one before the request, one after the answer.</summary>
/// <param name="service">Where the requests go.</param>
/// <param name="ledger">Where they are recorded.</param>
/// <param name="firstNumber">The number of the first message; nobody else may use this number or a higher one.</param>
internal sealed class Work(ICmqService service, Ledger ledger, long firstNumber)
{
    private long _next = firstNumber;

    public async Task SendAsync(string queue, int count, int delay = 0)
    {
        long first = Interlocked.Add(ref _next, count) - count;
        ReadOnlyMemory<byte>[] bodies = [.. Enumerable.Range(0, count).Select(i => (ReadOnlyMemory<byte>)NumberedBody.Create(first + i))];
        ledger.Write($"sending {queue} {first} {count} {delay}");
        try
        {
            IReadOnlyList<string> ids = await service.SendMessagesAsync(new SendMessagesRequest(queue, bodies) { DelaySeconds = delay });
            ledger.Write($"sent {first} {string.Join(' ', ids)}");
        }
        catch (CmqServiceException)
        {
            ledger.Write($"refused {first} {count}");
            throw;
        }
    }

    /// <summary>Receives, and deletes each message for which <paramref name="shallDelete"/> says so.</summary>
    /// <returns>Whether there was a message.</returns>
    public async Task<bool> ConsumeAsync(string queue, int maxMessages, int waitSeconds, Func<bool> shallDelete)
    {
        IReadOnlyList<CmqMessage> messages = await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(queue) { MaxMessages = maxMessages, PollingWaitSeconds = waitSeconds });
        Dictionary<string, long> numbers = messages.ToDictionary(static message => message.ReceiptHandle, NumberOf);
        ledger.Write(messages.Select(message =>
            $"received {numbers[message.ReceiptHandle]} {message.ReceiptHandle} {message.VisibleAgainAt.ToUnixTimeMilliseconds()} {message.DequeueCount}"));

        string[] deleted = [.. messages.Select(static message => message.ReceiptHandle).Where(_ => shallDelete())];
        if (deleted.Length > 0)
        {
            ledger.Write(deleted.Select(handle => $"deleting {numbers[handle]}"));
            IReadOnlyList<DeleteMessageFailure> failures = await service.DeleteMessagesAsync(new DeleteMessagesRequest(queue, deleted));
            ledger.Write(deleted.Select(handle => $"{(failures.Any(failure => failure.ReceiptHandle == handle) ? "undeleted" : "deleted")} {numbers[handle]}"));
        }

        return messages.Count > 0;
    }

    /// <summary>Clears a queue that nobody else sends to meanwhile.</summary>
    public async Task ClearAsync(string queue)
    {
        ledger.Write($"clearing {queue}");
        await service.ClearQueueAsync(queue);
        ledger.Write($"cleared {queue}");
    }

    private static long NumberOf(CmqMessage message) =>
        NumberedBody.TryRead(message.Body.Span, out long number) ? number : throw new InvalidDataException($"The body of message {message.MessageId} was changed.");
}
