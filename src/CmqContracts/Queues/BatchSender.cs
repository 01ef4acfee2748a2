using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>Sends any number of messages in order, in batches as large as the limits allow, and remembers what became of each.</summary>
internal sealed class BatchSender<TMessage>(ICmqService service, CmqLimits limits, QueueContract<TMessage> contract, int delaySeconds) : IDisposable
{
    private readonly PooledBuffer _bodies = new();
    private readonly List<Waiting> _waiting = new((int)limits.BatchSize.Maximum);
    private readonly List<SendEntry> _entries = [];

    /// <summary>Writes a message into the batch, and sends the batch when it is full.</summary>
    public async ValueTask AddAsync(TMessage message, CancellationToken cancellationToken)
    {
        int index = _entries.Count;
        int start = _bodies.Length;
        // Overwritten when the batch is sent.
        _entries.Add(null!);
        try
        {
            Encode(message);
            CheckAlone(_bodies.Written[start..]);
        }
        catch (Exception e)
        {
            _bodies.Truncate(start);
            _entries[index] = new SendEntry(null, e);
            return;
        }

        if (_waiting.Count > 0 && _bodies.Length > limits.BatchBytes.Maximum)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
            _bodies.RemoveStart(start);
        }

        _waiting.Add(new Waiting(index, _bodies.Length));
        if (_waiting.Count == limits.BatchSize.Maximum)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
            _bodies.Truncate(0);
        }
    }

    /// <summary>Sends what is left.</summary>
    public async ValueTask<BatchSendResult> FinishAsync(CancellationToken cancellationToken)
    {
        if (_waiting.Count > 0)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        return new BatchSendResult(_entries);
    }

    public void Dispose() => _bodies.Dispose();

    private void Encode(TMessage message)
    {
        if (message is null)
            throw new ArgumentException("The message is null.", nameof(message));
        contract.Codec.Encode(message, _bodies);
    }

    private void CheckAlone(ReadOnlyMemory<byte> body)
    {
        if (!limits.MessageBytes.Contains(body.Length))
            RequestRules.Check(new SendMessagesRequest(contract.QueueName, [body], delaySeconds), limits);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>[] bodies = new ReadOnlyMemory<byte>[_waiting.Count];
        int start = 0;
        for (int i = 0; i < bodies.Length; i++)
        {
            int end = _waiting[i].End;
            bodies[i] = _bodies.Written[start..end];
            start = end;
        }

        Exception? error = await SendAsync(bodies, 0, cancellationToken).ConfigureAwait(false);
        if (error is CmqException refusal && refusal.Is(CmqErrors.MessageTooLarge) && bodies.Length > 1)
        {
            // The queue takes less than the protocol, and one body is too large for it. Nothing was stored, so the others can go on their own.
            for (int i = 0; i < bodies.Length; i++)
                Fail(i, 1, await SendAsync([bodies[i]], i, cancellationToken).ConfigureAwait(false));
        }
        else
        {
            Fail(0, bodies.Length, error);
        }

        _waiting.Clear();
    }

    private async ValueTask<Exception?> SendAsync(ReadOnlyMemory<byte>[] bodies, int firstWaiting, CancellationToken cancellationToken)
    {
        try
        {
            SendMessagesRequest request = new(contract.QueueName, bodies, delaySeconds);
            RequestRules.Check(request, limits);
            IReadOnlyList<string> ids = await service.SendMessagesAsync(request, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < bodies.Length; i++)
                _entries[_waiting[firstWaiting + i].Index] = new SendEntry(ids[i], null);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return e;
        }
    }

    private void Fail(int firstWaiting, int count, Exception? error)
    {
        if (error is null)
            return;
        for (int i = 0; i < count; i++)
            _entries[_waiting[firstWaiting + i].Index] = new SendEntry(null, error);
    }

    /// <summary>A message in the batch: whose entry it is, and where its body ends.</summary>
    private readonly record struct Waiting(int Index, int End);
}
