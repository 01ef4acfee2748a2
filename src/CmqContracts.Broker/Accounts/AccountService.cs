using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>The actions of one account: refuses what can be refused without the queue, and submits the rest.</summary>
internal sealed partial class AccountService(Executor executor, Account account) : ICmqService
{
    private CmqLimits Limits => executor.Limits;

    public ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default) =>
        Run(
            () => RequestRules.Check(request, Limits),
            engine => QueueCatalog.Create(engine, account, request),
            cancellationToken);

    public ValueTask<QueueList> ListQueuesAsync(ListQueuesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(
            () => RequestRules.CheckPage(request.Offset, request.Limit, Limits),
            _ => QueueCatalog.List(account.Queues.ByName, request.SearchWord, request.Offset, request.Limit),
            cancellationToken);
    }

    public ValueTask<QueueAttributes> GetQueueAttributesAsync(string queueName, CancellationToken cancellationToken = default) =>
        Run(
            () => RequestRules.CheckQueueName(queueName, Limits),
            engine => QueueCatalog.GetAttributes(engine, account.Find(queueName)),
            cancellationToken);

    public ValueTask SetQueueAttributesAsync(SetQueueAttributesRequest request, CancellationToken cancellationToken = default) =>
        Run(
            () => RequestRules.Check(request, Limits),
            engine => QueueCatalog.SetAttributes(engine, account, request),
            cancellationToken);

    public ValueTask DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default) =>
        Run(
            () => RequestRules.CheckQueueName(queueName, Limits),
            engine => QueueCatalog.Delete(engine, account, queueName),
            cancellationToken);

    public ValueTask ClearQueueAsync(string queueName, CancellationToken cancellationToken = default) =>
        Run(
            () => RequestRules.CheckQueueName(queueName, Limits),
            engine => QueueCatalog.Clear(engine, account, queueName),
            cancellationToken);

    public ValueTask RewindQueueAsync(RewindQueueRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(
            () => RequestRules.CheckQueueName(request.QueueName, Limits),
            engine => QueueCatalog.Rewind(engine, account, request),
            cancellationToken);
    }

    public ValueTask UnbindDeadLetterQueueAsync(string queueName, CancellationToken cancellationToken = default) =>
        Run(
            () => RequestRules.CheckQueueName(queueName, Limits),
            engine => QueueCatalog.UnbindDeadLetterQueue(engine, account, queueName),
            cancellationToken);

    public ValueTask<QueueList> ListDeadLetterSourceQueuesAsync(ListDeadLetterSourceQueuesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(
            () =>
            {
                RequestRules.CheckQueueName(request.DeadLetterQueueName, Limits);
                RequestRules.CheckPage(request.Offset, request.Limit, Limits);
            },
            _ =>
            {
                QueueState target = account.Find(request.DeadLetterQueueName);
                return QueueCatalog.List(account.Queues.ByName.Where(queue => queue.DeadLetterQueue == target), request.SearchWord, request.Offset, request.Limit);
            },
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte>[] bodies;
        try
        {
            Admit(cancellationToken);
            request = RequestRules.Take(request, Limits);
            bodies = Copy(request.Bodies);
        }
        catch (Exception refusal) when (refusal is CmqException or OperationCanceledException)
        {
            return ValueTask.FromException<IReadOnlyList<string>>(refusal);
        }

        return executor.Submit(new SendRequest(account, request, bodies));
    }

    public ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default)
    {
        try
        {
            Admit(cancellationToken);
            RequestRules.Check(request, Limits);
        }
        catch (Exception refusal) when (refusal is CmqException or OperationCanceledException)
        {
            return ValueTask.FromException<IReadOnlyList<CmqMessage>>(refusal);
        }

        return executor.Submit(new ReceiveRequest(account, request, cancellationToken));
    }

    public ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default)
    {
        try
        {
            Admit(cancellationToken);
            request = RequestRules.Take(request, Limits);
        }
        catch (Exception refusal) when (refusal is CmqException or OperationCanceledException)
        {
            return ValueTask.FromException<IReadOnlyList<DeleteMessageFailure>>(refusal);
        }

        return executor.Submit(new DeleteRequest(account, request));
    }

    /// <summary>The caller's buffers are free again as soon as we answer.</summary>
    /// <param name="bodies">The list of a request that the rules have taken: if it is an array, it is ours.</param>
    private static ReadOnlyMemory<byte>[] Copy(IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        ReadOnlyMemory<byte>[] copies = bodies as ReadOnlyMemory<byte>[] ?? new ReadOnlyMemory<byte>[bodies.Count];
        for (int i = 0; i < copies.Length; i++)
            copies[i] = bodies[i].ToArray();
        return copies;
    }

    private void Admit(CancellationToken cancellationToken)
    {
        executor.ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Runs a control action. Its answer is that of its request, without a continuation of our own on some other thread.</summary>
    private ValueTask<TResult> Run<TResult>(Action check, Func<QueueEngine, TResult> work, CancellationToken cancellationToken)
    {
        try
        {
            Admit(cancellationToken);
            check();
        }
        catch (Exception refusal) when (refusal is CmqException or OperationCanceledException)
        {
            return ValueTask.FromException<TResult>(refusal);
        }

        return executor.Submit(new ControlRequest<TResult>(work));
    }

    private ValueTask Run(Action check, Action<QueueEngine> work, CancellationToken cancellationToken)
    {
        ValueTask<bool> run = Run(
            check,
            engine =>
            {
                work(engine);
                return true;
            },
            cancellationToken);
        return run.IsCompletedSuccessfully ? default : new ValueTask(run.AsTask());
    }
}
