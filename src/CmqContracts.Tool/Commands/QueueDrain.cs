using System.Buffers;

namespace CmqContracts.Tool;

/// <summary>
/// Takes messages out of a queue: receives some batches, writes them, and then deletes what is written. A message whose visibility ends before stays in the queue;
/// when it comes again, it is deleted without being written twice.
/// </summary>
internal sealed class QueueDrain(ClientRun run, string queue, DrainTarget target, long most, int waitSeconds)
{
    /// <summary>How many messages are written at once at most: to have a file on the disk takes as long for one as for many.</summary>
    private const int GroupSize = 256;

    /// <summary>The messages that were written and not deleted, as far as is known.</summary>
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _lines = new();

    /// <summary>How many messages were written.</summary>
    public long Written { get; private set; }

    /// <summary>How many of them were not deleted, as far as is known.</summary>
    public int NotDeleted => _left.Count;

    /// <summary>Works until the queue has nothing to receive.</summary>
    /// <exception cref="OperationCanceledException">The user has stopped it. What was received is written and deleted.</exception>
    public async Task RunAsync()
    {
        using ProgressLine progress = new("drained", TimeProvider.System);
        while (Written < most)
        {
            List<CmqMessage> group = [];
            bool isEmpty = false;
            try
            {
                isEmpty = await ReceiveAsync(group);
            }
            finally
            {
                // Whatever ended the receives, those messages are here.
                if (group.Count > 0)
                    await TakeAsync(group);
            }

            progress.Show(Written, null);
            if (isEmpty)
                return;
        }
    }

    /// <summary>Receives a group.</summary>
    /// <returns>Whether there is nothing more.</returns>
    private async Task<bool> ReceiveAsync(List<CmqMessage> group)
    {
        TimeSpan? start = null;
        while (group.Count < GroupSize && Written + group.Count < most)
        {
            int count = (int)Math.Min(run.Limits.BatchSize.Maximum, most - Written - group.Count);
            int wait = group.Count == 0 ? waitSeconds : 0;
            run.Stop.ThrowIfCancellationRequested();
            // The messages of an answer that nobody reads would be invisible for a while, so only a wait is broken off.
            IReadOnlyList<CmqMessage> more = await run.Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(queue) { MaxMessages = count, PollingWaitSeconds = wait }, wait == 0 ? run.Grace : run.Stop);
            if (more.Count == 0)
                return group.Count == 0;
            group.AddRange(more);
            // Half of the visibility is for writing and deleting.
            if (group[0].HandlingEndsAt is { } end && end.TimeLeft < (start ??= end.TimeLeft) / 2)
                return false;
        }

        return false;
    }

    private async Task TakeAsync(List<CmqMessage> group)
    {
        Write(group);
        CmqMessage[] inTime = [.. group.Where(static message => message.HandlingEndsAt is not { } end || end.TimeLeft > TimeSpan.Zero)];
        await Task.WhenAll(inTime.Chunk((int)run.Limits.BatchSize.Maximum).Select(DeleteAsync));
    }

    private void Write(List<CmqMessage> group)
    {
        _lines.ResetWrittenCount();
        int count = 0;
        foreach (CmqMessage message in group.Where(message => !_left.Contains(message.MessageId)))
        {
            _lines.Write(JsonLine.Of(MessageFields.Lasting(message)).Span);
            count++;
        }

        if (count == 0)
            return;
        target.Write(_lines.WrittenSpan);
        Written += count;
        foreach (CmqMessage message in group)
            _left.Add(message.MessageId);
    }

    private async Task DeleteAsync(CmqMessage[] batch)
    {
        IReadOnlyList<DeleteMessageFailure> failures = await run.Service.DeleteMessagesAsync(new DeleteMessagesRequest(queue, [.. batch.Select(static message => message.ReceiptHandle)]), run.Grace);
        HashSet<string> failed = [.. failures.Select(static failure => failure.ReceiptHandle)];
        lock (_left)
            _left.ExceptWith(batch.Where(message => !failed.Contains(message.ReceiptHandle)).Select(static message => message.MessageId));
    }
}
