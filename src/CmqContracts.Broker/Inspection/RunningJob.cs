using System.Diagnostics.CodeAnalysis;

namespace CmqContracts.Broker;

/// <summary>A job: it reads messages, and deletes or moves those that match, step by step.</summary>
/// <param name="id">Its id.</param>
/// <param name="request">What it is to do.</param>
/// <param name="total">How many messages were in the state when it began.</param>
/// <param name="work">Does it.</param>
/// <param name="time">Source of time.</param>
[SuppressMessage("Design", "CA1001", Justification = "The source of cancellation has no timer and no handle to free, and may be asked after the job's end.")]
internal sealed class RunningJob(string id, MessageJobRequest request, long total, Func<RunningJob, CancellationToken, Task> work, TimeProvider time)
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _canceled = new();
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MessageJobState _state;
    private DateTimeOffset? _endedAt;
    private long _examined;
    private long _done;
    private long _skipped;
    private string? _error;

    public string Id => id;

    public string QueueName => request.QueueName;

    public bool IsRunning
    {
        get
        {
            lock (_gate)
                return _state == MessageJobState.Running;
        }
    }

    /// <summary>Completes when the job has ended, however.</summary>
    public Task Ended => _ended.Task;

    public void Start() => _ = Task.Run(RunAsync);

    public void Cancel() => _canceled.Cancel();

    /// <summary>Counts what a step has done.</summary>
    public void Note(int examined, int done, int skipped)
    {
        lock (_gate)
        {
            _examined += examined;
            _done += done;
            _skipped += skipped;
        }
    }

    public MessageJob Snapshot()
    {
        lock (_gate)
        {
            return new MessageJob
            {
                Id = id,
                Request = request,
                State = _state,
                StartedAt = _startedAt,
                EndedAt = _endedAt,
                Total = total,
                Examined = _examined,
                Done = _done,
                Skipped = _skipped,
                Error = _error,
            };
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await work(this, _canceled.Token).ConfigureAwait(false);
            End(MessageJobState.Completed, null);
        }
        catch (OperationCanceledException)
        {
            End(MessageJobState.Canceled, null);
        }
        catch (Exception failure)
        {
            End(MessageJobState.Failed, failure.Message);
        }
    }

    private void End(MessageJobState state, string? error)
    {
        lock (_gate)
            (_state, _error, _endedAt) = (state, error, time.GetUtcNow());
        _ended.SetResult();
    }
}
