using CmqContracts.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>The web console as part of an ASP.NET Core app.</summary>
public static class CmqConsoleEndpoints
{
    /// <summary>
    /// Serves the web console of the app's queues. Who may use it is the app's decision, by <c>RequireAuthorization</c> of the result; without it,
    /// people sign in with <see cref="ConsoleOptions.Token"/>.
    /// </summary>
    /// <param name="endpoints">The app. Its services have an <see cref="ICmqBackend"/>, which <c>AddCmq</c> adds.</param>
    /// <param name="path">Where it is, such as <c>/cmq</c>.</param>
    /// <param name="options">How people sign in whom the app does not authorize.</param>
    /// <returns>The endpoint, for the app's own rules.</returns>
    /// <exception cref="ArgumentException">The path does not begin with <c>/</c>, or is only that; or an option is invalid.</exception>
    /// <exception cref="InvalidOperationException">The app's services have no <see cref="ICmqBackend"/>.</exception>
    public static IEndpointConventionBuilder MapCmqConsole(this IEndpointRouteBuilder endpoints, string path = CmqServer.ConsolePath, ConsoleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(path);
        path = path.TrimEnd('/');
        if (!path.StartsWith('/'))
            throw new ArgumentException($"The console's path is '{path}'; it must begin with / and have a name behind it, such as /cmq.", nameof(path));
        options = options?.Copy() ?? new ConsoleOptions();
        options.Validate();
        IServiceProvider services = endpoints.ServiceProvider;
        ICmqBackend backend = services.GetService<ICmqBackend>()
            ?? throw new InvalidOperationException("The console has no queues to show: add them to the app's services with AddCmq, or an ICmqBackend of your own.");
        Lazy<ConsoleHost> host = new(() => CreateHost(services, backend, options));
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(() =>
        {
            if (host.IsValueCreated)
                host.Value.Dispose();
        });
        return endpoints.Map(path + "/{**rest}", http => host.Value.AnswerAsync(http, path)).WithDisplayName("CMQ console");
    }

    private static ConsoleHost CreateHost(IServiceProvider services, ICmqBackend backend, ConsoleOptions options)
    {
        CancellationToken stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        ConsoleContext console = new(backend, options, services.GetService<TimeProvider>() ?? TimeProvider.System, services.GetRequiredService<ILoggerFactory>(), keys: null, stopping) { Mask = JsonMask.Of(options.MaskedPaths) };
        return new ConsoleHost(console, port: 0);
    }
}
