using System.Security.Cryptography;
using CmqContracts.Protocol;
using CmqContracts.Server;

namespace CmqContracts.Tool;

/// <summary>The key pair that a server accepts.</summary>
/// <param name="SecretId">The id.</param>
/// <param name="SecretKey">The key.</param>
/// <param name="IsGenerated">Whether the pair was generated for this run, so that its key must be printed.</param>
internal sealed record KeyPair(string SecretId, string SecretKey, bool IsGenerated)
{
    public const string SecretIdVariable = "CMQ_SECRET_ID";
    public const string SecretKeyVariable = "CMQ_SECRET_KEY";

    private const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>The pair in the environment; <see langword="null"/> when there is none.</summary>
    /// <exception cref="ArgumentException">The environment has half a pair, or white space around a half.</exception>
    public static KeyPair? FromEnvironment(Func<string, string?> environment)
    {
        string? id = Read(SecretIdVariable);
        string? key = Read(SecretKeyVariable);
        if (id is null && key is null)
            return null;
        if (id is null)
            throw new ArgumentException($"{SecretKeyVariable} is set and {SecretIdVariable} is not; set both, or neither.");
        if (key is null)
            throw new ArgumentException($"{SecretIdVariable} is set and {SecretKeyVariable} is not; set both, or neither.");
        return new KeyPair(id, key, IsGenerated: false);

        string? Read(string name) => SettingText.OfVariable(environment, name, static wrong => new ArgumentException(wrong));
    }

    /// <summary>Generates a pair for this run.</summary>
    public static KeyPair Generate() =>
        new("AKID" + RandomNumberGenerator.GetString(Characters, 32), RandomNumberGenerator.GetString(Characters, 32), IsGenerated: true);

    public CmqKey ToServerKey() => new() { SecretId = SecretId, SecretKey = SecretKey };

    /// <summary>What is shown of a pair: its id.</summary>
    public override string ToString() => SecretId;
}
