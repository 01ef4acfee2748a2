using System.Runtime.ExceptionServices;
using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts;

/// <summary>Handles one message: in its turn, within its time, in a scope of its own, through the filters.</summary>
internal sealed class MessageRunner<TMessage>(HandlerSetup<TMessage> setup, HandlerOptions<TMessage> options, Deduplicator<TMessage>? deduplicator, Settlement<TMessage> settlement, DeleteBuffer<TMessage> deletes, StopTokens stop)
{
    private readonly KeyedTurns _turns = new(setup.Time, setup.Queue.Client.Loops);

    private CmqClient Client => setup.Queue.Client;

    private string QueueName => setup.Queue.QueueName;

    private WorkerPool Workers => setup.Control.Workers;

    /// <summary>Handles a message on a thread of the pool; a worker is busy with it until that ends. Messages of one key have their turns in the order of the calls.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">What the queue's attributes say about its time.</param>
    public void Start(ReceivedMessage<TMessage> message, QueueTimes limits)
    {
        Workers.Enter();
        HandlerActivity? activity = Client.Loops?.BeginHandler(setup.HandlerType.Name, QueueName, message.MessageId);
        KeyedTurn? turn = null;
        Exception? failure = null;
        try
        {
            if (message.Error is null && options.Key?.Invoke(message.Body) is { } key)
                turn = _turns.Join(key, message.DequeueCount);
        }
        catch (Exception e)
        {
            failure = e;
        }

        _ = Task.Run(() => RunAsync(message, turn, failure, limits, activity), CancellationToken.None);
    }

    /// <summary>It throws nothing.</summary>
    private async Task RunAsync(ReceivedMessage<TMessage> message, KeyedTurn? turn, Exception? failure, QueueTimes limits, HandlerActivity? activity)
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
            if (Workers.Exit())
                deletes.Flush();
            activity?.Dispose();
        }
    }

    private async ValueTask HandleAsync(ReceivedMessage<TMessage> message, KeyedTurn? turn, QueueTimes limits)
    {
        bool isItsTurn = turn is null || await _turns.WaitAsync(turn, message.HandlingEndsAt, stop.Handling).ConfigureAwait(false);
        try
        {
            TimeSpan left = message.HandlingEndsAt.TimeLeft;
            if (!isItsTurn || stop.Handling.IsCancellationRequested || left == TimeSpan.Zero || (left < options.Budget && !limits.IsLastReceive(message.DequeueCount)))
            {
                if (!stop.Handling.IsCancellationRequested)
                    Abandon(message, left, limits);
                return;
            }

            using Observation? processing = Client.Telemetry.BeginProcess(QueueName, message.MessageId, message.MadeIn, options.ContinueTrace);
            Settle settle = await InvokeAsync(message, processing).ConfigureAwait(false);
            Workers.NoteHandled(limits.Visibility);
            await settlement.ApplyAsync(message, settle).ConfigureAwait(false);
        }
        finally
        {
            if (turn is not null && isItsTurn)
                _turns.End(turn);
        }
    }

    private void Abandon(ReceivedMessage<TMessage> message, TimeSpan left, QueueTimes limits)
    {
        setup.Control.CountAbandoned();
        Client.Telemetry.CountAbandoned(QueueName);
        Workers.NoteLeft(limits.Visibility, limits.IsLastReceive(message.DequeueCount + 1));
        Client.Logger.Abandoned(ShownText.Of(message.MessageId), QueueName, message.DequeueCount, left.TotalSeconds, Workers.Concurrency, options.Budget, limits.Visibility.TotalSeconds);
    }

    private async ValueTask<Settle> InvokeAsync(ReceivedMessage<TMessage> message, Observation? processing)
    {
        TimeSpan time = message.HandlingEndsAt.TimeLeft - options.Margin;
        using CancellationTokenSource deadline = new(time > TimeSpan.Zero ? time : TimeSpan.Zero, setup.Time);
        using CancellationTokenRegistration stopping = stop.Handling.UnsafeRegister(static deadline => ((CancellationTokenSource)deadline!).Cancel(), deadline);
        try
        {
            AsyncServiceScope scope = setup.Scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                Task<Settle> Handle() => InvokeAsync(message, scope.ServiceProvider, deadline.Token);
                return await (deduplicator?.HandleAsync(message, scope.ServiceProvider, Handle, deadline.Token) ?? Handle()).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException e) when (stop.Handling.IsCancellationRequested)
        {
            processing?.Fail(e);
            Client.Logger.Stopped(ShownText.Of(message.MessageId), QueueName);
            return Settle.Leave;
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested)
        {
            processing?.Fail(e);
            Settle settle = options.SettleAfter(e, message.Attempt);
            Client.Logger.OutOfTime(setup.HandlerType.Name, ShownText.Of(message.MessageId), QueueName, message.DequeueCount, settle);
            return settle;
        }
        catch (Exception e)
        {
            processing?.Fail(e);
            Settle settle = options.SettleAfter(e, message.Attempt);
            Client.Logger.HandlerFailed(e, setup.HandlerType.Name, ShownText.Of(message.MessageId), QueueName, message.DequeueCount, settle);
            return settle;
        }
    }

    private async Task<Settle> InvokeAsync(ReceivedMessage<TMessage> message, IServiceProvider services, CancellationToken cancellationToken)
    {
        Func<Task<Settle>> handle = () => setup.Invoke(services, message, cancellationToken);
        HandlingContext? context = null;
        foreach (IMessageFilter filter in services.GetServices<IMessageFilter>().Reverse())
        {
            context ??= new HandlingContext(QueueName, setup.HandlerType, message.MessageId, message, services);
            HandlingContext given = context;
            Func<Task<Settle>> next = handle;
            handle = () => filter.HandleAsync(given, next, cancellationToken) ?? throw Null(filter.GetType());
        }

        return await handle().ConfigureAwait(false) ?? throw Null(setup.HandlerType);
    }

    private async ValueTask SettleUnreadableAsync(ReceivedMessage<TMessage> message, MessageFormatException unreadable)
    {
        Client.Logger.UnreadableForHandler(ShownText.Of(message.MessageId), QueueName, unreadable.Path, unreadable.Expected, options.Unreadable);
        if (options.Unreadable == UnreadableBody.Delete)
            settlement.Drop(message);
        else
            await settlement.ApplyAsync(message, options.Unreadable == UnreadableBody.Reject ? Settle.Reject(unreadable.Message) : Settle.Leave).ConfigureAwait(false);
    }

    private static InvalidOperationException Null(Type type) => new($"{type.Name} returned null. Return a Settle: Done, Leave, RetryAfter or Reject.");
}
