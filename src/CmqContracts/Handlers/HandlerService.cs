using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CmqContracts;

/// <summary>Runs a handler in a host.</summary>
/// <param name="setup">What the handler is made of.</param>
/// <param name="monitor">How it handles; named after the queue.</param>
/// <param name="shutdownTimeout">How long the host waits for its services to stop.</param>
internal sealed class HandlerService<TMessage>(HandlerSetup<TMessage> setup, IOptionsMonitor<HandlerOptions<TMessage>> monitor, TimeSpan shutdownTimeout) : BackgroundService
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly HandlerOptions<TMessage> _options = monitor.Get(setup.Queue.QueueName);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.StopTimeout + _options.PollStopTimeout > shutdownTimeout)
            setup.Queue.Client.Logger.StopsTooLate(setup.Queue.QueueName, _options.StopTimeout, _options.PollStopTimeout, shutdownTimeout);
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Stops in its phases, which the host can cut short.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister(static abandoned => ((CancellationTokenSource)abandoned!).Cancel(), _abandoned))
            await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        base.Dispose();
        _abandoned.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using IDisposable? changes = monitor.OnChange((_, name) => FollowConfiguration(name));
        using DeleteBuffer<TMessage> deletes = new(setup.Queue);
        using StopTokens stop = new(setup.Queue.Client.IsEmbedded ? TimeSpan.Zero : _options.PollStopTimeout, _options.StopTimeout, setup.Time, stoppingToken);
        MessageRunner<TMessage> runner = new(setup, _options, new Settlement<TMessage>(setup.Queue, deletes, setup.Control), deletes, stop);
        try
        {
            await new MessagePump<TMessage>(setup, _options, runner, stop).RunAsync().ConfigureAwait(false);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Whatever ended the last poll: what was received is handled to its end.
        }

        await setup.Control.Workers.WhenIdleAsync(_abandoned.Token).ConfigureAwait(false);
        await deletes.FinishAsync(_abandoned.Token).ConfigureAwait(false);
    }

    /// <summary>Takes the number of workers from configuration that was loaded again.</summary>
    private void FollowConfiguration(string? name)
    {
        if (name == setup.Queue.QueueName)
            setup.Control.Concurrency = monitor.Get(name).Concurrency;
    }
}
