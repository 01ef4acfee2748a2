using System.Collections.Concurrent;
using CmqContracts.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>A test host with a handler of payments that de-duplicates, in memory unless another store is given.</summary>
public sealed class PaymentHost : IAsyncDisposable
{
    private CmqTestHost? _test;
    private readonly LogList _logs = new();

    private PaymentHost()
    {
        Work = (message, _) =>
        {
            Effects.Enqueue(message.Body.Key);
            return Task.FromResult(Settle.Done);
        };
    }

    public CmqTestHost Test => _test!;

    /// <summary>What handlers have done, in this order.</summary>
    public ConcurrentQueue<string> Effects { get; } = new();

    public Func<ReceivedMessage<Payment>, CancellationToken, Task<Settle>> Work { get; set; }

    /// <summary>Handles messages with their transaction in place of <see cref="Work"/>.</summary>
    public Func<MessageTransaction, ReceivedMessage<Payment>, Settle>? WorkInScope { get; set; }

    public IReadOnlyCollection<string> Logs => _logs.Lines;

    public TestQueue<Payment> Payments => Test.Queue<Payment>();

    public HandlerControl Control => Test.Services.GetRequiredService<CmqHandlers>()["payments"];

    public TimeProvider Time => Test.Services.GetRequiredService<TimeProvider>();

    public static async Task<PaymentHost> StartAsync(
        Action<HandlerOptions<Payment>>? configure = null,
        Action<CmqBuilder>? add = null,
        Func<ReceivedMessage<Payment>, CancellationToken, Task<Settle>>? work = null,
        Func<string>? messageKey = null,
        IDeduplicationStore? store = null)
    {
        PaymentHost host = new();
        host.Work = work ?? host.Work;
        Payment.KeyInPlace.Value = messageKey;
        host._test = await CmqTestHost.StartAsync(services =>
        {
            services.AddSingleton(host).AddSingleton(host._logs.Factory);
            CmqBuilder builder = services.AddCmq();
            builder.AddHandler<Payment, HandlePayment>(options =>
            {
                options.Deduplicate = true;
                configure?.Invoke(options);
            });
            if (store is null)
                builder.AddMemoryDeduplication();
            else
                services.AddSingleton(store);
            add?.Invoke(builder);
        });
        await host.Test.SettleAsync();
        return host;
    }

    public async Task SendAsync(params string[] keys)
    {
        (await Payments.Client.SendManyAsync(keys.Select(static key => new Payment(key)))).ThrowIfAnyFailed();
        await Test.SettleAsync();
    }

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}

[CmqQueue("payments", VisibilityTimeout = 30, MsgRetentionSeconds = 3600, RewindSeconds = 600)]
public sealed partial record Payment(string Key)
{
    /// <summary>Gives keys that no body could, for the test that has set it.</summary>
    internal static AsyncLocal<Func<string>?> KeyInPlace { get; } = new();

    [DeduplicationKey]
    internal string KeyOfTest => KeyInPlace.Value is { } key ? key() : Key;
}

[CmqQueue<Payment>("refunds", VisibilityTimeout = 30)]
public sealed partial class RefundQueue;

public sealed class HandlePayment(PaymentHost host, MessageTransaction? transaction = null) : IMessageHandler<Payment>
{
    public Task<Settle> HandleAsync(ReceivedMessage<Payment> message, CancellationToken cancellationToken) =>
        host.WorkInScope is { } work ? Task.FromResult(work(transaction!, message)) : host.Work(message, cancellationToken);
}
