using System.Globalization;
using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>The jobs of one account.</summary>
internal sealed class MessageJobs
{
    /// <summary>Jobs that have ended and are remembered.</summary>
    private const int MaxEnded = 100;

    private readonly object _gate = new();
    private readonly List<RunningJob> _jobs = [];
    private int _lastNumber;

    /// <summary>Adds a job and begins it.</summary>
    /// <param name="create">Makes it, with this id.</param>
    /// <exception cref="CmqServiceException">Another is at work on the queue.</exception>
    public RunningJob Start(Func<string, RunningJob> create)
    {
        RunningJob job;
        lock (_gate)
        {
            job = create((_lastNumber + 1).ToString(CultureInfo.InvariantCulture));
            if (_jobs.Find(other => other.IsRunning && CmqNameRule.Comparer.Equals(other.QueueName, job.QueueName)) is { } other)
                throw new CmqServiceException(CmqErrors.InvalidRequestParameters, $"Job {other.Id} is at work on queue '{other.QueueName}'; wait until it has ended, or cancel it.");
            _lastNumber++;
            _jobs.Add(job);
            Forget();
        }

        job.Start();
        return job;
    }

    public IReadOnlyList<MessageJob> List()
    {
        lock (_gate)
        {
            Forget();
            return [.. Enumerable.Reverse(_jobs).Select(static job => job.Snapshot())];
        }
    }

    /// <exception cref="CmqServiceException">There is no such job.</exception>
    public RunningJob Find(string id)
    {
        lock (_gate)
            return _jobs.Find(job => job.Id == id) ?? throw new CmqServiceException(CmqErrors.InvalidRequestParameters, $"There is no job '{id}'; it may be from before the last start.");
    }

    /// <summary>Forgets the oldest that have ended, but for the last ones.</summary>
    private void Forget()
    {
        int tooMany = _jobs.Count(static job => !job.IsRunning) - MaxEnded;
        for (int i = 0; tooMany > 0; i++)
        {
            if (_jobs[i].IsRunning)
                continue;
            _jobs.RemoveAt(i--);
            tooMany--;
        }
    }
}
