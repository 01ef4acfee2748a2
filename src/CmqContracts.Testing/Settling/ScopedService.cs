using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CmqContracts.Testing;

/// <summary>
/// Starts a background service inside a scope, to which all that the service does belongs. To the host it is what the service is: a
/// <see cref="BackgroundService"/> with the task of its loop, and one that is told of the phases of start and stop.
/// </summary>
internal sealed class ScopedService(ActivityScope scope, IHostedService service) : BackgroundService, IHostedLifecycleService, IAsyncDisposable
{
    public override Task? ExecuteTask => (service as BackgroundService)?.ExecuteTask;

    /// <summary>Gives every background service of a host a scope.</summary>
    public static void AddTo(IServiceCollection services, ActivityMonitor monitor)
    {
        for (int i = 0; i < services.Count; i++)
        {
            if (services[i] is not { IsKeyedService: false } original || original.ServiceType != typeof(IHostedService))
                continue;
            ActivityScope scope = monitor.AddScope(NameOf(original));
            services[i] = ServiceDescriptor.Singleton<IHostedService>(provider => new ScopedService(scope, Create(original, provider)));
        }
    }

    // In an async method, so that the caller's flow stays as it was.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (service is BackgroundService)
            scope.EnterToStartLoop();
        else
            scope.Enter();
        await service.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override Task StopAsync(CancellationToken cancellationToken) => service.StopAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => (service as IHostedLifecycleService)?.StartingAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => (service as IHostedLifecycleService)?.StartedAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => (service as IHostedLifecycleService)?.StoppingAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => (service as IHostedLifecycleService)?.StoppedAsync(cancellationToken) ?? Task.CompletedTask;

    public override void Dispose()
    {
        (service as IDisposable)?.Dispose();
        base.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (service is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
            base.Dispose();
        }
        else
        {
            Dispose();
        }
    }

    /// <summary>Never called: the service has a loop of its own.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

    private static IHostedService Create(ServiceDescriptor original, IServiceProvider provider) =>
        original.ImplementationInstance as IHostedService
        ?? (IHostedService)(original.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, original.ImplementationType!));

    private static string NameOf(ServiceDescriptor service)
    {
        Type? type = service.ImplementationType ?? service.ImplementationInstance?.GetType() ?? service.ImplementationFactory?.Method.ReturnType;
        return type is null || type == typeof(object) || type == typeof(IHostedService) ? "A background service" : $"Background service '{type.Name}'";
    }
}
