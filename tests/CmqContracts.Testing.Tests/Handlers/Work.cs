using System.Collections.Concurrent;

namespace CmqContracts.Testing.Tests.Handlers;

[CmqQueue("jobs", VisibilityTimeout = 30)]
public sealed partial record Job(int Number, string Owner = "");

/// <summary>What the handlers of a test do, and what they have seen.</summary>
public sealed class Work
{
    private int _running;

    /// <summary>Does a job; every handler of the test calls it.</summary>
    public Func<ReceivedMessage<Job>, CancellationToken, Task<Settle>> Do { get; set; } = static (_, _) => Task.FromResult(Settle.Done);

    /// <summary>The numbers of the jobs, in the order in which they were begun.</summary>
    public ConcurrentQueue<int> Begun { get; } = new();

    public ConcurrentQueue<int> Ended { get; } = new();

    /// <summary>The most jobs at a time.</summary>
    public int Most { get; private set; }

    public async Task<Settle> DoAsync(ReceivedMessage<Job> message, CancellationToken cancellationToken)
    {
        lock (this)
            Most = Math.Max(Most, ++_running);
        Begun.Enqueue(message.Body.Number);
        try
        {
            return await Do(message, cancellationToken);
        }
        finally
        {
            Ended.Enqueue(message.Body.Number);
            lock (this)
                _running--;
        }
    }
}

/// <summary>A handler as users write it.</summary>
public sealed class DoJob(Work work) : IMessageHandler<Job>
{
    public Task<Settle> HandleAsync(ReceivedMessage<Job> message, CancellationToken cancellationToken) => work.DoAsync(message, cancellationToken);
}
