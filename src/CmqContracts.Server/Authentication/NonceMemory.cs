using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace CmqContracts.Server;

/// <summary>
/// Remembers which requests of each key were there already, as hashes. Each key has its own bounded memory, so that nobody makes the
/// server forget another's requests. When it is full, those with the oldest timestamp are forgotten, and from then on whatever is as
/// old as they were is refused: no request becomes new by being forgotten.
/// </summary>
/// <remarks>
/// The clock may have been ahead. As long as it shows less than it has shown, those furthest from it are forgotten first, and of what
/// was forgotten only the very timestamps are refused: what is signed now is taken though it is older.
/// </remarks>
internal sealed class NonceMemory(TimeProvider clock, int capacity = 500_000)
{
    private readonly ConcurrentDictionary<string, OfKey> _keys = new(StringComparer.Ordinal);

    /// <summary>Notes a request that is told from others by its key, nonce and timestamp.</summary>
    /// <returns>Whether it is new.</returns>
    public bool TryAdd(CmqKey key, ReadOnlySpan<byte> nonce, long timestamp) => TryAdd(key, Hash((byte)'n', nonce, timestamp), timestamp);

    /// <summary>Notes a request that has no nonce: its signature tells it from others.</summary>
    /// <returns>Whether it is new.</returns>
    public bool TryAddSignature(CmqKey key, string signature, long timestamp) => TryAdd(key, Hash((byte)'s', Encoding.UTF8.GetBytes(signature), timestamp), timestamp);

    private bool TryAdd(CmqKey key, UInt128 request, long timestamp) =>
        _keys.GetOrAdd(key.SecretId, static (_, capacity) => new OfKey(capacity), capacity).TryAdd(request, timestamp, clock.GetUtcNow().ToUnixTimeSeconds());

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
        private readonly SortedSet<(long Timestamp, UInt128 Request)> _requests = [];
        private readonly ForgottenTimestamps _forgotten = new();
        private long? _newestForgotten;
        private long _latest = long.MinValue;

        public bool TryAdd(UInt128 request, long timestamp, long now)
        {
            lock (_gate)
            {
                _latest = Math.Max(_latest, now);
                if (now < _newestForgotten)
                    _newestForgotten = null;
                if (timestamp <= _newestForgotten || _forgotten.Contains(timestamp) || !_requests.Add((timestamp, request)))
                    return false;
                if (_requests.Count > capacity)
                    ForgetSome(now);
                return true;
            }
        }

        private void ForgetSome(long now)
        {
            (long oldest, long newest) = (_requests.Min.Timestamp, _requests.Max.Timestamp);
            if (now < _latest && (Int128)newest - now > (Int128)now - oldest)
            {
                while (_requests.Max is var last && last.Timestamp == newest && _requests.Remove(last))
                    continue;
                _forgotten.Add(newest);
                return;
            }

            while (_requests.Min is var first && first.Timestamp == oldest && _requests.Remove(first))
                continue;
            _forgotten.Add(oldest);
            _newestForgotten = oldest;
        }
    }
}
