using System.Collections.Concurrent;
using System.Diagnostics;
using CmqContracts.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Worker;

namespace CmqContracts.EndToEnd;

/// <summary>The sample of a worker: as a user tests such a program, with OpenTelemetry's own packages; and as it runs.</summary>
public sealed class WorkerSampleTests
{
    [Fact]
    public async Task What_OpenTelemetry_gets_follows_an_order_from_its_customer_to_its_handler()
    {
        ConcurrentBag<Activity> exported = [];
        List<Metric> metrics = [];
        await using CmqTestHost test = new();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddShop(builder.Configuration);
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource("CmqContracts").AddProcessor(new Exported(exported)))
            .WithMetrics(metering => metering.AddMeter("CmqContracts").AddInMemoryExporter(metrics));
        test.AddTo(builder.Services);
        using IHost host = builder.Build();
        await host.StartAsync();
        await test.AdvanceAsync(TimeSpan.FromSeconds(0.5));

        Activity sent = Assert.Single(exported, static span => span.DisplayName == "send WorkerOrders");
        Activity handled = Assert.Single(exported, static span => span.DisplayName == "process WorkerOrders");
        Assert.Equal(sent.GetTagItem("messaging.message.id"), handled.GetTagItem("messaging.message.id"));
        Assert.Equal(["delete WorkerOrders", "process WorkerOrders", "receive WorkerOrders", "send WorkerOrders"], exported.Select(static span => span.DisplayName).Order(StringComparer.Ordinal));
        Assert.True(host.Services.GetRequiredService<MeterProvider>().ForceFlush());
        Assert.Superset(
            new HashSet<string> { "messaging.client.consumed.messages", "messaging.client.operation.duration", "messaging.client.sent.messages", "messaging.process.duration" },
            metrics.Select(static metric => metric.Name).ToHashSet());
        await host.StopAsync();
    }

    [Fact]
    public async Task An_order_that_is_too_large_goes_to_the_dead_letter_queue()
    {
        await using CmqTestHost test = new();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddShop(builder.Configuration);
        test.AddTo(builder.Services);
        using IHost host = builder.Build();
        await host.StartAsync();

        await test.AdvanceAsync(TimeSpan.FromSeconds(11.9));

        Assert.Equal(12, test.Queue<OrderPlaced>().Sent.Count);
        Assert.Single(await test.Queue("WorkerOrders-failed").PeekAsync());
        await host.StopAsync();
    }

    [Fact]
    public async Task Customers_come_again_when_the_service_cannot_be_reached()
    {
        await using CmqTestHost test = new();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddShop(builder.Configuration);
        test.AddTo(builder.Services);
        using IHost host = builder.Build();
        test.Faults.Next(CmqCalls.Send, times: 3).NotSent();
        await host.StartAsync();

        await test.AdvanceAsync(TimeSpan.FromSeconds(3.9));

        Assert.Equal(1, Assert.Single(test.Queue<OrderPlaced>().Sent).Pieces);
        await host.StopAsync();
    }

    [Fact]
    public async Task It_runs_and_shows_its_telemetry()
    {
        await using ProgramUnderTest worker = ProgramUnderTest.Start("Worker", new Dictionary<string, string>());

        await worker.WaitForLineAsync("Shipped order ");
        await worker.WaitForLineAsync("process WorkerOrders");
        worker.Kill();
    }

    /// <summary>Keeps the spans that an exporter would get.</summary>
    private sealed class Exported(ConcurrentBag<Activity> spans) : OpenTelemetry.BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (Equals(data.GetTagItem("messaging.destination.name"), "WorkerOrders"))
                spans.Add(data);
        }
    }
}
