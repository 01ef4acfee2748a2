using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts;

public sealed partial class CmqBuilder
{
    /// <summary>Handles the messages of a queue in the host.</summary>
    /// <typeparam name="TMessage">A type that has <see cref="CmqQueueAttribute"/>.</typeparam>
    /// <typeparam name="THandler">The handler, made in a scope of its own for each message; it is registered as scoped, unless it is registered already.</typeparam>
    /// <param name="configure">Sets options; <see langword="null"/>: the defaults.</param>
    /// <exception cref="InvalidOperationException">The queue has a handler already.</exception>
    public CmqBuilder AddHandler<TMessage, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(Action<HandlerOptions<TMessage>>? configure = null)
        where TMessage : IQueueMessage<TMessage>
        where THandler : class, IMessageHandler<TMessage> => Add<TMessage, THandler>(TMessage.Contract, null, configure);

    /// <summary>Handles the messages of a queue in the host, with options from configuration, which are used when it is loaded again: <see cref="HandlerOptions.Concurrency"/> at once, the others from the next start on.</summary>
    /// <typeparam name="TMessage">A type that has <see cref="CmqQueueAttribute"/>.</typeparam>
    /// <typeparam name="THandler">The handler, made in a scope of its own for each message; it is registered as scoped, unless it is registered already.</typeparam>
    /// <param name="section">The section of the handler's options.</param>
    /// <param name="configure">Sets options after configuration has; <see langword="null"/>: none.</param>
    /// <exception cref="InvalidOperationException">The queue has a handler already.</exception>
    public CmqBuilder AddHandler<TMessage, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(IConfigurationSection section, Action<HandlerOptions<TMessage>>? configure = null)
        where TMessage : IQueueMessage<TMessage>
        where THandler : class, IMessageHandler<TMessage> => Add<TMessage, THandler>(TMessage.Contract, Given(section), configure);

    /// <summary>Handles the messages of the queue that a binding gives to a message type.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <typeparam name="TBinding">The type that binds it to a queue.</typeparam>
    /// <typeparam name="THandler">The handler, made in a scope of its own for each message; it is registered as scoped, unless it is registered already.</typeparam>
    /// <param name="configure">Sets options; <see langword="null"/>: the defaults.</param>
    /// <exception cref="InvalidOperationException">The queue has a handler already.</exception>
    public CmqBuilder AddHandler<TMessage, TBinding, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(Action<HandlerOptions<TMessage>>? configure = null)
        where TBinding : IQueueMessage<TMessage>
        where THandler : class, IMessageHandler<TMessage> => Add<TMessage, THandler>(TBinding.Contract, null, configure);

    /// <summary>Handles the messages of the queue that a binding gives to a message type, with options from configuration.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <typeparam name="TBinding">The type that binds it to a queue.</typeparam>
    /// <typeparam name="THandler">The handler, made in a scope of its own for each message; it is registered as scoped, unless it is registered already.</typeparam>
    /// <param name="section">The section of the handler's options.</param>
    /// <param name="configure">Sets options after configuration has; <see langword="null"/>: none.</param>
    /// <exception cref="InvalidOperationException">The queue has a handler already.</exception>
    public CmqBuilder AddHandler<TMessage, TBinding, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(IConfigurationSection section, Action<HandlerOptions<TMessage>>? configure = null)
        where TBinding : IQueueMessage<TMessage>
        where THandler : class, IMessageHandler<TMessage> => Add<TMessage, THandler>(TBinding.Contract, Given(section), configure);

    /// <summary>Handles the messages of a queue that have no type: bodies are UTF-8 text as bytes.</summary>
    /// <typeparam name="THandler">The handler, made in a scope of its own for each message; it is registered as scoped, unless it is registered already.</typeparam>
    /// <param name="queueName">The queue's name.</param>
    /// <param name="settings">The attributes that it is created with; <see langword="null"/>: the service's defaults.</param>
    /// <param name="section">The section of the handler's options; <see langword="null"/>: none.</param>
    /// <param name="configure">Sets options after configuration has; <see langword="null"/>: none.</param>
    /// <exception cref="InvalidOperationException">The queue has a handler already.</exception>
    public CmqBuilder AddHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(string queueName, QueueSettings? settings = null, IConfigurationSection? section = null, Action<HandlerOptions<ReadOnlyMemory<byte>>>? configure = null)
        where THandler : class, IMessageHandler<ReadOnlyMemory<byte>> =>
        Add<ReadOnlyMemory<byte>, THandler>(new QueueContract<ReadOnlyMemory<byte>>(queueName, settings ?? new QueueSettings(), Utf8Codec.Instance), section, configure);

    /// <summary>Puts a filter around the handling of every message, inside of those that were added before.</summary>
    /// <typeparam name="TFilter">The filter, made in the scope of each message.</typeparam>
    public CmqBuilder AddFilter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>()
        where TFilter : class, IMessageFilter
    {
        Services.AddScoped<IMessageFilter, TFilter>();
        return this;
    }

    private CmqBuilder Add<TMessage, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(QueueContract<TMessage> contract, IConfigurationSection? section, Action<HandlerOptions<TMessage>>? configure)
        where THandler : class, IMessageHandler<TMessage>
    {
        HandlerRegistration.Add<TMessage, THandler>(Services, Account, contract, section, configure);
        return this;
    }

    private static IConfigurationSection Given(IConfigurationSection section) => section ?? throw new ArgumentNullException(nameof(section));
}
