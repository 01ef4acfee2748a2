using CmqContracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds CMQ to a host.</summary>
/// <remarks>
/// All forms register <see cref="CmqClient"/> as a singleton that the container disposes of, with the host's loggers and, if
/// one is registered, its <see cref="TimeProvider"/>. Settings that are missing come from the environment (<c>CMQ_ENDPOINT</c>,
/// <c>CMQ_SECRET_ID</c>, <c>CMQ_SECRET_KEY</c>, <c>CMQ_TOKEN</c>, <c>CMQ_CREDENTIALS_FILE</c>, <c>CMQ_REGION</c>). They are checked when the host starts, and
/// where there is no host when the client is first asked for: <see cref="OptionsValidationException"/> names what is wrong, and so
/// it does with a key of the configuration's section that is no setting, or has no value.
/// The forms without a name also register the client's account as an <see cref="ICmqBackend"/>, for parts of the host that serve one, unless there is another.
/// Forms can be combined; what is called later wins. The forms with a name add an account beside others, with settings of its own and services by key.
/// </remarks>
public static class CmqServiceCollectionExtensions
{
    /// <summary>Adds CMQ with settings from the environment.</summary>
    public static CmqBuilder AddCmq(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddOptions(services, Options.Options.DefaultName);
        services.TryAddSingleton(static provider => CmqClient.Connect(provider.GetRequiredService<IOptions<CmqOptions>>().Value));
        services.TryAddSingleton<ICmqBackend>(static provider => new ClientBackend(provider.GetRequiredService<CmqClient>()));
        return new CmqBuilder(services);
    }

    /// <summary>Adds CMQ with settings from code.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options.</param>
    public static CmqBuilder AddCmq(this IServiceCollection services, Action<CmqOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        return services.AddCmq();
    }

    /// <summary>Adds CMQ with settings from configuration: <c>Endpoint</c>, <c>SecretId</c>, <c>SecretKey</c>, <c>Token</c>, <c>CredentialsFile</c>, <c>Region</c>, <c>Profile</c>, <c>SignatureMethod</c>, <c>Timeout</c>, <c>Coalescing:Delay</c>, and <c>Retries</c> with <c>MaxAttempts</c>, <c>TotalTime</c>, <c>Delay</c>, <c>AllowDuplicates</c> and <c>Seed</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration with a section <c>Cmq</c>, or that section itself under any name.</param>
    public static CmqBuilder AddCmq(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.Configure<CmqOptions>(options => CmqConfiguration.Bind(configuration, options));
        return services.AddCmq();
    }

    /// <summary>Adds CMQ with settings from configuration, and then from code, for what configuration cannot say: <c>cmq => cmq.OpenStore = SqliteStore.Open</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration with a section <c>Cmq</c>, or that section itself under any name.</param>
    /// <param name="configure">Sets options, after configuration has.</param>
    public static CmqBuilder AddCmq(this IServiceCollection services, IConfiguration configuration, Action<CmqOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddCmq(configuration).Services.AddCmq(configure);
    }

    /// <summary>Adds a named account of CMQ with settings from code, beside others: its services have the name as key.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The account's name: <c>[FromKeyedServices("eu")] CmqClient</c>.</param>
    /// <param name="configure">Sets the options. Nothing is taken from the environment.</param>
    public static CmqBuilder AddCmq(this IServiceCollection services, string name, Action<CmqOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(name, configure);
        return AddAccount(services, name);
    }

    /// <summary>Adds a named account of CMQ with settings from configuration, beside others: its services have the name as key.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The account's name: <c>[FromKeyedServices("eu")] CmqClient</c>.</param>
    /// <param name="section">The section of its settings. Nothing is taken from the environment.</param>
    /// <param name="configure">Sets options after configuration has; <see langword="null"/>: none.</param>
    public static CmqBuilder AddCmq(this IServiceCollection services, string name, IConfigurationSection section, Action<CmqOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(section);
        services.Configure<CmqOptions>(name, options => CmqConfiguration.Bind(section, options));
        if (configure is not null)
            services.Configure(name, configure);
        return AddAccount(services, name);
    }

    private static CmqBuilder AddAccount(IServiceCollection services, string name)
    {
        services.Configure<CmqOptions>(name, options => options.Account = name);
        AddOptions(services, name);
        services.TryAddKeyedSingleton(name, static (provider, key) => CmqClient.Connect(provider.GetRequiredService<IOptionsMonitor<CmqOptions>>().Get((string)key!)));
        return new CmqBuilder(services, name);
    }

    private static void AddOptions(IServiceCollection services, string name)
    {
        services.AddOptions<CmqOptions>(name)
            .PostConfigure<IServiceProvider>(static (options, provider) =>
            {
                options.FillFromEnvironment();
                options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
                if (options.TimeProvider == TimeProvider.System && provider.GetService<TimeProvider>() is { } timeProvider)
                    options.TimeProvider = timeProvider;
            })
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CmqOptions>, CmqOptionsValidator>());
    }
}
