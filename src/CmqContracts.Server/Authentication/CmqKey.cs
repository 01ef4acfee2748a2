namespace CmqContracts.Server;

/// <summary>A key pair that may sign requests, and the account whose queues it reaches.</summary>
/// <param name="secretId">The id, sent along with requests.</param>
/// <param name="secretKey">The key, never sent.</param>
/// <param name="account">The account; keys with the same account share queues.</param>
public sealed class CmqKey(string secretId, string secretKey, string account = "default")
{
    /// <summary>The id, sent along with requests.</summary>
    public string SecretId { get; } = NotEmpty(secretId, nameof(secretId));

    /// <summary>The account whose queues the key reaches.</summary>
    public string Account { get; } = NotEmpty(account, nameof(account));

    internal byte[] SecretKey { get; } = System.Text.Encoding.UTF8.GetBytes(NotEmpty(secretKey, nameof(secretKey)));

    /// <summary>What is shown of a key: its id.</summary>
    public override string ToString() => SecretId;

    private static string NotEmpty(string value, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, name);
        return value;
    }
}
