using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>The keys in force, found by the bytes of their id without allocating. They can be replaced while requests come in.</summary>
internal sealed class KeyRing : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationToken _stopping;
    private readonly KeyTerm _open;
    private volatile FrozenDictionary<byte[], Entry> _keys = new Dictionary<byte[], Entry>().ToFrozenDictionary(BytesComparer.Instance);

    /// <param name="keys">The keys in force.</param>
    /// <param name="memory">What remembers the requests of each key; <see langword="null"/>: nothing.</param>
    /// <param name="stopping">Fires when the server stops.</param>
    public KeyRing(IReadOnlyList<CmqKey> keys, NonceMemory? memory = null, CancellationToken stopping = default)
    {
        Memory = memory;
        _stopping = stopping;
        _open = new KeyTerm(stopping);
        _keys = Index(keys);
        memory?.Keep(keys);
    }

    /// <summary>Which requests of the keys were there already; <see langword="null"/>: they may come again.</summary>
    public NonceMemory? Memory { get; }

    /// <summary>Puts other keys in force for every request that comes from now on, and ends what waits for a key that is no longer among them. When they cannot be, the old ones stay.</summary>
    /// <exception cref="ArgumentException">An id is there twice.</exception>
    public void Replace(IReadOnlyList<CmqKey> keys)
    {
        List<(KeyTerm Term, CmqError Refusal)> refused = [];
        lock (_gate)
        {
            FrozenDictionary<byte[], Entry> old = _keys;
            _keys = Index(keys);
            Memory?.Keep(keys);
            foreach (Entry entry in old.Values)
            {
                // A key that is as before goes on. One that may do more now is waited for by nobody: it could not receive.
                if (ReferenceEquals(FindEntry(entry.Key.Id), entry))
                    continue;
                if (RefusalOf(entry.Key) is { } refusal)
                    refused.Add((entry.Term, refusal));
                else
                    entry.Term.Dispose();
            }
        }

        // What waits for a key may go on on this thread, with work of any length.
        foreach ((KeyTerm term, CmqError refusal) in refused)
            term.Refuse(refusal);
    }

    /// <summary>The accounts that have a key.</summary>
    public IReadOnlyCollection<string> Accounts => [.. _keys.Values.Select(static entry => entry.Key.Account).Append(CmqKey.DefaultAccount).Distinct(StringComparer.Ordinal)];

    /// <summary>The key of an id, disabled ones included.</summary>
    public CmqKey? Find(ReadOnlySpan<byte> secretId) => FindEntry(secretId)?.Key;

    /// <summary>How long requests that a key has signed may wait.</summary>
    /// <param name="key">The key, as <see cref="Require"/> gave it; <see langword="null"/>: none is needed.</param>
    public KeyTerm TermOf(CmqKey? key)
    {
        if (key is null)
            return _open;
        if (FindEntry(key.Id) is { } entry && (ReferenceEquals(entry.Key, key) || RefusalOf(key) is null))
            return entry.Term;

        // It was replaced since the request was admitted.
        KeyTerm ended = new(_stopping);
        ended.Refuse(RefusalOf(key) ?? CmqErrors.AuthenticationFailed);
        return ended;
    }

    public void Dispose()
    {
        foreach (Entry entry in _keys.Values)
            entry.Term.Dispose();
        _open.Dispose();
    }

    /// <summary>The key of an id that may be used.</summary>
    /// <param name="secretId">The id.</param>
    /// <param name="prefixed">Whether the id must begin with <c>AKID</c>.</param>
    /// <exception cref="CmqServiceException">There is none.</exception>
    public CmqKey Require(ReadOnlySpan<byte> secretId, bool prefixed)
    {
        if (prefixed && !secretId.StartsWith("AKID"u8))
            throw new CmqServiceException(CmqErrors.SecretIdMalformed);
        CmqKey key = Find(secretId) ?? throw new CmqServiceException(CmqErrors.SecretIdUnknown);
        return key.IsEnabled ? key : throw new CmqServiceException(CmqErrors.SecretIdDisabled);
    }

    private Entry? FindEntry(ReadOnlySpan<byte> secretId) =>
        _keys.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(secretId, out Entry? entry) ? entry : null;

    /// <summary>What a request is told that a key has signed which may no longer be in force; <see langword="null"/>: it is.</summary>
    private CmqError? RefusalOf(CmqKey key)
    {
        if (Find(key.Id) is not { } current)
            return CmqErrors.SecretIdUnknown;
        if (!current.IsEnabled)
            return CmqErrors.SecretIdDisabled;
        if (!current.IsSignedLike(key))
            return CmqErrors.AuthenticationFailed;
        return current.IsReadOnly ? CmqErrors.NotPermitted : null;
    }

    /// <summary>A key that says what it said before stays the same one, and its requests go on waiting.</summary>
    private FrozenDictionary<byte[], Entry> Index(IReadOnlyList<CmqKey> keys)
    {
        HashSet<byte[]> ids = new(BytesComparer.Instance);
        foreach (CmqKey key in keys)
        {
            if (!ids.Add(key.Id))
                throw new ArgumentException($"The secret id '{key.SecretId}' is there twice; give every key its own.");
        }

        return keys.ToFrozenDictionary(
            static key => key.Id,
            key => FindEntry(key.Id) is { } current && current.Key.IsSameAs(key) ? current : new Entry(key, new KeyTerm(_stopping)),
            BytesComparer.Instance);
    }

    private sealed record Entry(CmqKey Key, KeyTerm Term);

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
