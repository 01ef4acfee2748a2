using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using CmqContracts.Testing;
using CmqContracts.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CmqContracts.EndToEnd;

/// <summary>A handler against a server in a process of its own, which is killed, or stops, while messages are sent and handled.</summary>
public sealed class HandlerOutageTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-handler-").FullName;
    private readonly LogList _logs = new();
    private readonly ConcurrentDictionary<int, int> _handled = new();
    private readonly int _port = FreePort();

    [Fact]
    public async Task Every_message_that_was_sent_is_handled_although_the_server_is_killed_in_between()
    {
        await using ProgramUnderTest first = await StartServerAsync();
        using IHost host = await StartHostAsync();
        IQueueProducer<Errand> errands = host.Services.GetRequiredService<CmqClient>().Queue<Errand>();
        const int all = 600;
        await WaitAsync(() => host.Services.GetRequiredService<CmqHandlers>()["errands"].LastAnswerAt is not null);
        Task sending = SendAllAsync(errands, all);
        await WaitAsync(() => _handled.Count > 100);
        Assert.False(sending.IsCompleted);

        first.Kill();
        await first.WaitForExitAsync();
        await WaitAsync(() => host.Services.GetRequiredService<CmqHandlers>()["errands"].Failure is not null);
        await using ProgramUnderTest second = await StartServerAsync();
        await sending;

        await WaitAsync(() => _handled.Count == all);
        await WaitAsync(() => host.Services.GetRequiredService<CmqHandlers>()["errands"].Failure is null);
        await host.StopAsync();
        QueueAttributes left = await host.Services.GetRequiredService<CmqClient>().Queue<Errand>().GetAttributesAsync();
        Assert.Equal(0, left.ActiveMessages);
        Assert.Single(_logs.Lines, static line => line.Contains("Queue errands cannot be read.", StringComparison.Ordinal));
        Assert.Single(_logs.Lines, static line => line.Contains("Queue errands is read again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_under_load_leaves_no_handled_message_behind_and_loses_none()
    {
        await using ProgramUnderTest server = await StartServerAsync();
        using IHost host = await StartHostAsync();
        IQueueClient<Errand> errands = host.Services.GetRequiredService<CmqClient>().Queue<Errand>();
        await errands.EnsureCreatedAsync();
        (await errands.SendManyAsync(Enumerable.Range(0, 2_000).Select(static number => new Errand(number)))).ThrowIfAnyFailed();
        await WaitAsync(() => _handled.Count > 300);

        await host.StopAsync();

        QueueAttributes left = await errands.GetAttributesAsync();
        Assert.Equal(0, left.InactiveMessages);
        Assert.Equal(2_000, left.ActiveMessages + _handled.Count);
        Assert.All(_handled.Values, static times => Assert.Equal(1, times));
        Assert.DoesNotContain(_logs.Lines, static line => line.StartsWith("Warning", StringComparison.Ordinal) && !line.Contains("plain http", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_waits_for_a_server_that_is_not_there_yet_and_for_a_key_that_is_refused()
    {
        using IHost host = await StartHostAsync("another key");
        HandlerControl control = host.Services.GetRequiredService<CmqHandlers>()["errands"];
        await WaitAsync(() => control.Failure is CmqUnavailableException { Outcome: CmqOutcome.NotSent });
        Assert.False(control.NeedsMending);

        await using ProgramUnderTest server = await StartServerAsync();
        await WaitAsync(() => control.Failure is CmqServiceException refusal && refusal.Is(CmqErrors.AuthenticationFailed));

        Assert.True(control.NeedsMending);
        await host.StopAsync();
        Assert.Contains(_logs.Lines, static line => line.StartsWith("Error: Queue errands cannot be read, and waiting will not mend that: ", StringComparison.Ordinal) && line.Contains("Check that the secret key belongs to the secret id", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>Sends each message until the server says that it has it.</summary>
    private static async Task SendAllAsync(IQueueProducer<Errand> errands, int count)
    {
        for (int number = 0; number < count; number++)
        {
            while (true)
            {
                try
                {
                    await errands.SendAsync(new Errand(number));
                    break;
                }
                catch (CmqUnavailableException)
                {
                    // Once more, after the pauses of the client's own tries.
                }
            }
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits for what other threads and processes do, in real time.</summary>
    private async Task WaitAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? expression = null)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"Not within a minute: {expression}; {_handled.Count} messages are handled. Log:\n{string.Join('\n', _logs.Lines)}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private async Task<ProgramUnderTest> StartServerAsync()
    {
        ProgramUnderTest server = ProgramUnderTest.Start("Tool", new Dictionary<string, string> { ["CMQ_SECRET_ID"] = "AKIDhandler", ["CMQ_SECRET_KEY"] = "the key" }, "serve", "--port", $"{_port}", "--data", _directory);
        await server.WaitForLineAsync($":{_port}");
        return server;
    }

    private async Task<IHost> StartHostAsync(string secretKey = "the key")
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(_handled).AddSingleton(_logs.Factory);
        builder.Services
            .AddCmq(options =>
            {
                options.Endpoint = $"http://127.0.0.1:{_port}";
                options.SecretId = "AKIDhandler";
                options.SecretKey = secretKey;
            })
            .AddHandler<Errand, DoErrand>();
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private sealed class DoErrand(ConcurrentDictionary<int, int> handled) : IMessageHandler<Errand>
    {
        public async Task<Settle> HandleAsync(ReceivedMessage<Errand> message, CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
            handled.AddOrUpdate(message.Body.Number, 1, static (_, times) => times + 1);
            return Settle.Done;
        }
    }
}

[CmqQueue("errands", VisibilityTimeout = 20)]
public sealed partial record Errand(int Number);
