using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>The keys in force, found by the bytes of their id without allocating. They can be replaced while requests come in.</summary>
internal sealed class KeyRing
{
    private volatile FrozenDictionary<byte[], CmqKey> _keys;

    public KeyRing(IReadOnlyList<CmqKey> keys) => _keys = Index(keys);

    /// <summary>Puts other keys in force for every request that comes from now on. When they cannot be, the old ones stay.</summary>
    /// <exception cref="ArgumentException">An id is there twice.</exception>
    public void Replace(IReadOnlyList<CmqKey> keys) => _keys = Index(keys);

    /// <summary>The accounts that have a key.</summary>
    public IReadOnlyCollection<string> Accounts => [.. _keys.Values.Select(static key => key.Account).Append(CmqKey.DefaultAccount).Distinct(StringComparer.Ordinal)];

    /// <summary>The key of an id, disabled ones included.</summary>
    public CmqKey? Find(ReadOnlySpan<byte> secretId) =>
        _keys.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(secretId, out CmqKey? key) ? key : null;

    /// <summary>The key of an id that may be used.</summary>
    /// <param name="secretId">The id.</param>
    /// <param name="prefixed">Whether the id must begin with <c>AKID</c>.</param>
    /// <exception cref="CmqException">There is none.</exception>
    public CmqKey Require(ReadOnlySpan<byte> secretId, bool prefixed)
    {
        if (prefixed && !secretId.StartsWith("AKID"u8))
            throw new CmqException(CmqErrors.SecretIdMalformed);
        CmqKey key = Find(secretId) ?? throw new CmqException(CmqErrors.SecretIdUnknown);
        return key.IsEnabled ? key : throw new CmqException(CmqErrors.SecretIdDisabled);
    }

    private static FrozenDictionary<byte[], CmqKey> Index(IReadOnlyList<CmqKey> keys)
    {
        Dictionary<byte[], CmqKey> index = new(BytesComparer.Instance);
        foreach (CmqKey key in keys)
        {
            if (!index.TryAdd(Encoding.UTF8.GetBytes(key.SecretId), key))
                throw new ArgumentException($"The secret id '{key.SecretId}' is there twice; give every key its own.");
        }

        return index.ToFrozenDictionary(BytesComparer.Instance);
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static BytesComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            HashCode hash = default;
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
