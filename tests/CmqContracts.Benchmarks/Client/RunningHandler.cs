using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CmqContracts.Benchmarks;

/// <summary>A message of the handler figures.</summary>
[CmqQueue("figures", VisibilityTimeout = 60)]
public sealed partial record FigureMessage(int Number, string Text);

/// <summary>A host with one handler, and its requests.</summary>
internal sealed class RunningHandler : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly CountingService _requests;

    private RunningHandler(IHost host, CountingService requests)
    {
        _host = host;
        _requests = requests;
    }

    public long Requests => _requests.Requests;

    public HandlerControl Control => _host.Services.GetRequiredService<CmqHandlers>()["figures"];

    public static async Task<RunningHandler> StartAsync(Uri endpoint, int concurrency, Func<Task> work)
    {
        CountingService? requests = null;
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(work);
        builder.Services
            .AddCmq(options => OptionsOf(endpoint, options))
            .Use(inner => requests = new CountingService(inner))
            .AddHandler<FigureMessage, FigureHandler>(options => options.Concurrency = concurrency);
        IHost host = builder.Build();
        await host.StartAsync();
        return new RunningHandler(host, requests!);
    }

    [SuppressMessage("Use", "CMQ0306", Justification = "It is the key of a server that this program starts.")]
    public static CmqOptions OptionsOf(Uri endpoint, CmqOptions options)
    {
        options.Endpoint = endpoint.ToString();
        options.SecretId = SignedRequests.SecretId;
        options.SecretKey = SignedRequests.SecretKey;
        return options;
    }

    /// <summary>Waits until so many messages are handled and deleted.</summary>
    public async Task WaitAsync(long handled)
    {
        while (Control.Handled < handled)
            await Task.Delay(1);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class FigureHandler(Func<Task> work) : IMessageHandler<FigureMessage>
    {
        public async Task<Settle> HandleAsync(ReceivedMessage<FigureMessage> message, CancellationToken cancellationToken)
        {
            await work();
            return Settle.Done;
        }
    }
}
