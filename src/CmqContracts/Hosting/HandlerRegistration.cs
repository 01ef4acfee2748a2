using System.Diagnostics.CodeAnalysis;
using CmqContracts.Protocol;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CmqContracts;

/// <summary>Adds a handler to a host's services.</summary>
internal sealed class HandlerRegistration
{
    private HandlerRegistration(string name, Type handlerType)
    {
        Name = name;
        HandlerType = handlerType;
    }

    public string Name { get; }

    public Type HandlerType { get; }

    /// <exception cref="InvalidOperationException">The queue has a handler already.</exception>
    public static void Add<TMessage, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(IServiceCollection services, string? account, QueueContract<TMessage> contract, IConfigurationSection? section, Action<HandlerOptions<TMessage>>? configure)
        where THandler : class, IMessageHandler<TMessage>
    {
        // No queue's name has a slash in it.
        string name = account is null ? contract.QueueName : $"{account}/{contract.QueueName}";
        foreach (HandlerRegistration other in services.Select(static service => service.IsKeyedService ? null : service.ImplementationInstance).OfType<HandlerRegistration>())
        {
            if (CmqNameRule.Comparer.Equals(other.Name, name))
                throw new InvalidOperationException($"Queue '{name}' has the handler {other.HandlerType.Name}, and {typeof(THandler).Name} is added: each message would come to one of them, by chance. Add one handler for a queue; for more workers raise its Concurrency; for two handlers of each message publish to a topic with two queues.");
        }

        services.AddSingleton(new HandlerRegistration(name, typeof(THandler)));
        services.TryAddScoped<THandler>();
        services.TryAddScoped(static _ => new MessageTransaction());
        services.TryAddSingleton(static provider => new CmqHandlers(provider.GetServices<HandlerControl>()));
        AddOptions<TMessage, THandler>(services, name, contract, section, configure);
        services.AddSingleton(provider =>
        {
            CmqClient client = ClientOf(provider, account);
            return new HandlerControl(name, client.Names.Queue(contract.QueueName), new WorkerPool(client.Time, client.Loops));
        });
        services.AddSingleton<IHostedService>(provider => Create<TMessage, THandler>(provider, account, name, contract, section));
    }

    private static void AddOptions<TMessage, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(IServiceCollection services, string name, QueueContract<TMessage> contract, IConfigurationSection? section, Action<HandlerOptions<TMessage>>? configure)
    {
        OptionsBuilder<HandlerOptions<TMessage>> options = services.AddOptions<HandlerOptions<TMessage>>(name);
        if (section is not null)
            options.Configure(options => HandlerConfiguration.Bind(section, options, name));
        if (configure is not null)
            options.Configure(configure);
        options.ValidateOnStart();
        bool takesTransaction = typeof(THandler).GetConstructors() is { Length: > 0 } constructors
            && Array.TrueForAll(constructors, static constructor => Array.Exists(constructor.GetParameters(), static parameter => parameter.ParameterType == typeof(MessageTransaction) && !parameter.HasDefaultValue));
        services.AddSingleton<IValidateOptions<HandlerOptions<TMessage>>>(provider => new HandlerOptionsValidator<TMessage>(name, typeof(THandler).Name, takesTransaction, contract, provider.GetService<IDeduplicationStore>() is not null));
    }

    private static HandlerService<TMessage> Create<TMessage, THandler>(IServiceProvider provider, string? account, string name, QueueContract<TMessage> contract, IConfigurationSection? section)
        where THandler : class, IMessageHandler<TMessage>
    {
        QueueClient<TMessage> queue = new(ClientOf(provider, account), contract);
        HandlerControl control = provider.GetRequiredService<CmqHandlers>()[name];
        HandlerSetup<TMessage> setup = new(
            queue,
            typeof(THandler),
            static (services, message, cancellationToken) => services.GetRequiredService<THandler>().HandleAsync(message, cancellationToken),
            provider.GetRequiredService<IServiceScopeFactory>(),
            control)
        {
            Store = provider.GetService<IDeduplicationStore>(),
            StoredName = control.QueueInAccount,
        };
        return new HandlerService<TMessage>(setup, provider.GetRequiredService<IOptionsFactory<HandlerOptions<TMessage>>>(), section, provider.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }

    private static CmqClient ClientOf(IServiceProvider provider, string? account) => account is null ? provider.GetRequiredService<CmqClient>() : provider.GetRequiredKeyedService<CmqClient>(account);
}
