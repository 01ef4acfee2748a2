using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CmqContracts.Testing.Tests;

/// <summary>A test that has settled its host sees everything that can have happened by that time, and nothing later.</summary>
public sealed class SettlingTests
{
    private readonly ConcurrentQueue<(int Number, TimeSpan At)> _handled = new();

    [Fact]
    public async Task A_sent_message_is_handled_and_deleted_when_the_host_has_settled()
    {
        await using CmqTestHost host = await StartAsync(static (_, _) => Task.CompletedTask);

        await host.Queue<Order>().Client.SendAsync(new Order(1));
        await host.SettleAsync();

        Assert.Equal([new Order(1)], host.Queue<Order>().Deleted);
        Assert.Empty(await host.Queue<Order>().PeekAsync());
    }

    [Fact]
    public async Task A_thousand_messages_are_handled_when_the_host_has_settled()
    {
        await using CmqTestHost host = await StartAsync(static async (_, _) => await Task.Yield());

        (await host.Queue<Order>().Client.SendManyAsync(Enumerable.Range(0, 1000).Select(static number => new Order(number)))).ThrowIfAnyFailed();
        await host.SettleAsync();

        Assert.Equal(1000, host.Queue<Order>().Deleted.Count);
    }

    [Fact]
    public async Task A_body_that_hops_between_threads_is_waited_for()
    {
        await using CmqTestHost host = await StartAsync(static async (_, token) =>
        {
            for (int i = 0; i < 50; i++)
                await Task.Run(static () => Thread.SpinWait(10_000), token);
        });

        await host.Queue<Order>().Client.SendAsync(new Order(1));
        await host.SettleAsync();

        Assert.Single(host.Queue<Order>().Deleted);
    }

    [Fact]
    public async Task A_body_that_waits_for_the_clock_counts_as_settled_and_goes_on_at_its_time()
    {
        await using CmqTestHost host = await StartAsync((host, token) => Task.Delay(TimeSpan.FromSeconds(5), host.Services.GetRequiredService<TimeProvider>(), token));

        await host.Queue<Order>().Client.SendAsync(new Order(1));
        await host.SettleAsync();
        Assert.Equal([new Order(1)], host.Queue<Order>().Received);
        await host.AdvanceAsync(TimeSpan.FromSeconds(4.999));
        Assert.Empty(host.Queue<Order>().Deleted);

        await host.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        Assert.Single(host.Queue<Order>().Deleted);
    }

