using System.Runtime.ExceptionServices;
using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts;

/// <summary>Handles one message: in its turn, within its time, in a scope of its own, through the filters.</summary>
internal sealed class MessageRunner<TMessage>(HandlerSetup<TMessage> setup, HandlerOptions<TMessage> options, Deduplicator<TMessage>? deduplicator, Settlement<TMessage> settlement, DeleteBuffer<TMessage> deletes, StopTokens stop)
{
    /// <summary>The key of all messages where a database has one writer.</summary>
    private static readonly object Writer = new();

    private readonly KeyedTurns _turns = new(setup.Time, setup.Queue.Client.Loops);

    /// <summary>Whether a message may wait for another when it was received.</summary>
    public bool HasTurns => options.Key is not null || HasOneWriter;

    /// <summary>Whether one message is handled at a time.</summary>
    public bool HasOneWriter => deduplicator is { HasOneWriter: true };

    private CmqClient Client => setup.Queue.Client;

    private string QueueName => setup.Queue.QueueName;

    private WorkerPool Workers => setup.Control.Workers;

    /// <summary>Handles a message on a thread of the pool; a worker is busy with it until that ends. Messages of one key have their turns in the order of the calls.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">What the queue's attributes say about its time.</param>
    public void Start(ReceivedMessage<TMessage> message, QueueTimes limits)
    {
        long entered = Workers.Enter();
        HandlerActivity? activity = Client.Loops?.BeginHandler(setup.HandlerType.Name, QueueName, message.MessageId);
        KeyedTurn? turn = null;
        Exception? failure = null;
        try
        {
            if (message.Error is null && (HasOneWriter ? Writer : options.Key?.Invoke(message.Body)) is { } key)
                turn = _turns.Join(key, message.DequeueCount);
        }
        catch (Exception e)
        {
            failure = e;
        }

        _ = Task.Run(() => RunAsync(message, turn, failure, limits, entered, activity), CancellationToken.None);
    }

