using System.Security.Cryptography;

namespace CmqContracts.Server;

/// <summary>
/// Remembers which requests were there already, for as long as their timestamps are accepted: as hashes, in two generations, so
/// that forgetting is free. When a generation is full it ends early, so memory stays bounded and the oldest are forgotten first.
/// </summary>
internal sealed class NonceMemory(TimeSpan tolerance, TimeProvider time, int generationSize = 500_000)
{
    private readonly Lock _gate = new();

    // A timestamp may lie ahead by the tolerance, so a request is acceptable for twice as long.
    private readonly TimeSpan _generationTime = 2 * tolerance;
    private HashSet<UInt128> _current = [];
    private HashSet<UInt128> _previous = [];
    private DateTimeOffset _generationEnd = time.GetUtcNow() + (2 * tolerance);

    /// <summary>Notes a request.</summary>
    /// <returns>Whether it is new.</returns>
    public bool TryAdd(ReadOnlySpan<byte> secretId, ReadOnlySpan<byte> nonce, long timestamp)
    {
        UInt128 key = Hash(secretId, nonce, timestamp);
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (now >= _generationEnd || _current.Count >= generationSize)
            {
                bool idle = now >= _generationEnd + _generationTime;
                (_previous, _current) = (idle ? [] : _current, []);
                _generationEnd = now + _generationTime;
            }

            return !_previous.Contains(key) && _current.Add(key);
        }
    }

    private static UInt128 Hash(ReadOnlySpan<byte> secretId, ReadOnlySpan<byte> nonce, long timestamp)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(timestamp));
        hash.AppendData(BitConverter.GetBytes(secretId.Length));
        hash.AppendData(secretId);
        hash.AppendData(nonce);
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return new UInt128(BitConverter.ToUInt64(digest), BitConverter.ToUInt64(digest[8..]));
    }
}
