namespace CmqContracts.Testing;

/// <summary>What a test and its store agree on: the next commit fails.</summary>
internal sealed class CommitFailure
{
    public bool IsNext { get; set; }

    /// <summary>Whether this commit is the one to fail.</summary>
    public bool Take()
    {
        bool fails = IsNext;
        IsNext = false;
        return fails;
    }
}
