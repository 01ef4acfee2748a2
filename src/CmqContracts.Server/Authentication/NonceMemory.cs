using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace CmqContracts.Server;

/// <summary>
/// Remembers which requests of each key were there already, as hashes. Each key has its own bounded memory, so that nobody makes the
/// server forget another's requests. When it is full, those with the oldest timestamp are forgotten, and from then on whatever is as
/// old as they were is refused: no request becomes new by being forgotten.
/// </summary>
internal sealed class NonceMemory(int capacity = 500_000)
{
    private readonly ConcurrentDictionary<string, OfKey> _keys = new(StringComparer.Ordinal);

    /// <summary>Notes a request that is told from others by its key, nonce and timestamp.</summary>
    /// <returns>Whether it is new.</returns>
    public bool TryAdd(CmqKey key, ReadOnlySpan<byte> nonce, long timestamp) => TryAdd(key, Hash((byte)'n', nonce, timestamp), timestamp);

    /// <summary>Notes a request that has no nonce: its signature tells it from others.</summary>
    /// <returns>Whether it is new.</returns>
    public bool TryAddSignature(CmqKey key, string signature, long timestamp) => TryAdd(key, Hash((byte)'s', Encoding.UTF8.GetBytes(signature), timestamp), timestamp);

    private bool TryAdd(CmqKey key, UInt128 request, long timestamp) =>
        _keys.GetOrAdd(key.SecretId, static (_, capacity) => new OfKey(capacity), capacity).TryAdd(request, timestamp);

    private static UInt128 Hash(byte kind, ReadOnlySpan<byte> text, long timestamp)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([kind]);
        hash.AppendData(BitConverter.GetBytes(timestamp));
        hash.AppendData(text);
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return new UInt128(BitConverter.ToUInt64(digest), BitConverter.ToUInt64(digest[8..]));
    }

    private sealed class OfKey(int capacity)
    {
        private readonly Lock _gate = new();
        private readonly HashSet<UInt128> _requests = [];
        private readonly PriorityQueue<UInt128, long> _oldest = new();
        private long? _forgotten;

        public bool TryAdd(UInt128 request, long timestamp)
        {
            lock (_gate)
            {
                if (timestamp <= _forgotten || !_requests.Add(request))
                    return false;
                _oldest.Enqueue(request, timestamp);
                if (_requests.Count > capacity)
                    ForgetOldest();
                return true;
            }
        }

        private void ForgetOldest()
        {
            _oldest.TryPeek(out _, out long oldest);
            while (_oldest.TryPeek(out UInt128 request, out long timestamp) && timestamp == oldest)
            {
                _oldest.Dequeue();
                _requests.Remove(request);
            }

            _forgotten = oldest;
        }
    }
}
