using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Sends any number of messages in order, in batches as large as the limits allow, and remembers what became of each.</summary>
/// <param name="limits">The limits in force.</param>
/// <param name="codec">Writes the messages.</param>
/// <param name="target">Where they go.</param>
/// <param name="parallelism">How many batches are under way at once.</param>
internal sealed class BatchSender<TMessage>(CmqLimits limits, MessageCodec<TMessage> codec, BatchTarget target, int parallelism) : IDisposable
{
    private readonly Queue<(MessageBatch Batch, Task Sending)> _underWay = new();
    private readonly Stack<PooledBufferWriter> _spareBuffers = new();

    /// <summary>A body that did not go into the batch before.</summary>
    private (PooledBufferWriter Body, Creation? Creation)? _next;
    private long _taken;
    private bool _isEnded;
    private bool _wasCanceled;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Sends messages as they are taken.</summary>
    /// <returns>One entry per message, in order, and whether the call was cancelled before all of them were sent. Of a cancelled call a list has one entry per message, and any other sequence one per message that was taken.</returns>
    /// <exception cref="Exception">What the sequence has thrown.</exception>
    public static async ValueTask<(IReadOnlyList<SendEntry> Entries, bool WasCanceled)> SendAllAsync(IEnumerable<TMessage> messages, CmqLimits limits, MessageCodec<TMessage> codec, BatchTarget target, int parallelism, CancellationToken cancellationToken)
    {
        List<SendEntry> entries = [];
        using BatchSender<TMessage> sender = new(limits, codec, target, parallelism);
        await foreach (MessageBatch batch in sender.SendAsync(Pulled(messages), cancellationToken).ConfigureAwait(false))
            entries.AddRange(batch.Entries);
        if (!sender._wasCanceled)
            return (entries, false);

        if (messages.TryGetNonEnumeratedCount(out int count))
        {
            while (entries.Count < count)
                entries.Add(new SendEntry { Error = new OperationCanceledException(cancellationToken), KnownOutcome = CmqOutcome.NotSent });
        }

        return (entries, true);
    }

    /// <summary>Sends messages as they are taken, and takes them as their entries are.</summary>
    /// <returns>One entry per message, in order. If the call is cancelled or the sequence throws, the entries of all messages that were taken come first.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled before all messages were sent.</exception>
    /// <exception cref="Exception">What the sequence has thrown.</exception>
    public static async IAsyncEnumerable<SendEntry> SendEachAsync(IAsyncEnumerable<TMessage> messages, CmqLimits limits, MessageCodec<TMessage> codec, BatchTarget target, int parallelism, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using BatchSender<TMessage> sender = new(limits, codec, target, parallelism);
        await foreach (MessageBatch batch in sender.SendAsync(messages, cancellationToken).ConfigureAwait(false))
        {
            foreach (SendEntry entry in batch.Entries)
                yield return entry;
        }

        if (sender._wasCanceled)
            throw new OperationCanceledException(cancellationToken);
    }

    public void Dispose()
    {
        if (_next is { } next)
        {
            next.Body.Dispose();
            next.Creation?.End(messageId: null, new OperationCanceledException());
        }

        foreach (PooledBufferWriter buffer in _spareBuffers)
            buffer.Dispose();
    }

    /// <summary>Sends batches, several at once if asked for; a batch is filled when the caller has the entries of those before it and asks for more.</summary>
    private async IAsyncEnumerable<MessageBatch> SendAsync(IAsyncEnumerable<TMessage> messages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<TMessage> source = messages.GetAsyncEnumerator(cancellationToken);
        await using ConfiguredAsyncDisposable disposal = source.ConfigureAwait(false);
        try
        {
            while (true)
            {
                // What is done is handed out before more is taken, which may take any time.
                while (!_isEnded && _underWay.Count < parallelism && !(_underWay.TryPeek(out (MessageBatch, Task Sending) first) && first.Sending.IsCompleted))
                {
                    MessageBatch batch = await FillAsync(source, cancellationToken).ConfigureAwait(false);
                    _underWay.Enqueue((batch, batch.SendAsync(target, cancellationToken).AsTask()));
                }

                if (!_underWay.TryPeek(out (MessageBatch Batch, Task Sending) oldest))
                    break;
                await oldest.Sending.ConfigureAwait(false);
                _underWay.Dequeue();
                _wasCanceled |= oldest.Batch.WasCanceled;
                foreach (PooledBufferWriter body in oldest.Batch.Bodies)
                    Recycle(body);
                yield return oldest.Batch;
            }

            _failure?.Throw();
        }
        finally
        {
            // Of a sequence that is abandoned. What was sent is stored or not when this returns, and no buffer is in use.
            foreach ((MessageBatch batch, Task sending) in _underWay)
            {
                await sending.ConfigureAwait(false);
                foreach (PooledBufferWriter body in batch.Bodies)
                    body.Dispose();
            }
        }
    }

    /// <summary>Takes messages until a batch is full or there are no more.</summary>
    private async ValueTask<MessageBatch> FillAsync(IAsyncEnumerator<TMessage> source, CancellationToken cancellationToken)
    {
        // What is left of the batch before was counted when it was taken.
        MessageBatch batch = new(limits, _next is null ? _taken : _taken - 1);
        if (_next is { } first)
            batch.Add(first.Body, first.Creation);
        _next = null;

        while (!batch.IsFull && await TryTakeAsync(source, cancellationToken).ConfigureAwait(false))
        {
            PooledBufferWriter body = _spareBuffers.TryPop(out PooledBufferWriter? spare) ? spare : new PooledBufferWriter();
            Creation? creation = target.BeginCreate();
            Exception? error = TryWrite(source.Current, body);
            creation?.Written();
            if (error is not null)
            {
                Recycle(body);
                creation?.End(messageId: null, error);
                batch.Add(error);
            }
            else if (batch.Takes(body.Length))
            {
                batch.Add(body, creation);
            }
            else
            {
                _next = (body, creation);
                break;
            }
        }

        return batch;
    }

    /// <summary>Takes a message. What the sequence throws comes to the caller when the messages before it are sent.</summary>
    private async ValueTask<bool> TryTakeAsync(IAsyncEnumerator<TMessage> source, CancellationToken cancellationToken)
    {
        try
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _wasCanceled = true;
            }
            else if (await source.MoveNextAsync().ConfigureAwait(false))
            {
                _taken++;
                return true;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _wasCanceled = true;
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        _isEnded = true;
        return false;
    }

    private Exception? TryWrite(TMessage message, PooledBufferWriter body)
    {
        if (message is null)
            return new ArgumentException("The message is null.", nameof(message));
        try
        {
            codec.Encode(message, body);
            // On its own, so that a body that no request may hold does not take its batch along.
            target.Check(body.WrittenMemory);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private void Recycle(PooledBufferWriter body)
    {
        body.Clear();
        _spareBuffers.Push(body);
    }

    private static async IAsyncEnumerable<TMessage> Pulled(IEnumerable<TMessage> messages)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (TMessage message in messages)
            yield return message;
    }
}
