using CmqContracts.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>A test host with a handler of jobs.</summary>
public sealed class HandlerHost(CmqTestHost host, Work work, LogList logs) : IAsyncDisposable
{
    public CmqTestHost Test => host;

    public Work Work => work;

    public IReadOnlyCollection<string> Logs => logs.Lines;

    public TestQueue<Job> Jobs => host.Queue<Job>();

    public HandlerControl Control => host.Services.GetRequiredService<CmqHandlers>()["jobs"];

    public TimeProvider Time => host.Services.GetRequiredService<TimeProvider>();

    public static async Task<HandlerHost> StartAsync(Action<HandlerOptions<Job>>? configure = null, Action<CmqBuilder>? add = null, Func<ReceivedMessage<Job>, CancellationToken, Task<Settle>>? work = null, CmqTestOptions? options = null)
    {
        Work jobs = new();
        if (work is not null)
            jobs.Do = work;
        LogList logs = new();
        CmqTestHost host = await CmqTestHost.StartAsync(services =>
        {
            services.AddSingleton(jobs).AddSingleton(logs.Factory);
            CmqBuilder builder = services.AddCmq();
            builder.AddHandler<Job, DoJob>(configure);
            add?.Invoke(builder);
        }, options);
        await host.SettleAsync();
        return new HandlerHost(host, jobs, logs);
    }

    public async Task SendAsync(params int[] numbers)
    {
        (await Jobs.Client.SendManyAsync(numbers.Select(static number => new Job(number)))).ThrowIfAnyFailed();
        await host.SettleAsync();
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
