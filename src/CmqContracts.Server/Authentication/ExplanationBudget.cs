namespace CmqContracts.Server;

/// <summary>Limits how many bytes are hashed to explain one refused signature. For a large request not every mistake is tried for every host.</summary>
internal sealed class ExplanationBudget(long bytes = ExplanationBudget.MaxBytes)
{
    public const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>How many bytes may still be hashed.</summary>
    public long Left { get; private set; } = bytes;

    /// <summary>Whether a try was left out because it exceeded the limit.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>Words for the mistakes that were tried.</summary>
    public string Tried => IsExceeded ? "mistakes that were tried" : "usual mistakes";

    /// <summary>Counts what the next try hashes.</summary>
    /// <returns>Whether it is within the limit. If not, all later tries are refused too.</returns>
    public bool TrySpend(long length)
    {
        IsExceeded |= length > Left;
        if (IsExceeded)
            return false;
        Left -= length;
        return true;
    }
}
