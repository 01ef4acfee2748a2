using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace CmqContracts.Server;

/// <summary>Checks what somebody signs in with. Secrets are compared in constant time, and attempts are few.</summary>
internal sealed class SignIn : IDisposable
{
    private const int AttemptsOfAddress = 10;
    private const int AttemptsInAll = 100;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly KeyRing? _keys;
    private readonly byte[]? _token;
    private readonly PartitionedRateLimiter<IPAddress> _attempts;

    /// <param name="keys">The keys that may sign in; <see langword="null"/>: none.</param>
    /// <param name="token">The operator's token; <see langword="null"/>: there is none.</param>
    public SignIn(KeyRing? keys, string? token)
    {
        _keys = keys;
        _token = token is null ? null : Encoding.UTF8.GetBytes(token);
        _attempts = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<IPAddress, string>(static address => RateLimitPartition.GetFixedWindowLimiter(NetworkOf(address), static _ => Limit(AttemptsOfAddress))),
            PartitionedRateLimiter.Create<IPAddress, string>(static _ => RateLimitPartition.GetFixedWindowLimiter("", static _ => Limit(AttemptsInAll))));
    }

    /// <summary>Whether key pairs can sign in.</summary>
    public bool HasKeys => _keys is not null;

    /// <summary>Whether a token can.</summary>
    public bool HasToken => _token is not null;

    /// <summary>Counts an attempt.</summary>
    /// <returns>Whether it may be made.</returns>
    public bool TryAttempt(IPAddress? address)
    {
        using RateLimitLease lease = _attempts.AttemptAcquire(address ?? IPAddress.None);
        return lease.IsAcquired;
    }

    /// <summary>An operator's session; <see langword="null"/>: that is not the token.</summary>
    public ConsoleSession? WithToken(string token) =>
        _token is not null && AreEqual(_token, Encoding.UTF8.GetBytes(token)) ? new ConsoleSession("operator", null, CmqKeyAccess.Full) { HasSignedIn = true } : null;

    /// <summary>A session with the account and the access of a key; <see langword="null"/>: there is no such pair in force.</summary>
    /// <param name="secretId">The key's id.</param>
    /// <param name="secretKey">The key.</param>
    /// <param name="token">The token of a temporary key.</param>
    public ConsoleSession? WithKey(string secretId, string secretKey, string? token)
    {
        CmqKey? key = _keys?.Find(Encoding.UTF8.GetBytes(secretId));

        // An unknown id takes as long as a wrong key.
        bool isKey = AreEqual(key?.SigningKey ?? [0], Encoding.UTF8.GetBytes(secretKey));
        return isKey && key is { IsEnabled: true } && key.AcceptsToken(Encoding.UTF8.GetBytes(token ?? "")) ? new ConsoleSession(key.SecretId, key.Account, key.Access) { Key = key, HasSignedIn = true } : null;
    }

    public void Dispose() => _attempts.Dispose();

    /// <summary>Equal or not, whatever their lengths, in a time that tells neither.</summary>
    private static bool AreEqual(byte[] x, byte[] y) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(x), SHA256.HashData(y));

    /// <summary>The network that an attacker has: of IPv6 a whole one of 64 bits.</summary>
    private static string NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private static FixedWindowRateLimiterOptions Limit(int attempts) => new() { PermitLimit = attempts, Window = Window, QueueLimit = 0 };
}
