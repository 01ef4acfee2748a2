using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace CmqContracts.Server;

/// <summary>The keys in force, found by the bytes of their id without allocating. They can be replaced while the server runs.</summary>
internal sealed class KeyRing : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationToken _stopping;
    private readonly KeyLifetime _anonymous;
    private volatile FrozenDictionary<byte[], Entry> _keys = new Dictionary<byte[], Entry>().ToFrozenDictionary(BytesComparer.Instance);

    /// <param name="keys">The keys in force.</param>
    /// <param name="replays">Recognizes repeated requests; <see langword="null"/>: they are accepted.</param>
    /// <param name="stopping">Fires when the server stops.</param>
    public KeyRing(IReadOnlyList<CmqKey> keys, ReplayCache? replays = null, CancellationToken stopping = default)
    {
        Replays = replays;
        _stopping = stopping;
        _anonymous = new KeyLifetime(stopping);
        _keys = Index(keys);
        replays?.SetKeys(keys);
    }

    /// <summary>Recognizes repeated requests; <see langword="null"/>: they are accepted.</summary>
    public ReplayCache? Replays { get; }

    /// <summary>Refuses keys that cannot be in force together.</summary>
    /// <exception cref="ArgumentException">One is missing, or two have the same id.</exception>
    public static void Check(IReadOnlyList<CmqKey> keys)
    {
        HashSet<byte[]> ids = new(BytesComparer.Instance);
        foreach (CmqKey key in keys)
        {
            if (key is null)
                throw new ArgumentException("One of the keys is null; leave it out.");
            if (!ids.Add(key.Id))
                throw new ArgumentException($"The secret id '{key.SecretId}' is used by two keys; give every key its own.");
        }
    }

    /// <summary>Replaces all keys, for every new request, and ends the waits of requests whose key is no longer valid. If it throws, nothing is replaced.</summary>
    /// <exception cref="ArgumentException">One is missing, or two have the same id.</exception>
    public void Replace(IReadOnlyList<CmqKey> keys)
    {
        List<(KeyLifetime Lifetime, CmqError Refusal)> refused = [];
        lock (_gate)
        {
            FrozenDictionary<byte[], Entry> old = _keys;
            _keys = Index(keys);
            Replays?.SetKeys(keys);
            foreach (Entry entry in old.Values)
            {
                // An unchanged key keeps its lifetime. Only keys of full access have waits: the others cannot receive.
                if (ReferenceEquals(FindEntry(entry.Key.Id), entry))
                    continue;
                if (RefusalOf(entry.Key) is { } refusal)
                    refused.Add((entry.Lifetime, refusal));
                else
                    entry.Lifetime.Dispose();
            }
        }

        // Outside of the lock, because the waiting requests may continue on this thread, for any time.
        foreach ((KeyLifetime lifetime, CmqError refusal) in refused)
            lifetime.Refuse(refusal);
    }

    /// <summary>The accounts of the keys, disabled ones included.</summary>
    public IEnumerable<string> Accounts => _keys.Values.Select(static entry => entry.Key.Account);

    /// <summary>The key of an id, disabled ones included.</summary>
    public CmqKey? Find(ReadOnlySpan<byte> secretId) => FindEntry(secretId)?.Key;

    /// <summary>How long requests of a key may wait.</summary>
    /// <param name="key">The key that <see cref="Require"/> returned; <see langword="null"/>: the server accepts unsigned requests.</param>
    public KeyLifetime LifetimeOf(CmqKey? key)
    {
        if (key is null)
            return _anonymous;
        if (FindEntry(key.Id) is { } entry && (ReferenceEquals(entry.Key, key) || RefusalOf(key) is null))
            return entry.Lifetime;

        // It was replaced after the request was authenticated.
        KeyLifetime ended = new(_stopping);
        ended.Refuse(RefusalOf(key) ?? CmqErrors.AuthenticationFailed);
        return ended;
    }

    public void Dispose()
    {
        foreach (Entry entry in _keys.Values)
            entry.Lifetime.Dispose();
        _anonymous.Dispose();
    }

    /// <summary>The key of an id, which must be enabled.</summary>
    /// <param name="secretId">The id.</param>
    /// <param name="prefixed">Whether the id must begin with <c>AKID</c>.</param>
    /// <exception cref="CmqServiceException">There is no such key, or it is disabled.</exception>
    public CmqKey Require(ReadOnlySpan<byte> secretId, bool prefixed)
    {
        if (prefixed && !secretId.StartsWith("AKID"u8))
            throw new CmqServiceException(CmqErrors.SecretIdDoesNotBeginWithAkid);
        CmqKey key = Find(secretId) ?? throw new CmqServiceException(CmqErrors.SecretIdDoesNotExist);
        return key.IsEnabled ? key : throw new CmqServiceException(CmqErrors.SecretIdStatusError);
    }

    private Entry? FindEntry(ReadOnlySpan<byte> secretId) =>
        _keys.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(secretId, out Entry? entry) ? entry : null;

    /// <summary>Why requests of a key are refused now; <see langword="null"/>: they are not.</summary>
    private CmqError? RefusalOf(CmqKey key)
    {
        if (Find(key.Id) is not { } current)
            return CmqErrors.SecretIdDoesNotExist;
        if (!current.IsEnabled)
            return CmqErrors.SecretIdStatusError;
        if (!current.IsSignedLike(key))
            return CmqErrors.AuthenticationFailed;
        return current.Access == CmqKeyAccess.Full ? null : CmqErrors.NoCamAuthentication;
    }

    /// <summary>Unchanged keys keep their entry, so that their requests continue to wait.</summary>
    private FrozenDictionary<byte[], Entry> Index(IReadOnlyList<CmqKey> keys)
    {
        Check(keys);
        return keys.ToFrozenDictionary(
            static key => key.Id,
            key => FindEntry(key.Id) is { } current && current.Key.IsSameAs(key) ? current : new Entry(key, new KeyLifetime(_stopping)),
            BytesComparer.Instance);
    }

    private sealed record Entry(CmqKey Key, KeyLifetime Lifetime);

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
