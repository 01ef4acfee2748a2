using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Worker;

// Orders are placed and shipped in the background, with health and telemetry on the console: dotnet run --project samples/Worker
HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddShop(builder.Configuration);
builder.Services.AddOpenTelemetry()
    .WithTracing(static tracing => tracing.AddSource("CmqContracts").AddConsoleExporter())
    .WithMetrics(static metrics => metrics.AddMeter("CmqContracts").AddConsoleExporter());
await builder.Build().RunAsync();
