using System.Security.Cryptography;
using System.Text;

namespace CmqContracts;

/// <summary>A key as bytes.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly byte[] _key;

    public SigningKey(CmqCredentials credentials)
    {
        Credentials = credentials;
        _key = Encoding.UTF8.GetBytes(credentials.SecretKey);
    }

    /// <summary>What it was made of.</summary>
    public CmqCredentials Credentials { get; }

    public ReadOnlySpan<byte> Key => _key;

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}
