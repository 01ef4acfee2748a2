using System.Data.Common;

namespace CmqContracts;

/// <summary>Keys in the memory of this process.</summary>
internal sealed class MemoryDeduplicationStore : IDeduplicationStore
{
    private readonly KeyedLocks _locks = new();
    private readonly Dictionary<string, QueueKeys> _queues = new(StringComparer.OrdinalIgnoreCase);

    public async Task<IDeduplicationTransaction?> TryBeginAsync(DeduplicationRequest request, CancellationToken cancellationToken)
    {
        // No queue's name has a line break in it.
        IDisposable held = await _locks.TakeAsync($"{request.QueueName.ToUpperInvariant()}\n{request.Key}", request.Loops, cancellationToken).ConfigureAwait(false);
        lock (_queues)
        {
            if (!KeysOf(request.QueueName).Handled.ContainsKey(request.Key))
                return new Handling(this, request, held);
        }

        held.Dispose();
        return null;
    }

    public Task ForgetAsync(string queueName, DateTimeOffset producedFrom, CancellationToken cancellationToken = default)
    {
        long from = producedFrom.ToUnixTimeSeconds();
        lock (_queues)
        {
            QueueKeys keys = KeysOf(queueName);
            foreach ((string key, DeduplicationRequest handled) in keys.Handled)
            {
                if (handled.ProducedAt.ToUnixTimeSeconds() >= from)
                    keys.Handled.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    public Task<int> ExpireAsync(string queueName, DateTimeOffset handledBefore, int most, CancellationToken cancellationToken = default)
    {
        int deleted = 0;
        lock (_queues)
        {
            QueueKeys keys = KeysOf(queueName);
            while (deleted < most && keys.Oldest.TryPeek(out DeduplicationRequest? oldest, out DateTimeOffset handledAt) && handledAt < handledBefore)
            {
                keys.Oldest.Dequeue();

                // One that was forgotten may have been handled again since.
                if (keys.Handled.TryGetValue(oldest.Key, out DeduplicationRequest? handled) && ReferenceEquals(handled, oldest))
                {
                    keys.Handled.Remove(oldest.Key);
                    deleted++;
                }
            }
        }

        return Task.FromResult(deleted);
    }

    private QueueKeys KeysOf(string queueName)
    {
        if (!_queues.TryGetValue(queueName, out QueueKeys? keys))
            _queues.Add(queueName, keys = new QueueKeys());
        return keys;
    }

    private void Add(DeduplicationRequest request)
    {
        lock (_queues)
        {
            QueueKeys keys = KeysOf(request.QueueName);
            keys.Handled[request.Key] = request;
            keys.Oldest.Enqueue(request, request.HandledAt);
        }
    }

    private sealed class QueueKeys
    {
        public Dictionary<string, DeduplicationRequest> Handled { get; } = new(StringComparer.Ordinal);

        public PriorityQueue<DeduplicationRequest, DateTimeOffset> Oldest { get; } = new();
    }

    private sealed class Handling(MemoryDeduplicationStore store, DeduplicationRequest request, IDisposable held) : IDeduplicationTransaction
    {
        public DbTransaction? Transaction => null;

        public Task CommitAsync(CancellationToken cancellationToken)
        {
            store.Add(request);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            held.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
