using System.Security.Cryptography;
using System.Text;

namespace CmqContracts.Server;

/// <summary>A key pair that may sign requests, and the account whose queues it reaches.</summary>
public sealed class CmqKey
{
    internal const string DefaultAccount = "default";

    private readonly byte[]? _token;

    /// <summary>The id, sent along with requests.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public required string SecretId
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value, nameof(SecretId));
            field = value;
            Id = Encoding.UTF8.GetBytes(value);
        }
    }

    /// <summary>The key that signs, never sent. It cannot be read from here.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public required string SecretKey
    {
        internal get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value, nameof(SecretKey));
            field = value;
            SigningKey = Encoding.UTF8.GetBytes(value);
        }
    }

    /// <summary>The account whose queues the key reaches; keys with the same account share queues. <c>default</c> unless set.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string Account
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value, nameof(Account));
            field = value;
        }
    } = DefaultAccount;

    /// <summary>The token of a temporary key, which requests must carry; <see langword="null"/> or empty: none is needed. It cannot be read from here.</summary>
    public string? Token
    {
        internal get;
        init
        {
            field = value;
            _token = string.IsNullOrEmpty(value) ? null : Encoding.UTF8.GetBytes(value);
        }
    }

    /// <summary>Whether the key may be used; yes unless set.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>What the key may do; everything unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the values.</exception>
    public CmqKeyAccess Access
    {
        get;
        init
        {
            if (value is not (CmqKeyAccess.Full or CmqKeyAccess.Inspect or CmqKeyAccess.ReadOnly))
                throw new ArgumentOutOfRangeException(nameof(Access), value, $"The access must be {nameof(CmqKeyAccess.Full)}, {nameof(CmqKeyAccess.Inspect)} or {nameof(CmqKeyAccess.ReadOnly)}.");
            field = value;
        }
    }

    /// <summary>Whether requests must carry the key's token.</summary>
    internal bool NeedsToken => _token is not null;

    /// <summary>The secret id in UTF-8.</summary>
    internal byte[] Id { get; private init; } = [];

    /// <summary>The secret key in UTF-8, as signatures take it.</summary>
    internal byte[] SigningKey { get; private init; } = [];

    /// <summary>What must never be logged.</summary>
    internal IEnumerable<byte[]> Secrets => _token is null ? [SigningKey] : [SigningKey, _token];

    /// <summary>The key's id, and nothing secret.</summary>
    public override string ToString() => SecretId;

    /// <summary>Whether a request with this token is accepted. It is compared in constant time; a key without a token accepts any.</summary>
    internal bool AcceptsToken(ReadOnlySpan<byte> given) => _token is null || CryptographicOperations.FixedTimeEquals(_token, given);

    /// <summary>Whether a text has the secret key or the token in it.</summary>
    internal bool HasSecretIn(ReadOnlySpan<byte> text) => text.IndexOf(SigningKey) >= 0 || (_token is not null && text.IndexOf(_token) >= 0);

    /// <inheritdoc cref="HasSecretIn(ReadOnlySpan{byte})"/>
    internal bool HasSecretIn(string text) => HasSecretIn(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether the key may do what needs this access.</summary>
    internal bool Permits(CmqKeyAccess needed) => Access switch
    {
        CmqKeyAccess.Full => true,
        CmqKeyAccess.Inspect => needed is CmqKeyAccess.Inspect or CmqKeyAccess.ReadOnly,
        _ => needed == CmqKeyAccess.ReadOnly,
    };

    /// <summary>Whether another key of the same id grants the same rights.</summary>
    internal bool IsSameAs(CmqKey other) => IsEnabled == other.IsEnabled && Access == other.Access && IsSignedLike(other);

    /// <summary>Whether the signatures of another key of the same id are valid for this one, and for the same account.</summary>
    internal bool IsSignedLike(CmqKey other) =>
        Account == other.Account && SigningKey.AsSpan().SequenceEqual(other.SigningKey) && NeedsToken == other.NeedsToken && _token.AsSpan().SequenceEqual(other._token);
}
