using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts;

/// <summary>What a handler is made of.</summary>
/// <param name="queue">The queue.</param>
/// <param name="handlerType">The handler's type, for logs.</param>
/// <param name="invoke">Makes the handler of a scope's services and calls it.</param>
/// <param name="scopes">Makes a scope for each message.</param>
/// <param name="control">How it is steered and seen.</param>
internal sealed class HandlerSetup<TMessage>(QueueClient<TMessage> queue, Type handlerType, Func<IServiceProvider, ReceivedMessage<TMessage>, CancellationToken, Task<Settle>> invoke, IServiceScopeFactory scopes, HandlerControl control)
{
    public QueueClient<TMessage> Queue => queue;

    public Type HandlerType => handlerType;

    public IServiceScopeFactory Scopes => scopes;

    public HandlerControl Control => control;

    /// <summary>Where the keys of handled messages are kept; <see langword="null"/>: the host has no such place.</summary>
    public IDeduplicationStore? Store { get; init; }

    /// <summary>The queue's name there. Accounts may have queues of one name.</summary>
    public required string StoredName { get; init; }

    public TimeProvider Time => queue.Client.Time;

    public Task<Settle>? Invoke(IServiceProvider services, ReceivedMessage<TMessage> message, CancellationToken cancellationToken) => invoke(services, message, cancellationToken);
}