    [Fact]
    public async Task A_body_that_waits_for_something_else_is_named_with_its_message()
    {
        TaskCompletionSource never = new();
        await using CmqTestHost host = await StartAsync((_, token) => never.Task.WaitAsync(token), new CmqTestOptions { SettleTimeout = TimeSpan.FromMilliseconds(100) });

        SendReceipt sent = await host.Queue<Order>().Client.SendAsync(new Order(1));
        CmqTestException error = await Assert.ThrowsAsync<CmqTestException>(() => host.SettleAsync());

        Assert.Contains($"Background service 'OrderWorker' waits for something other than the clock and its queues, with message {sent.MessageId} of queue 'orders'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_by_the_clock_is_no_wait_for_it()
    {
        TaskCompletionSource never = new();
        await using CmqTestHost host = await StartAsync(
            async (host, token) =>
            {
                using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(5), host.Services.GetRequiredService<TimeProvider>());
                await never.Task.WaitAsync(TimeSpan.FromSeconds(5), host.Services.GetRequiredService<TimeProvider>(), token);
            },
            new CmqTestOptions { SettleTimeout = TimeSpan.FromMilliseconds(100) });

        await host.Queue<Order>().Client.SendAsync(new Order(1));

        await Assert.ThrowsAsync<CmqTestException>(() => host.SettleAsync());
    }

    [Fact]
    public async Task A_body_that_blocks_its_thread_is_running()
    {
        using ManualResetEventSlim gate = new();
        await using CmqTestHost host = await StartAsync(
            (_, token) =>
            {
                gate.Wait(token);
                return Task.CompletedTask;
            },
            new CmqTestOptions { SettleTimeout = TimeSpan.FromMilliseconds(100) });

        await host.Queue<Order>().Client.SendAsync(new Order(1));
        CmqTestException error = await Assert.ThrowsAsync<CmqTestException>(() => host.SettleAsync());
        gate.Set();

        Assert.Contains("Background service 'OrderWorker' is running, with message", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_goes_from_one_due_moment_to_the_next()
    {
        await using CmqTestHost host = await StartAsync(static (_, _) => Task.CompletedTask);
        IQueueClient<Order> orders = host.Queue<Order>().Client;
        foreach (int seconds in (int[])[7, 3, 5])
            await orders.SendAsync(new Order(seconds), TimeSpan.FromSeconds(seconds));

        await host.AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.Equal([(3, TimeSpan.FromSeconds(3)), (5, TimeSpan.FromSeconds(5))], _handled);

        await host.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal((7, TimeSpan.FromSeconds(7)), _handled.Last());
    }

    [Fact]
    public async Task What_a_body_sends_with_a_delay_is_handled_at_its_own_time()
    {
        await using CmqTestHost host = await StartAsync(async (host, token) =>
        {
            if (_handled.Count < 10)
                await host.Queue<Order>().Client.SendAsync(new Order(_handled.Count), TimeSpan.FromMinutes(1), token);
        });

        await host.Queue<Order>().Client.SendAsync(new Order(0));
        await host.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(Enumerable.Range(0, 10).Select(static minute => TimeSpan.FromMinutes(minute)), _handled.Select(static handled => handled.At));
    }

    [Fact]
    public async Task A_message_that_is_not_deleted_comes_back_when_its_visibility_ends()
    {
        await using CmqTestHost host = await CmqTestHost.StartAsync(static services => services.AddCmq().AddQueue<Order>());
        TestQueue<Order> orders = host.Queue<Order>();
        await orders.Client.EnsureCreatedAsync();
        await orders.Client.SendAsync(new Order(1));
        Assert.NotNull(await orders.Client.ReceiveAsync());

        Task<ReceivedMessage<Order>?> again = orders.Client.ReceiveAsync(TimeSpan.FromSeconds(30));
        await host.AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.False(again.IsCompleted);
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(2, (await again)!.DequeueCount);
    }

    [Fact]
    public async Task Fifteen_days_with_a_waiting_service_pass_in_seconds()
    {
        await using CmqTestHost host = await StartAsync(static (_, _) => Task.CompletedTask);
        await host.Queue<Order>().Client.SetAttributesAsync(new QueueSettings { MsgRetentionSeconds = 1296000 });
        await host.Queue<Order>().Client.SendAsync(new Order(1), TimeSpan.FromSeconds(3600));
        long began = Stopwatch.GetTimestamp();

        await host.AdvanceAsync(TimeSpan.FromDays(15));

        Assert.Single(host.Queue<Order>().Deleted);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Settling_can_be_cancelled()
    {
        TaskCompletionSource never = new();
        await using CmqTestHost host = await StartAsync((_, token) => never.Task.WaitAsync(token));
        await host.Queue<Order>().Client.SendAsync(new Order(1));
        using CancellationTokenSource cancel = new();
        Task settling = host.SettleAsync(cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => settling);
    }

    [Fact]
    public async Task A_loop_of_the_test_itself_is_its_own_business()
    {
        await using CmqTestHost host = await CmqTestHost.StartAsync(static services => services.AddCmq().AddQueue<Order>());
        await host.Queue<Order>().Client.EnsureCreatedAsync();
        await host.Queue<Order>().Client.SendAsync(new Order(1));

        await foreach (ReceivedMessage<Order> message in host.Queue<Order>().Client.ReadAllAsync())
        {
            await host.SettleAsync();
            Assert.Equal(new Order(1), message.Body);
            await message.DeleteAsync();
            break;
        }
    }

    [Fact]
    public async Task A_loop_that_waits_out_an_outage_counts_as_settled_and_goes_on_afterwards()
    {
        await using CmqTestHost host = await StartAsync(static (_, _) => Task.CompletedTask);
        await host.SettleAsync();
        host.Faults.Next(CmqCalls.Receive, times: 3).NotSent();
        foreach (int number in (int[])[1, 2])
            await host.Queue<Order>().Client.SendAsync(new Order(number));

        await host.AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.Equal([new Order(1)], host.Queue<Order>().Deleted);
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal([(1, TimeSpan.Zero), (2, TimeSpan.FromSeconds(7))], _handled);
    }

    [Fact]
    public async Task Two_hosts_at_the_same_time_do_not_see_each_other()
    {
        await using CmqTestHost first = await StartAsync(static (_, _) => Task.CompletedTask);
        await using CmqTestHost second = await StartAsync(static (_, _) => Task.CompletedTask);
        await first.Queue<Order>().Client.SendAsync(new Order(1));
        await first.AdvanceAsync(TimeSpan.FromMinutes(1));
        await second.SettleAsync();

        Assert.Single(first.Queue<Order>().Deleted);
        Assert.Empty(second.Queue<Order>().Received);
        Assert.Equal(TimeSpan.FromMinutes(1), first.Clock.GetUtcNow() - second.Clock.GetUtcNow());
    }

    private async Task<CmqTestHost> StartAsync(Func<CmqTestHost, CancellationToken, Task> work, CmqTestOptions? options = null)
    {
        CmqTestHost? host = null;
        DateTimeOffset start = default;
        host = await CmqTestHost.StartAsync(
            services =>
            {
                services.AddCmq().AddQueue<Order>();
                services.AddSingleton<IHostedService, QueueCreator>();
                services.AddSingleton<Func<Order, CancellationToken, Task>>(async (order, token) =>
                {
                    _handled.Enqueue((order.Number, host!.Clock.GetUtcNow() - start));
                    await work(host, token);
                });
                services.AddHostedService<OrderWorker>();
            },
            options);
        start = host.Clock.GetUtcNow();
        return host;
    }

    private sealed class QueueCreator(IQueueClient<Order> orders) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => orders.EnsureCreatedAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
