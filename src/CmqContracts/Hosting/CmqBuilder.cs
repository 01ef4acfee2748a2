using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CmqContracts;

/// <summary>Adds queues to a host's services. Made by <c>AddCmq</c>.</summary>
public sealed class CmqBuilder
{
    internal CmqBuilder(IServiceCollection services) => Services = services;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Registers the queue of a message type as <see cref="IQueueClient{TMessage}"/>, <see cref="IQueueProducer{TMessage}"/> and <see cref="IQueueConsumer{TMessage}"/>.</summary>
    /// <typeparam name="TMessage">A type that has <see cref="CmqQueueAttribute"/>.</typeparam>
    public CmqBuilder AddQueue<TMessage>()
        where TMessage : IQueueMessage<TMessage> => AddQueue<TMessage, TMessage>();

    /// <summary>Registers the queue that a binding gives to a message type.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <typeparam name="TBinding">The type that binds it to a queue.</typeparam>
    /// <remarks>What is registered already stays: of two queues of one message type the first is injected, and <see cref="CmqClient.Queue{TMessage, TBinding}()"/> gives the other.</remarks>
    public CmqBuilder AddQueue<TMessage, TBinding>()
        where TBinding : IQueueMessage<TMessage>
    {
        Services.TryAddSingleton<IQueueClient<TMessage>>(static provider => provider.GetRequiredService<CmqClient>().Queue<TMessage, TBinding>());
        Services.TryAddSingleton<IQueueProducer<TMessage>>(static provider => provider.GetRequiredService<IQueueClient<TMessage>>());
        Services.TryAddSingleton<IQueueConsumer<TMessage>>(static provider => provider.GetRequiredService<IQueueClient<TMessage>>());
        return this;
    }
}
