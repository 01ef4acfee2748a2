using System.Security.Cryptography;

namespace CmqContracts.Protocol.Signing;

/// <summary>
/// The HMAC of a signature. Preparing a key costs as much as hashing a small request, so each thread keeps the one that it used last
/// prepared: a client has one key, and a server's requests mostly come with few.
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
        ref KeyedHash? prepared = ref method == SignatureMethod.HmacSHA256 ? ref s_sha256 : ref s_sha1;
        if (prepared is null || !key.SequenceEqual(prepared._key))
        {
            prepared?._hash.Dispose();
            prepared = null;
            prepared = new KeyedHash(method, key);
        }

        prepared._hash.AppendData(data);
        return prepared._hash.GetHashAndReset(destination);
    }
}
