using System.Security.Cryptography;
using System.Text;

namespace CmqContracts.Server;

/// <summary>A key pair that may sign requests, and the account whose queues it reaches.</summary>
/// <param name="secretId">The id, sent along with requests.</param>
/// <param name="secretKey">The key, never sent.</param>
/// <param name="account">The account; keys with the same account share queues.</param>
/// <param name="token">The token of a temporary key, sent along with requests; <see langword="null"/>: none is needed.</param>
public sealed class CmqKey(string secretId, string secretKey, string account = CmqKey.DefaultAccount, string? token = null)
{
    internal const string DefaultAccount = "default";

    private readonly byte[]? _token = string.IsNullOrEmpty(token) ? null : Encoding.UTF8.GetBytes(token);

    /// <summary>The id, sent along with requests.</summary>
    public string SecretId { get; } = NotEmpty(secretId, nameof(secretId));

    /// <summary>The account whose queues the key reaches.</summary>
    public string Account { get; } = NotEmpty(account, nameof(account));

    /// <summary>Whether the key may be used; yes unless set.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Whether the key may only use actions that change nothing, which list queues, topics and subscriptions or return their attributes; no unless set. A receive makes messages invisible, so such a key may not receive.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether requests must carry the key's token.</summary>
    public bool NeedsToken => _token is not null;

    internal byte[] Id { get; } = Encoding.UTF8.GetBytes(secretId);

    internal byte[] SecretKey { get; } = Encoding.UTF8.GetBytes(NotEmpty(secretKey, nameof(secretKey)));

    /// <summary>What must never be logged.</summary>
    internal IEnumerable<byte[]> Secrets => _token is null ? [SecretKey] : [SecretKey, _token];

    /// <summary>The key's id, and nothing secret.</summary>
    public override string ToString() => SecretId;

    /// <summary>Whether a request with this token is accepted. It is compared in constant time; a key without a token accepts any.</summary>
    internal bool AcceptsToken(ReadOnlySpan<byte> given) => _token is null || CryptographicOperations.FixedTimeEquals(_token, given);

    /// <summary>Whether the key may use an action.</summary>
    internal bool Permits(ActionInfo action) => !IsReadOnly || action.Effect == ActionEffect.Reads;

    /// <summary>Whether another key of the same id grants the same rights.</summary>
    internal bool IsSameAs(CmqKey other) => IsEnabled == other.IsEnabled && IsReadOnly == other.IsReadOnly && IsSignedLike(other);

    /// <summary>Whether the signatures of another key of the same id are valid for this one, and for the same account.</summary>
    internal bool IsSignedLike(CmqKey other) =>
        Account == other.Account && SecretKey.AsSpan().SequenceEqual(other.SecretKey) && NeedsToken == other.NeedsToken && _token.AsSpan().SequenceEqual(other._token);

    private static string NotEmpty(string value, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, name);
        return value;
    }
}
