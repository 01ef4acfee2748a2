using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CmqContracts.Server;

/// <summary>
/// Remembers the requests of each key, as hashes, to recognize repeats. Each key has a quota of its own, so that no client evicts the requests of
/// another; the quotas are equal shares of the total when it does not suffice for all keys. When a key exceeds its quota, its requests with the oldest
/// timestamp are evicted, and from then on its requests with that timestamp or an older one are refused, because they may be repeats.
/// </summary>
/// <remarks>
/// <para>
/// The clock may have been ahead. While it is behind its highest time, the requests with the timestamps furthest from its time are evicted first, and
/// only requests with exactly these timestamps are refused, so that requests signed with the correct time are accepted.
/// </para>
/// <para>
/// Keys are equal if both id and secret are. The requests of a removed key are kept until their timestamps are too old to be accepted: until then, a
/// key that is added again still refuses its repeats. Afterwards they use no memory.
/// </para>
/// </remarks>
internal sealed class ReplayCache
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CmqKey, KeyRequests> _keys = new(SameSecret.Instance);
    private readonly Queue<(CmqKey Key, long RemovedAt)> _removed = [];
    private readonly TimeProvider _clock;
    private readonly TimeSpan _tolerance;
    private readonly int _capacity;
    private readonly long _total;

    /// <param name="clock">Source of time.</param>
    /// <param name="tolerance">How far timestamps may be from the clock's time, both ways.</param>
    /// <param name="capacity">How many requests of each key are remembered.</param>
    /// <param name="total">How many requests of all keys are remembered, each having an equal share.</param>
    public ReplayCache(TimeProvider clock, TimeSpan tolerance, int capacity = 500_000, long total = long.MaxValue)
    {
        _clock = clock;
        _tolerance = tolerance;
        _capacity = capacity;
        _total = total;
    }

    /// <summary>What identifies a request, besides its timestamp. Requests of different kinds are never the same.</summary>
    public enum Kind : byte
    {
        V2Nonce,
        Api3Nonce,

        /// <summary>TC3 has no nonce. Only the owner of the key can create another signature.</summary>
        Tc3Signature,
    }

    /// <summary>The cache for a server; <see langword="null"/>: the server accepts repeats.</summary>
    public static ReplayCache? For(CmqServerOptions options) =>
        options.RefuseRepeatedRequests
            ? new ReplayCache(
                options.TimeProvider,
                options.TimestampTolerance > CmqServerOptions.Api3TimestampTolerance ? options.TimestampTolerance : CmqServerOptions.Api3TimestampTolerance,
                total: CmqServerOptions.Memory / ShareOfMemory / BytesOfRequest)
            : null;

    private const int ShareOfMemory = 16;

    /// <summary>About how many bytes a remembered request takes.</summary>
    private const int BytesOfRequest = 80;

    /// <summary>How many requests are remembered.</summary>
    public long Requests
    {
        get
        {
            lock (_gate)
                return _keys.Values.Sum(static requests => (long)requests.Count);
        }
    }

    private int Share => (int)Math.Min(_capacity, Math.Max(1, _total / Math.Max(1, _keys.Count)));

    /// <summary>How many keys are in force or have remembered requests.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _keys.Count;
        }
    }

    /// <summary>Sets which keys are in force from now on.</summary>
    public void SetKeys(IReadOnlyList<CmqKey> keys)
    {
        lock (_gate)
        {
            RemoveExpired();
            HashSet<CmqKey> inForce = new(keys, SameSecret.Instance);
            foreach ((CmqKey key, KeyRequests requests) in _keys)
            {
                if (requests.RemovedAt is null && !inForce.Contains(key))
                    Remove(key, requests);
            }

            foreach (CmqKey key in inForce)
                RequestsOf(key).RemovedAt = null;

            long now = _clock.GetUtcNow().ToUnixTimeSeconds();
            foreach (KeyRequests requests in _keys.Values)
                requests.Trim(Share, now);
        }
    }

    /// <summary>Remembers a request, which its key, its timestamp and a text identify.</summary>
    /// <returns>Whether it is new.</returns>
    public bool TryAdd(CmqKey key, Kind kind, ReadOnlySpan<byte> text, long timestamp)
    {
        KeyRequests? requests;
        int share;
        lock (_gate)
        {
            RemoveExpired();
            if (!_keys.TryGetValue(key, out requests))
            {
                // The key was removed while its request was being authenticated.
                requests = RequestsOf(key);
                Remove(key, requests);
            }

            share = Share;
        }

        return requests.TryAdd(Hash(kind, text, timestamp), timestamp, share, _clock.GetUtcNow().ToUnixTimeSeconds());
    }

    private KeyRequests RequestsOf(CmqKey key)
    {
        if (!_keys.TryGetValue(key, out KeyRequests? requests))
            _keys.Add(key, requests = new KeyRequests());
        return requests;
    }

    private void Remove(CmqKey key, KeyRequests requests)
    {
        long now = _clock.GetTimestamp();
        requests.RemovedAt = now;
        _removed.Enqueue((key, now));
    }

    /// <summary>A request may be signed for a time that is the tolerance ahead, and is accepted until the tolerance after that time.</summary>
    private void RemoveExpired()
    {
        while (_removed.TryPeek(out (CmqKey Key, long RemovedAt) oldest) && _clock.GetElapsedTime(oldest.RemovedAt) - _tolerance > _tolerance)
        {
            _removed.Dequeue();
            if (_keys.TryGetValue(oldest.Key, out KeyRequests? requests) && requests.RemovedAt == oldest.RemovedAt)
                _keys.Remove(oldest.Key);
        }
    }

    private static UInt128 Hash(Kind kind, ReadOnlySpan<byte> text, long timestamp)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([(byte)kind]);
        hash.AppendData(BitConverter.GetBytes(timestamp));
        hash.AppendData(text);
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return new UInt128(BitConverter.ToUInt64(digest), BitConverter.ToUInt64(digest[8..]));
    }

    private sealed class KeyRequests
    {
        private readonly Lock _gate = new();
        private readonly SortedSet<(long Timestamp, UInt128 Request)> _requests = [];
        private readonly EvictedTimestamps _evicted = new();
        private long? _newestEvicted;
        private long _latest = long.MinValue;

        /// <summary>When the key was removed, by <see cref="TimeProvider.GetTimestamp"/>; <see langword="null"/>: it is in force. Guarded by the cache's gate.</summary>
        public long? RemovedAt { get; set; }

        public int Count
        {
            get
            {
                lock (_gate)
                    return _requests.Count;
            }
        }

        /// <summary>Evicts requests until no more than a share are left.</summary>
        public void Trim(int share, long now)
        {
            lock (_gate)
            {
                _latest = Math.Max(_latest, now);
                while (_requests.Count > share)
                    EvictSome(now);
            }
        }

        public bool TryAdd(UInt128 request, long timestamp, int share, long now)
        {
            lock (_gate)
            {
                _latest = Math.Max(_latest, now);
                if (now < _newestEvicted)
                    _newestEvicted = null;
                if (timestamp <= _newestEvicted || _evicted.Contains(timestamp) || !_requests.Add((timestamp, request)))
                    return false;
                while (_requests.Count > share)
                    EvictSome(now);
                return true;
            }
        }

        private void EvictSome(long now)
        {
            (long oldest, long newest) = (_requests.Min.Timestamp, _requests.Max.Timestamp);
            if (now < _latest && (Int128)newest - now > (Int128)now - oldest)
            {
                while (_requests.Max is var last && last.Timestamp == newest && _requests.Remove(last))
                    continue;
                _evicted.Add(newest);
                return;
            }

            while (_requests.Min is var first && first.Timestamp == oldest && _requests.Remove(first))
                continue;
            _evicted.Add(oldest);
            _newestEvicted = oldest;
        }
    }

    private sealed class SameSecret : IEqualityComparer<CmqKey>
    {
        public static SameSecret Instance { get; } = new();

        public bool Equals(CmqKey? x, CmqKey? y) => x is not null && y is not null && x.SecretId == y.SecretId && x.SigningKey.AsSpan().SequenceEqual(y.SigningKey);

        public int GetHashCode([DisallowNull] CmqKey obj) => obj.SecretId.GetHashCode(StringComparison.Ordinal);
    }
}
