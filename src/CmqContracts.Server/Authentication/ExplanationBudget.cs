namespace CmqContracts.Server;

/// <summary>How many bytes are hashed, at the most, to explain one refused signature. A large request is not tried for every mistake under every host.</summary>
internal sealed class ExplanationBudget(long bytes = ExplanationBudget.Most)
{
    public const long Most = 64 * 1024 * 1024;

    /// <summary>How many bytes may still be hashed.</summary>
    public long Left { get; private set; } = bytes;

    /// <summary>Whether something was not tried, because there was no room for it.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>The mistakes of which none was found, in words.</summary>
    public string Tried => IsExceeded ? "mistakes that were tried" : "usual mistakes";

    /// <summary>Takes what the next try hashes.</summary>
    /// <returns>Whether there is room for it. When there is none, no other try gets any.</returns>
    public bool TrySpend(long length)
    {
        IsExceeded |= length > Left;
        if (IsExceeded)
            return false;
        Left -= length;
        return true;
    }
}
