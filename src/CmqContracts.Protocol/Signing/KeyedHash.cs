using System.Security.Cryptography;

namespace CmqContracts.Protocol.Signing;

/// <summary>
/// The HMAC of a signature. Taking up a key costs as much as hashing a small request, so each thread keeps the key that it used last
/// ready: a client has one, and a server's requests mostly come from few.
/// </summary>
internal sealed class KeyedHash
{
    [ThreadStatic]
    private static KeyedHash? s_sha1;

    [ThreadStatic]
    private static KeyedHash? s_sha256;

    private readonly byte[] _key;
    private readonly IncrementalHash _hash;

    private KeyedHash(SignatureMethod method, ReadOnlySpan<byte> key)
    {
        _key = key.ToArray();
        _hash = IncrementalHash.CreateHMAC(method == SignatureMethod.HmacSHA256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1, key);
    }

    /// <summary>Hashes data with a key.</summary>
    /// <returns>The length of the hash.</returns>
    public static int Compute(SignatureMethod method, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        ref KeyedHash? ready = ref method == SignatureMethod.HmacSHA256 ? ref s_sha256 : ref s_sha1;
        if (ready is null || !key.SequenceEqual(ready._key))
        {
            ready?._hash.Dispose();
            ready = null;
            ready = new KeyedHash(method, key);
        }

        ready._hash.AppendData(data);
        return ready._hash.GetHashAndReset(destination);
    }
}
