using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Sends any number of messages in order, in batches as large as the limits allow, and remembers what became of each.</summary>
internal sealed class BatchSender<TMessage>(CmqLimits limits, MessageCodec<TMessage> codec, BatchTarget target) : IDisposable
{
    private readonly List<Waiting> _batch = new((int)limits.BatchSize.Maximum);
    private readonly Stack<PooledBufferWriter> _spareBuffers = new();
    private readonly List<SendEntry> _entries = [];
    private long _batchBytes;

    /// <summary>Sends messages as they are taken.</summary>
    /// <returns>One entry per message, in order.</returns>
    public static async ValueTask<IReadOnlyList<SendEntry>> SendAllAsync(IEnumerable<TMessage> messages, CmqLimits limits, MessageCodec<TMessage> codec, BatchTarget target, CancellationToken cancellationToken)
    {
        using BatchSender<TMessage> batches = new(limits, codec, target);
        foreach (TMessage message in messages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await batches.AddAsync(message, cancellationToken).ConfigureAwait(false);
        }

        return await batches.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a message into the batch, and sends the batch when it is full.</summary>
    private async ValueTask AddAsync(TMessage message, CancellationToken cancellationToken)
    {
        int index = _entries.Count;
        PooledBufferWriter body = _spareBuffers.TryPop(out PooledBufferWriter? spare) ? spare : new PooledBufferWriter();
        if (TryWrite(message, body) is { } error)
        {
            _entries.Add(new SendEntry { Error = error, WasNeverSent = true });
            Recycle(body);
            return;
        }

        // Its result comes with the batch.
        _entries.Add(null!);
        if (_batch.Count > 0 && !limits.BatchBytes.Contains(_batchBytes + body.Length))
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        _batch.Add(new Waiting(index, body));
        _batchBytes += body.Length;
        if (_batch.Count == limits.BatchSize.Maximum)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends what is left.</summary>
    private async ValueTask<IReadOnlyList<SendEntry>> FinishAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count > 0)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        return _entries;
    }

    public void Dispose()
    {
        foreach (Waiting waiting in _batch)
            waiting.Body.Dispose();
        foreach (PooledBufferWriter buffer in _spareBuffers)
            buffer.Dispose();
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

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await SendAsync(0, _batch.Count, cancellationToken).ConfigureAwait(false);
        foreach (Waiting waiting in _batch)
            Recycle(waiting.Body);
        _batch.Clear();
        _batchBytes = 0;
    }

    /// <summary>Sends a part of the batch, and its halves where it may not be sent as a whole, and enters what became of each message.</summary>
    private async ValueTask SendAsync(int start, int count, CancellationToken cancellationToken)
    {
        if (await TrySendAsync(start, count, cancellationToken).ConfigureAwait(false) is not { } error)
            return;
        bool mayPassInParts = BatchRefusal.MayPassInParts(error);
        if (mayPassInParts && count > 1)
        {
            await SendAsync(start, count / 2, cancellationToken).ConfigureAwait(false);
            await SendAsync(start + (count / 2), count - (count / 2), cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (Waiting waiting in _batch.GetRange(start, count))
            _entries[waiting.Index] = new SendEntry { Error = mayPassInParts ? BatchRefusal.OfEntry((CmqServiceException)error, waiting.Index) : error };
    }

    /// <summary>Sends a part of the batch and enters the ids.</summary>
    /// <returns>Why nothing of it was sent, or is known to be; <see langword="null"/>: all was.</returns>
    private async ValueTask<Exception?> TrySendAsync(int start, int count, CancellationToken cancellationToken)
    {
        try
        {
            ReadOnlyMemory<byte>[] bodies = new ReadOnlyMemory<byte>[count];
            for (int i = 0; i < count; i++)
                bodies[i] = _batch[start + i].Body.WrittenMemory;
            IReadOnlyList<string> ids = Answers.Ids(await target.SendAsync(new Utf8Bodies(bodies), cancellationToken).ConfigureAwait(false), count);
            for (int i = 0; i < count; i++)
                _entries[_batch[start + i].Index] = new SendEntry { MessageId = ids[i] };
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return e;
        }
    }

    private void Recycle(PooledBufferWriter body)
    {
        body.Clear();
        _spareBuffers.Push(body);
    }

    /// <summary>A message in the batch: whose entry it is, and its body.</summary>
    private readonly record struct Waiting(int Index, PooledBufferWriter Body);
}
