using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CmqContracts.Server;

/// <summary>
/// Remembers which requests of each key were there already, as hashes. Each key has its own bounded memory, an equal share where all would
/// be too much, so that nobody makes the server forget another's requests. When it is full, those with the oldest timestamp are forgotten, and from then on whatever is as
/// old as they were is refused: no request becomes new by being forgotten.
/// </summary>
/// <remarks>
/// <para>
/// The clock may have been ahead. As long as it shows less than it has shown, those furthest from it are forgotten first, and of what
/// was forgotten only the very timestamps are refused: what is signed now is taken though it is older.
/// </para>
/// <para>
/// A key is its id and its secret. What it had is dropped when it has been out of force for so long that all its requests are too old,
/// so that keys which change often leave nothing behind, and one that comes back before still refuses its repeats.
/// </para>
/// </remarks>
internal sealed class NonceMemory
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CmqKey, OfKey> _keys = new(SameSecret.Instance);
    private readonly Queue<(CmqKey Key, long LeftAt)> _left = [];
    private readonly TimeProvider _clock;
    private readonly TimeSpan _tolerance;
    private readonly int _capacity;
    private readonly long _total;

    /// <param name="clock">Source of time.</param>
    /// <param name="tolerance">How far timestamps may be from the clock, both ways.</param>
    /// <param name="capacity">How many requests of each key are remembered.</param>
    /// <param name="total">How many requests of all keys are remembered, each having an equal share.</param>
    public NonceMemory(TimeProvider clock, TimeSpan tolerance, int capacity = 500_000, long total = long.MaxValue)
    {
        _clock = clock;
        _tolerance = tolerance;
        _capacity = capacity;
        _total = total;
    }

    /// <summary>What tells a request from others. Those of different kinds are never the same request.</summary>
    public enum Kind : byte
    {
        V2Nonce,
        Api3Nonce,

        /// <summary>TC3 has no nonce; nobody but the key's owner can make a second signature.</summary>
        Tc3Signature,
    }

    /// <summary>The memory that a server needs; <see langword="null"/>: none.</summary>
    public static NonceMemory? For(CmqServerOptions options) =>
        options.RefuseRepeatedRequests
            ? new NonceMemory(
                options.TimeProvider,
                options.TimestampTolerance > CmqServerOptions.Api3TimestampTolerance ? options.TimestampTolerance : CmqServerOptions.Api3TimestampTolerance,
                total: CmqServerOptions.Memory / ShareOfMemory / BytesOfRequest)
            : null;

    private const int ShareOfMemory = 16;

    /// <summary>What the runtime takes for one that is remembered.</summary>
    private const int BytesOfRequest = 80;

    /// <summary>How many requests are remembered.</summary>
    public long Requests
    {
        get
        {
            lock (_gate)
                return _keys.Values.Sum(static part => (long)part.Count);
        }
    }

    private int Share => (int)Math.Min(_capacity, Math.Max(1, _total / Math.Max(1, _keys.Count)));

    /// <summary>How many keys something is kept for.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _keys.Count;
        }
    }

    /// <summary>Takes note of which keys are in force from now on.</summary>
    public void Keep(IReadOnlyList<CmqKey> keys)
    {
        lock (_gate)
        {
            DropOld();
            HashSet<CmqKey> inForce = new(keys, SameSecret.Instance);
            foreach ((CmqKey key, OfKey part) in _keys)
            {
                if (part.LeftAt is null && !inForce.Contains(key))
                    Leave(key, part);
            }

            foreach (CmqKey key in inForce)
                PartOf(key).LeftAt = null;

            long now = _clock.GetUtcNow().ToUnixTimeSeconds();
            foreach (OfKey part in _keys.Values)
                part.Keep(Share, now);
        }
    }

    /// <summary>Notes a request that is told from others by its key, its timestamp and this text.</summary>
    /// <returns>Whether it is new.</returns>
    public bool TryAdd(CmqKey key, Kind kind, ReadOnlySpan<byte> text, long timestamp)
    {
        OfKey? part;
        int share;
        lock (_gate)
        {
            DropOld();
            if (!_keys.TryGetValue(key, out part))
            {
                // It left after the request had found it.
                part = PartOf(key);
                Leave(key, part);
            }

            share = Share;
        }

        return part.TryAdd(Hash(kind, text, timestamp), timestamp, share, _clock.GetUtcNow().ToUnixTimeSeconds());
    }

    private OfKey PartOf(CmqKey key)
    {
        if (!_keys.TryGetValue(key, out OfKey? part))
            _keys.Add(key, part = new OfKey());
        return part;
    }

    private void Leave(CmqKey key, OfKey part)
    {
        long now = _clock.GetTimestamp();
        part.LeftAt = now;
        _left.Enqueue((key, now));
    }

    /// <summary>A request may be signed ahead by the tolerance, and count until the tolerance behind that.</summary>
    private void DropOld()
    {
        while (_left.TryPeek(out (CmqKey Key, long LeftAt) oldest) && _clock.GetElapsedTime(oldest.LeftAt) - _tolerance > _tolerance)
        {
            _left.Dequeue();
            if (_keys.TryGetValue(oldest.Key, out OfKey? part) && part.LeftAt == oldest.LeftAt)
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

    private sealed class OfKey
    {
        private readonly Lock _gate = new();
        private readonly SortedSet<(long Timestamp, UInt128 Request)> _requests = [];
        private readonly ForgottenTimestamps _forgotten = new();
        private long? _newestForgotten;
        private long _latest = long.MinValue;

        /// <summary>When the key left, as the clock's <see cref="TimeProvider.GetTimestamp"/>; <see langword="null"/>: it is in force. Guarded by the memory's gate.</summary>
        public long? LeftAt { get; set; }

        public int Count
        {
            get
            {
                lock (_gate)
                    return _requests.Count;
            }
        }

        /// <summary>Forgets what is more than a share.</summary>
        public void Keep(int share, long now)
        {
            lock (_gate)
            {
                _latest = Math.Max(_latest, now);
                while (_requests.Count > share)
                    ForgetSome(now);
            }
        }

        public bool TryAdd(UInt128 request, long timestamp, int share, long now)
        {
            lock (_gate)
            {
                _latest = Math.Max(_latest, now);
                if (now < _newestForgotten)
                    _newestForgotten = null;
                if (timestamp <= _newestForgotten || _forgotten.Contains(timestamp) || !_requests.Add((timestamp, request)))
                    return false;
                while (_requests.Count > share)
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

    private sealed class SameSecret : IEqualityComparer<CmqKey>
    {
        public static SameSecret Instance { get; } = new();

        public bool Equals(CmqKey? x, CmqKey? y) => x is not null && y is not null && x.SecretId == y.SecretId && x.SecretKey.AsSpan().SequenceEqual(y.SecretKey);

        public int GetHashCode([DisallowNull] CmqKey obj) => obj.SecretId.GetHashCode(StringComparison.Ordinal);
    }
}
