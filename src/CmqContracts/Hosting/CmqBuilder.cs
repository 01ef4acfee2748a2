using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CmqContracts;

/// <summary>Adds queues and topics to a host's services. Made by <c>AddCmq</c>.</summary>
/// <remarks>
/// Of a named account, <c>AddCmq("eu", ...)</c>, all is registered with the name as key: <c>[FromKeyedServices("eu")] IQueueClient&lt;TMessage&gt;</c>. Of several queues of a message
/// type it is the one that was registered first; <c>[FromKeyedServices("eu")] CmqClient</c> has them all.
/// </remarks>
public sealed partial class CmqBuilder
{
    internal CmqBuilder(IServiceCollection services, string? account = null)
    {
        Services = services;
        Account = account;
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name of the account, which is the key of its services; <see langword="null"/>: the one without a name.</summary>
    public string? Account { get; }

    private string OptionsName => Account ?? Options.DefaultName;

    /// <summary>Puts a decorator in front of the service, as <see cref="CmqOptions.Use"/> does.</summary>
    /// <param name="decorate">Makes the decorator of what it stands in front of.</param>
    public CmqBuilder Use(Func<ICmqService, ICmqService> decorate)
    {
        ArgumentNullException.ThrowIfNull(decorate);
        Services.Configure<CmqOptions>(OptionsName, options => options.Use(decorate));
        return this;
    }

    /// <summary>Puts a decorator in front of the service that needs other services of the host.</summary>
    /// <param name="decorate">Makes the decorator of the host's services and what it stands in front of.</param>
    public CmqBuilder Use(Func<IServiceProvider, ICmqService, ICmqService> decorate)
    {
        ArgumentNullException.ThrowIfNull(decorate);
        Services.AddOptions<CmqOptions>(OptionsName).Configure<IServiceProvider>((options, provider) => options.Use(service => decorate(provider, service)));
        return this;
    }

    /// <summary>Registers the queue of a message type as <see cref="IQueueClient{TMessage}"/>, <see cref="IQueueProducer{TMessage}"/> and <see cref="IQueueConsumer{TMessage}"/>.</summary>
    /// <typeparam name="TMessage">A type that has <see cref="CmqQueueAttribute"/>.</typeparam>
    public CmqBuilder AddQueue<TMessage>()
        where TMessage : IQueueMessage<TMessage> => AddQueue<TMessage, TMessage>();

    /// <summary>Registers the queue that a binding gives to a message type, with the type of the binding as key.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <typeparam name="TBinding">The type that binds it to a queue.</typeparam>
    /// <remarks>
    /// <c>[FromKeyedServices(typeof(TBinding))] IQueueClient&lt;TMessage&gt;</c> is always this queue. Without a key it is the queue
    /// that was registered first for the message type; <c>AddContracts</c> registers the one of <see cref="CmqQueueAttribute"/>
    /// before all bindings, and those in the order of their names.
    /// </remarks>
    public CmqBuilder AddQueue<TMessage, TBinding>()
        where TBinding : IQueueMessage<TMessage>
    {
        if (Account is not null)
        {
            Services.TryAddKeyedSingleton<IQueueClient<TMessage>>(Account, static (provider, account) => provider.GetRequiredKeyedService<CmqClient>(account).Queue<TMessage, TBinding>());
            Services.TryAddKeyedSingleton<IQueueProducer<TMessage>>(Account, static (provider, account) => provider.GetRequiredKeyedService<IQueueClient<TMessage>>(account));
            Services.TryAddKeyedSingleton<IQueueConsumer<TMessage>>(Account, static (provider, account) => provider.GetRequiredKeyedService<IQueueClient<TMessage>>(account));
            return this;
        }

        object key = typeof(TBinding);
        Services.TryAddKeyedSingleton<IQueueClient<TMessage>>(key, static (provider, _) => provider.GetRequiredService<CmqClient>().Queue<TMessage, TBinding>());
        Services.TryAddKeyedSingleton<IQueueProducer<TMessage>>(key, static (provider, key) => provider.GetRequiredKeyedService<IQueueClient<TMessage>>(key));
        Services.TryAddKeyedSingleton<IQueueConsumer<TMessage>>(key, static (provider, key) => provider.GetRequiredKeyedService<IQueueClient<TMessage>>(key));
        Services.TryAddSingleton<IQueueClient<TMessage>>(static provider => provider.GetRequiredKeyedService<IQueueClient<TMessage>>(typeof(TBinding)));
        Services.TryAddSingleton<IQueueProducer<TMessage>>(static provider => provider.GetRequiredService<IQueueClient<TMessage>>());
        Services.TryAddSingleton<IQueueConsumer<TMessage>>(static provider => provider.GetRequiredService<IQueueClient<TMessage>>());
        return this;
    }

    /// <summary>Registers the topic of a message type as <see cref="ITopicClient{TMessage}"/> and <see cref="ITopicPublisher{TMessage}"/>.</summary>
    /// <typeparam name="TMessage">A type that has <see cref="CmqTopicAttribute"/>.</typeparam>
    public CmqBuilder AddTopic<TMessage>()
        where TMessage : ITopicMessage<TMessage> => AddTopic<TMessage, TMessage>();

    /// <summary>Registers the topic that a binding gives to a message type, with the type of the binding as key, as <see cref="AddQueue{TMessage, TBinding}"/> does it for queues.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <typeparam name="TBinding">The type that binds it to a topic.</typeparam>
    public CmqBuilder AddTopic<TMessage, TBinding>()
        where TBinding : ITopicMessage<TMessage>
    {
        if (Account is not null)
        {
            Services.TryAddKeyedSingleton<ITopicClient<TMessage>>(Account, static (provider, account) => provider.GetRequiredKeyedService<CmqClient>(account).Topic<TMessage, TBinding>());
            Services.TryAddKeyedSingleton<ITopicPublisher<TMessage>>(Account, static (provider, account) => provider.GetRequiredKeyedService<ITopicClient<TMessage>>(account));
            return this;
        }

        object key = typeof(TBinding);
        Services.TryAddKeyedSingleton<ITopicClient<TMessage>>(key, static (provider, _) => provider.GetRequiredService<CmqClient>().Topic<TMessage, TBinding>());
        Services.TryAddKeyedSingleton<ITopicPublisher<TMessage>>(key, static (provider, key) => provider.GetRequiredKeyedService<ITopicClient<TMessage>>(key));
        Services.TryAddSingleton<ITopicClient<TMessage>>(static provider => provider.GetRequiredKeyedService<ITopicClient<TMessage>>(typeof(TBinding)));
        Services.TryAddSingleton<ITopicPublisher<TMessage>>(static provider => provider.GetRequiredService<ITopicClient<TMessage>>());
        return this;
    }
}
