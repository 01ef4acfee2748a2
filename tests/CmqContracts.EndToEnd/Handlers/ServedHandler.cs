using System.Collections.Concurrent;
using CmqContracts.Testing;
using CmqContracts.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace CmqContracts.EndToEnd.Handlers;

/// <summary>A handler in a host of its own, which talks to a server over HTTP, on a clock that the test moves.</summary>
internal sealed class ServedHandler : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, int> _handled = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _awaited = [];
    private IHost? _host;

    /// <param name="ahead">By how much its clock is ahead of that of the machine.</param>
    public ServedHandler(TimeSpan ahead = default) => Clock = new WatchedClock(new ManualTimeProvider(DateTimeOffset.UtcNow + ahead));

    /// <summary>The clock of the client and of the handler.</summary>
    public TimeProvider Time => OnMachineTime ? TimeProvider.System : Clock;

    public bool OnMachineTime { get; init; }

    public WatchedClock Clock { get; }

    public LogList Logs { get; } = new();

    /// <summary>What the handler does with a message.</summary>
    public Func<ReceivedMessage<Delivery>, CancellationToken, Task<Settle>> Work { get; set; } = static (_, _) => Task.FromResult(Settle.Done);

    /// <summary>How often each message was handled to its end.</summary>
    public IReadOnlyDictionary<int, int> Handled => _handled;

    public CmqClient Client => _host!.Services.GetRequiredService<CmqClient>();

    public HandlerControl Control => _host!.Services.GetRequiredService<CmqHandlers>()["deliveries"];

    public async Task StartAsync(string endpoint, Action<CmqOptions>? configure = null, Action<HandlerOptions<Delivery>>? handle = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(this).AddSingleton(Logs.Factory);
        builder.Services.AddHealthChecks().AddCmqHandlers();
        builder.Services
            .AddCmq(options =>
            {
                (options.Endpoint, options.SecretId, options.SecretKey) = (endpoint, TestServer.SecretId, TestServer.SecretKey);
                options.TimeProvider = Time;
                configure?.Invoke(options);
            })
            .AddHandler<Delivery, Deliver>(handle);
        _host = builder.Build();
        await _host.StartAsync();
    }

    public Task StopAsync() => _host!.StopAsync();

    public async Task<HealthStatus> CheckHealthAsync() => (await _host!.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;

    /// <summary>Waits until so many messages were handled.</summary>
    public Task WhenHandledAsync(int count)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_awaited)
        {
            if (_handled.Count >= count)
                return Task.CompletedTask;
            _awaited.Add((count, reached));
        }

        return reached.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
    }

    private sealed class Deliver(ServedHandler served) : IMessageHandler<Delivery>
    {
        public async Task<Settle> HandleAsync(ReceivedMessage<Delivery> message, CancellationToken cancellationToken)
        {
            Settle settle = await served.Work(message, cancellationToken);
            lock (served._awaited)
            {
                served._handled.AddOrUpdate(message.Body.Number, 1, static (_, times) => times + 1);
                foreach ((int count, TaskCompletionSource reached) in served._awaited)
                {
                    if (served._handled.Count >= count)
                        reached.TrySetResult();
                }
            }

            return settle;
        }
    }
}

[CmqQueue("deliveries", VisibilityTimeout = 300)]
public sealed partial record Delivery(int Number);
