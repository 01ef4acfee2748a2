using CmqContracts.Testing;

namespace CmqContracts.Conformance;

/// <summary>A backend under test: one or several nodes over the same queues and topics, and their clock.</summary>
internal abstract class BackendUnderTest : IAsyncDisposable
{
    /// <summary>All nodes serve the same queues and topics: what a request to one has changed, a later request to any other sees.</summary>
    public abstract IReadOnlyList<ICmqBackend> Nodes { get; }

    /// <summary>The wall clock, which servers and clients in front of the nodes use.</summary>
    public abstract TimeProvider Clock { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>The smallest difference of times that is reported.</summary>
    public virtual TimeSpan Precision => TimeSpan.FromMilliseconds(1);

    /// <summary>Whether an answer that needs no wait for a message is there when the call returns.</summary>
    public virtual bool IsInProcess => false;

    /// <summary>How commits are made to fail; <see langword="null"/>: they are not.</summary>
    public virtual CommitFailure? Failure => null;

    /// <summary>Lets time pass on all nodes, and ends when what it has made due is done.</summary>
    public abstract ValueTask AdvanceAsync(TimeSpan time);

    /// <summary>Sets the wall clock forward or back while no time passes.</summary>
    public virtual void StepWall(TimeSpan step) => throw new NotSupportedException("This backend's clock cannot be set.");

    /// <summary>Closes the nodes, sets the wall clock forward or back, and opens the nodes again over the same data.</summary>
    public virtual ValueTask ReopenAsync(TimeSpan step) => throw new NotSupportedException("This backend cannot be opened again.");

    public abstract ValueTask DisposeAsync();
}