    /// <summary>It throws nothing.</summary>
    private async Task RunAsync(ReceivedMessage<TMessage> message, KeyedTurn? turn, Exception? failure, QueueTimes limits, long entered, HandlerActivity? activity)
    {
        activity?.Enter();
        try
        {
            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);
            if (message.Error is { } unreadable)
                await SettleUnreadableAsync(message, unreadable).ConfigureAwait(false);
            else
                await HandleAsync(message, turn, limits).ConfigureAwait(false);
            if (deduplicator is not null)
                await deduplicator.ExpireAsync(message, stop.Handling).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Client.Logger.HandlerFailed(e, setup.HandlerType.Name, ShownText.Of(message.MessageId), QueueName, message.DequeueCount, Settle.Leave);
            setup.Control.CountLeft();
        }
        finally
        {
            if (Workers.Exit(entered))
                deletes.Flush();
            activity?.Dispose();
        }
    }

    private async ValueTask HandleAsync(ReceivedMessage<TMessage> message, KeyedTurn? turn, QueueTimes limits)
    {
        bool isItsTurn = turn is null || await _turns.WaitAsync(turn, message.HandlingEndsAt, stop.Handling).ConfigureAwait(false);
        long turnBegan = setup.Time.GetTimestamp();
        try
        {
            if (stop.Handling.IsCancellationRequested)
                return;
            if (!isItsTurn || !HasTime(message, limits))
            {
                LogAbandoned(message, limits);
                CountAbandoned(message, limits);
                return;
            }

            using Observation? processing = Client.Telemetry.BeginProcess(QueueName, message.MessageId, message.MadeIn, options.ContinueTrace);
            Settle settle = await InvokeAsync(message, limits, processing).ConfigureAwait(false);
            if (settle.Kind == SettleKind.Abandon)
            {
                if (!stop.Handling.IsCancellationRequested)
                    CountAbandoned(message, limits);
                return;
            }

            Workers.NoteHandled(limits.Visibility);
            await settlement.ApplyAsync(message, settle).ConfigureAwait(false);
        }
        finally
        {
            if (turn is not null && isItsTurn)
            {
                if (HasOneWriter && !limits.IsLastReceive(dequeueCount: 1))
                    Workers.NoteTurn(setup.Time.GetElapsedTime(turnBegan), limits.Visibility - options.Margin);
                _turns.End(turn);
            }
        }
    }

    /// <summary>Whether a message has the time to be handled. One that would go to a dead-letter queue is handled with less than is wanted.</summary>
    private bool HasTime(ReceivedMessage<TMessage> message, QueueTimes limits)
    {
        TimeSpan left = message.HandlingEndsAt.TimeLeft;
        return left > TimeSpan.Zero && ((left > options.Margin && left >= options.Budget) || limits.IsLastReceive(message.DequeueCount));
    }

    private void LogAbandoned(ReceivedMessage<TMessage> message, QueueTimes limits) =>
        Client.Logger.Abandoned(ShownText.Of(message.MessageId), QueueName, message.DequeueCount, message.HandlingEndsAt.TimeLeft.TotalSeconds, Workers.Concurrency, options.Budget, limits.Visibility.TotalSeconds);

    private void CountAbandoned(ReceivedMessage<TMessage> message, QueueTimes limits)
    {
        setup.Control.CountAbandoned();
        Client.Telemetry.CountAbandoned(QueueName);
        Workers.NoteLeft(limits.Visibility, limits.IsLastReceive(message.DequeueCount + 1));
    }

    private async ValueTask<Settle> InvokeAsync(ReceivedMessage<TMessage> message, QueueTimes limits, Observation? processing)
    {
        using RunningMessage running = RunningMessage.Begin(message, setup, options.Margin, stop.Handling);
        try
        {
            AsyncServiceScope scope = setup.Scopes.CreateAsyncScope();
            try
            {
                Task<Settle> Handle() => InvokeAsync(message, scope.ServiceProvider, limits, running.Token);
                return await (deduplicator?.HandleAsync(message, scope.ServiceProvider, Handle, running.Token) ?? Handle()).ConfigureAwait(false);
            }
            finally
            {
                await Safely.DisposeAsync(scope, message, setup.Queue).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException e) when (stop.Handling.IsCancellationRequested)
        {
            processing?.Fail(e);
            Client.Logger.Stopped(ShownText.Of(message.MessageId), QueueName);
            return Settle.Leave;
        }
        catch (OperationCanceledException e) when (running.Token.IsCancellationRequested)
        {
            processing?.Fail(e);
            Settle settle = options.SettleAfter(e, message.Attempt);
            Client.Logger.OutOfTime(setup.HandlerType.Name, ShownText.Of(message.MessageId), QueueName, message.DequeueCount, settlement.Decide(message, settle));
            return settle;
        }
        catch (Exception e)
        {
            processing?.Fail(e);
            Settle settle = options.SettleAfter(e, message.Attempt);
            Client.Logger.HandlerFailed(e, setup.HandlerType.Name, ShownText.Of(message.MessageId), QueueName, message.DequeueCount, settlement.Decide(message, settle));
            return settle;
        }
    }

    private async Task<Settle> InvokeAsync(ReceivedMessage<TMessage> message, IServiceProvider services, QueueTimes limits, CancellationToken cancellationToken)
    {
        // The store may have been waited for.
        if (!HasTime(message, limits))
        {
            LogAbandoned(message, limits);
            return Settle.Abandon;
        }

        Func<Task<Settle>> handle = () => CheckAsync(setup.Invoke(services, message, cancellationToken), setup.HandlerType);
        HandlingContext? context = null;
        foreach (IMessageFilter filter in services.GetServices<IMessageFilter>().Reverse())
        {
            context ??= new HandlingContext(QueueName, setup.HandlerType, message.MessageId, message, services);
            HandlingContext given = context;
            Func<Task<Settle>> next = handle;
            handle = () => CheckAsync(filter.HandleAsync(given, next, cancellationToken), filter.GetType());
        }

        return await handle().ConfigureAwait(false);
    }

    private static async Task<Settle> CheckAsync(Task<Settle>? handling, Type type)
    {
        if (handling is null)
            throw new InvalidOperationException($"{type.Name} returned null in place of a task.");
        return await handling.ConfigureAwait(false) ?? throw new InvalidOperationException($"{type.Name} returned null. Return a Settle: Done, Leave, RetryAfter or Reject.");
    }

    private async ValueTask SettleUnreadableAsync(ReceivedMessage<TMessage> message, MessageFormatException unreadable)
    {
        Client.Logger.UnreadableForHandler(ShownText.Of(message.MessageId), QueueName, unreadable.Path, unreadable.Expected, options.Unreadable);
        if (options.Unreadable == UnreadableBody.Delete)
            settlement.Drop(message);
        else
            await settlement.ApplyAsync(message, options.Unreadable == UnreadableBody.Reject ? Settle.Reject(unreadable.Message) : Settle.Leave).ConfigureAwait(false);
    }
}
