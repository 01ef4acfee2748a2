using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Deletes messages that were handled, in batches, and tries again until their visibility ends.</summary>
/// <param name="queue">The queue.</param>
internal sealed class DeleteBuffer<TMessage>(QueueClient<TMessage> queue) : IDisposable
{
    /// <summary>How long a message waits for others to be deleted with it. A process that is killed meanwhile has handled it for nothing.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly HashSet<Task> _running = [];
    private readonly CancellationTokenSource _ended = new();
    private List<ReceivedMessage<TMessage>> _waiting = [];
    private ITimer? _timer;

    private TimeProvider Time => queue.Client.Time;

    private int BatchSize => (int)queue.Client.Limits.BatchSize.Maximum;

    /// <summary>Deletes a message soon.</summary>
    public void Add(ReceivedMessage<TMessage> message)
    {
        lock (_gate)
        {
            _waiting.Add(message);
            if (_waiting.Count >= BatchSize || message.HandlingEndsAt.TimeLeft <= 2 * Gathering)
                Flush();
            else if (_waiting.Count == 1)
                StartTimer();
        }
    }

    /// <summary>Deletes now what waits.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
                return;
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            List<ReceivedMessage<TMessage>> batch = _waiting;
            _waiting = [];
            Task running = DeleteAsync(batch);
            if (running.IsCompleted)
                return;
            _running.Add(running);
            _ = running.ContinueWith(
                ended =>
                {
                    lock (_gate)
                        _running.Remove(ended);
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    /// <summary>Deletes what waits, and waits until all deletes have ended.</summary>
    /// <param name="cancellationToken">Gives up: messages that are not deleted come again.</param>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        Flush();
        Task[] running;
        lock (_gate)
            running = [.. _running];
        using (cancellationToken.UnsafeRegister(static ended => ((CancellationTokenSource)ended!).Cancel(), _ended))
            await Task.WhenAll(running).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _ended.Dispose();
    }

    private void StartTimer()
    {
        _timer ??= Time.CreateTimer(static buffer => ((DeleteBuffer<TMessage>)buffer!).Flush(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Gathering, Timeout.InfiniteTimeSpan);
    }

    private async ValueTask<BatchDeleteResult> TryDeleteAsync(List<ReceivedMessage<TMessage>> batch)
    {
        try
        {
            return await queue.DeleteManyAsync(batch, _ended.Token).ConfigureAwait(false);
        }
        catch (DeleteCanceledException canceled)
        {
            return canceled.Result;
        }
    }

    /// <summary>Deletes a batch, and what is left of it after a failure again. It throws nothing.</summary>
    private async Task DeleteAsync(List<ReceivedMessage<TMessage>> batch)
    {
        HashSet<string> answersLost = [];
        TimeSpan pause = FirstRetry;
        while (true)
        {
            Exception? reason = null;
            try
            {
                BatchDeleteResult result = await TryDeleteAsync(batch).ConfigureAwait(false);
                List<ReceivedMessage<TMessage>> left = [];
                int gone = 0;
                for (int i = 0; i < batch.Count; i++)
                {
                    if (result.Entries[i].Error is not { } error)
                        continue;
                    if (error is CmqServiceException refusal && refusal.Is(CmqErrors.QueueDoesNotExist))
                    {
                        gone++;
                        continue;
                    }

                    if (IsDone(batch[i], error, answersLost))
                        continue;
                    reason = error;
                    left.Add(batch[i]);
                }

                if (gone > 0)
                    queue.Client.Logger.GoneWithQueue(queue.QueueName, gone);
                batch = left;
            }
            catch (Exception e)
            {
                reason = e;
            }

            if (batch.Count == 0)
                return;
            TimeSpan timeLeft = batch.Max(static message => message.HandlingEndsAt.TimeLeft);
            if (_ended.IsCancellationRequested || timeLeft <= pause || reason is ObjectDisposedException)
            {
                foreach (ReceivedMessage<TMessage> message in batch)
                    queue.Client.Logger.NotDeleted(ShownText.Of(message.MessageId), queue.QueueName, CmqLog.Reason(reason!));
                return;
            }

            try
            {
                await Task.Delay(pause, Time, _ended.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The next attempt ends at once, and says so.
            }

            pause = pause * 2 < LongestRetry ? pause * 2 : LongestRetry;
        }
    }

    /// <summary>Whether nothing is left to do about a message that was not deleted. A handle that is gone was deleted by an attempt before, if the answer to that was lost.</summary>
    private bool IsDone(ReceivedMessage<TMessage> message, Exception error, HashSet<string> answersLost)
    {
        if (error is CmqServiceException refusal && refusal.Is(CmqErrors.ReceiptHandleInvalid))
        {
            if (!answersLost.Contains(message.ReceiptHandle))
                queue.Client.Logger.NotDeleted(ShownText.Of(message.MessageId), queue.QueueName, CmqLog.Reason(refusal));
            return true;
        }

        if (error is not CmqException { Outcome: not CmqOutcome.Unknown })
            answersLost.Add(message.ReceiptHandle);
        return false;
    }
}
