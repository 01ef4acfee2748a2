using System.Collections.Frozen;
using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Finds out whose request it is: common parameters first, then key, signature and time.</summary>
internal sealed class Authenticator(IReadOnlyList<CmqKey> keys, TimeSpan tolerance, TimeProvider time)
{
    private static readonly string[] Required = ["SecretId", "Signature", "Timestamp", "Nonce"];

    private readonly FrozenDictionary<string, CmqKey> _keys = keys.ToFrozenDictionary(key => key.SecretId, StringComparer.Ordinal);

    /// <summary>The account of a request.</summary>
    /// <exception cref="CmqException">A parameter is missing, the key is unknown, or the signature is not the request's.</exception>
    public string Authenticate(V2RequestLine request, V2Parameters parameters)
    {
        foreach (string name in Required)
        {
            if (parameters.OptionalBytes(name) is not { Length: > 0 })
                throw new CmqException(CmqErrors.Missing(name));
        }

        CmqKey key = FindKey(parameters.OptionalBytes("SecretId")!.Value.Span) ?? throw new CmqException(CmqErrors.SecretIdUnknown);
        if (!V2Signature.Verify(request, parameters, key.SecretKey))
            throw new CmqException(CmqErrors.AuthenticationFailed);

        long timestamp = parameters.RequireNumber("Timestamp");
        if (tolerance > TimeSpan.Zero && Math.Abs((decimal)timestamp - time.GetUtcNow().ToUnixTimeSeconds()) > (decimal)tolerance.TotalSeconds)
            throw new CmqException(CmqErrors.AuthenticationFailed);
        return key.Account;
    }

    private CmqKey? FindKey(ReadOnlySpan<byte> secretId)
    {
        const int longest = 256;
        if (secretId.Length > longest)
            return null;
        Span<char> name = stackalloc char[longest];
        int length = Encoding.Latin1.GetChars(secretId, name);
        return _keys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[..length], out CmqKey? key) ? key : null;
    }
}
