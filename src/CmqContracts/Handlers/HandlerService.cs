using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CmqContracts;

/// <summary>Runs a handler in a host.</summary>
/// <param name="setup">What the handler is made of.</param>
/// <param name="options">Makes its options, which have the handler's name.</param>
/// <param name="section">The configuration section that they come from; <see langword="null"/>: code.</param>
/// <param name="shutdownTimeout">How long the host waits for its services to stop.</param>
internal sealed class HandlerService<TMessage>(HandlerSetup<TMessage> setup, IOptionsFactory<HandlerOptions<TMessage>> options, IConfigurationSection? section, TimeSpan shutdownTimeout) : BackgroundService
{
    /// <summary>How many messages a line of the log names.</summary>
    private const int MostNamed = 16;

    private readonly CancellationTokenSource _cutShort = new();

    private CmqClient Client => setup.Queue.Client;

    private string QueueName => setup.Queue.QueueName;

    /// <summary>Starts, unless the service cannot do what the options ask for.</summary>
    /// <exception cref="OptionsValidationException">It cannot.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        string name = setup.Control.Name;
        if (HandlerRetryRules.Explain(options.Create(name), QueueName, Client.Limits) is { } wrong)
            throw new OptionsValidationException(name, typeof(HandlerOptions<TMessage>), [wrong]);
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Stops in its phases, which the host can cut short.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister(static service => ((HandlerService<TMessage>)service!).CutShort(), this))
            await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        base.Dispose();
        _cutShort.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using IDisposable? loop = Client.Loops?.BeginLoop(setup.Queue.QueueName);
        HandlerOptions<TMessage> current = options.Create(setup.Control.Name);
        if (current.StopTimeout + current.PollStopTimeout > shutdownTimeout)
            Client.Logger.StopsTooLate(QueueName, current.StopTimeout, current.PollStopTimeout, shutdownTimeout);
        setup.Control.Workers.Concurrency = current.Concurrency;
        using IDisposable? changes = section is null ? null : ChangeToken.OnChange(section.GetReloadToken, FollowConfiguration);
        using DeleteBuffer<TMessage> deletes = new(setup.Queue);
        using StopTokens stop = new(Client.IsEmbedded ? TimeSpan.Zero : current.PollStopTimeout, current.StopTimeout, setup.Time, Client.Logger, QueueName, stoppingToken);
        Deduplicator<TMessage>? deduplicator = current.Deduplicate ? new(setup, current.DuplicateWindow) : null;
        MessageRunner<TMessage> runner = new(setup, current, deduplicator, new Settlement<TMessage>(setup.Queue, deletes, current.Retry, setup.Control), deletes, stop);
        try
        {
            await new MessagePump<TMessage>(setup, current, runner, stop).RunAsync().ConfigureAwait(false);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Whatever ended the last poll: what was received is handled to its end.
        }

        await setup.Control.Workers.WhenIdleAsync(_cutShort.Token).ConfigureAwait(false);
        await deletes.FinishAsync(_cutShort.Token).ConfigureAwait(false);
    }

    /// <summary>The host waits no longer.</summary>
    private void CutShort()
    {
        string[] running = setup.Control.Running.Ids;
        if (running.Length > 0)
            Client.Logger.NotStopped(QueueName, running.Length, string.Join(", ", running.Take(MostNamed)));
        Safely.Cancel(_cutShort, Client.Logger, QueueName);
    }

    /// <summary>Takes the number of workers from configuration that was loaded again.</summary>
    private void FollowConfiguration()
    {
        try
        {
            setup.Control.Concurrency = options.Create(setup.Control.Name).Concurrency;
        }
        catch (OptionsValidationException wrong)
        {
            Client.Logger.OptionsRefused(QueueName, CmqLog.Reason(wrong));
        }
    }
}
