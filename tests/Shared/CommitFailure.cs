namespace CmqContracts.Testing;

/// <summary>Lets a test make the next commit of its store fail.</summary>
internal sealed class CommitFailure
{
    public bool IsNext { get; set; }

    /// <summary>Called by the store at a commit: whether this one has to fail.</summary>
    public bool Take()
    {
        bool fails = IsNext;
        IsNext = false;
        return fails;
    }
}
