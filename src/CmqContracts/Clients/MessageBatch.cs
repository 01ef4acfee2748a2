using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Messages that are sent in one request, and what became of each.</summary>
/// <param name="limits">The limits in force.</param>
/// <param name="firstIndex">The place of its first message among all; <see langword="null"/>: the messages have nothing to do with one another.</param>
internal sealed class MessageBatch(CmqLimits limits, long? firstIndex)
{
    /// <summary>Where hardly a message can be written, a batch does not grow for ever.</summary>
    private const int MostEntries = 256;

    private readonly List<SendEntry> _entries = [];
    private readonly List<Waiting> _waiting = new((int)limits.BatchSize.Maximum);
    private BatchRoom _room = new(limits);

    /// <summary>One entry per message, in order; of those that were written they are there once the batch was sent.</summary>
    public IReadOnlyList<SendEntry> Entries => _entries;

    /// <summary>Whether it takes no further message.</summary>
    public bool IsFull => _room.IsFull || _entries.Count == MostEntries;

    /// <summary>Whether some of it was not sent, or is not known to be, as the call was cancelled.</summary>
    public bool WasCanceled { get; private set; }

    /// <summary>The bodies that it holds.</summary>
    public IEnumerable<PooledBufferWriter> Bodies => _waiting.Select(static waiting => waiting.Body);

    /// <summary>Whether a body of this length goes with what is there.</summary>
    public bool Takes(int bytes) => _room.Takes(bytes);

    /// <summary>Adds a message.</summary>
    public void Add(PooledBufferWriter body, Creation? creation)
    {
        _waiting.Add(new Waiting(_entries.Count, body, creation));
        _room.Add(body.Length);
        // Its result comes with the batch.
        _entries.Add(null!);
    }

    /// <summary>Adds a message that could not be written.</summary>
    public void Add(Exception error) => _entries.Add(new SendEntry { Error = error, KnownOutcome = CmqOutcome.Refused });

    /// <summary>Sends the batch, and enters what became of each message. Throws nothing: what fails is in the entries.</summary>
    public async ValueTask SendAsync(BatchTarget target, CancellationToken cancellationToken)
    {
        if (_waiting.Count > 0)
            await SendAsync(0, _waiting.Count, target, cancellationToken).ConfigureAwait(false);
        foreach (Waiting waiting in _waiting)
            waiting.Creation?.End(_entries[waiting.Index].MessageId, _entries[waiting.Index].Error);
    }

    /// <summary>Sends a part of the batch, and its halves where it may not be sent as a whole.</summary>
    private async ValueTask SendAsync(int start, int count, BatchTarget target, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            WasCanceled = true;
            Enter(start, count, _ => new SendEntry { Error = new OperationCanceledException(cancellationToken), KnownOutcome = CmqOutcome.NotSent });
            return;
        }

        if (await TrySendAsync(start, count, target, cancellationToken).ConfigureAwait(false) is not { } error)
            return;
        bool mayPassInParts = BatchRefusal.MayPassInParts(error);
        if (mayPassInParts && count > 1)
        {
            await SendAsync(start, count / 2, target, cancellationToken).ConfigureAwait(false);
            await SendAsync(start + (count / 2), count - (count / 2), target, cancellationToken).ConfigureAwait(false);
            return;
        }

        WasCanceled |= error is OperationCanceledException && cancellationToken.IsCancellationRequested;
        Enter(start, count, index => new SendEntry { Error = mayPassInParts && firstIndex + index is { } place ? BatchRefusal.OfEntry((CmqServiceException)error, place) : error });
    }

    /// <summary>Sends a part of the batch and enters the ids.</summary>
    /// <returns>Why nothing of it was sent, or is known to be; <see langword="null"/>: all was.</returns>
    private async ValueTask<Exception?> TrySendAsync(int start, int count, BatchTarget target, CancellationToken cancellationToken)
    {
        try
        {
            ReadOnlyMemory<byte>[] bodies = new ReadOnlyMemory<byte>[count];
            for (int i = 0; i < count; i++)
                bodies[i] = _waiting[start + i].Body.WrittenMemory;
            Creation.Sending = CreationsOf(start, count);
            IReadOnlyList<string> ids = Answers.Ids(await target.SendAsync(new Utf8Bodies(bodies), cancellationToken).ConfigureAwait(false), count);
            for (int i = 0; i < count; i++)
                _entries[_waiting[start + i].Index] = new SendEntry { MessageId = ids[i] };
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private Creation[]? CreationsOf(int start, int count) =>
        _waiting.Exists(static waiting => waiting.Creation is not null) ? [.. _waiting.GetRange(start, count).Select(static waiting => waiting.Creation).OfType<Creation>()] : null;

    private void Enter(int start, int count, Func<int, SendEntry> entryOf)
    {
        foreach (Waiting waiting in _waiting.GetRange(start, count))
            _entries[waiting.Index] = entryOf(waiting.Index);
    }

    /// <summary>A message of the batch: whose entry it is, its body, and the span in which it was made.</summary>
    private readonly record struct Waiting(int Index, PooledBufferWriter Body, Creation? Creation);
}
