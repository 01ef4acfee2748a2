using CmqContracts.Testing;

namespace CmqContracts.EndToEnd.Handlers;

/// <summary>A service that throttles everything, and one that stalls, lose no message that was acknowledged, and are said once each.</summary>
public sealed class HandlerStormTests
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_storm_of_throttling_under_load_loses_nothing_and_doubles_nothing()
    {
        const int all = 400;
        await using TestServer server = await TestServer.StartAsync();
        await using ServedHandler handler = new() { OnMachineTime = true };
        CmqFaults faults = new();
        TaskCompletionSource allBusy = new(TaskCreationOptions.RunContinuationsAsynchronously), mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int busy = 0;
        handler.Work = async (message, _) =>
        {
            if (message.Body.Number >= all / 4)
            {
                if (Interlocked.Increment(ref busy) == 16)
                    allBusy.SetResult();
                await mayEnd.Task;
            }

            return Settle.Done;
        };
        await server.Deliveries.EnsureCreatedAsync();
        await handler.StartAsync(server.Endpoint.ToString(), options => options.CreateHandler = faults.InFrontOf);
        await SendAsync(0, all / 2);
        await allBusy.Task.WaitAsync(TimeSpan.FromMinutes(1));

        // Handled messages are to be deleted, others sent and received.
        faults.Some(CmqCalls.All, share: 1).Throttle();
        Task sending = SendAsync(all / 2, all);
        mayEnd.SetResult();
        await handler.Logs.WaitForAsync("Warning: Queue deliveries cannot be read. It is tried again, at least once a minute: ");
        faults.Clear();
        await handler.Logs.WaitForAsync("Information: Queue deliveries is read again, after ");
        await sending;
        await handler.WhenHandledAsync(all);
        await handler.StopAsync();

        Assert.Equal(Enumerable.Range(0, all), handler.Handled.Keys.Order());
        Assert.All(handler.Handled, static handled => Assert.True(handled.Value == 1, $"Message {handled.Key} was handled {handled.Value} times."));
        Assert.Equal(0, await server.CountAsync());
        Assert.Contains(faults.Injected, static fault => fault.Call == CmqCalls.Send);
        Assert.Contains(faults.Injected, static fault => fault.Call == CmqCalls.Delete);
        Assert.Single(handler.Logs.Lines, static line => line.Contains("cannot be read", StringComparison.Ordinal));
        Assert.Single(handler.Logs.Lines, static line => line.Contains("is read again", StringComparison.Ordinal));

        // Each until the service says that it has it.
        async Task SendAsync(int from, int to)
        {
            for (int number = from; number < to;)
            {
                try
                {
                    await handler.Client.Queue<Delivery>().SendAsync(new Delivery(number));
                    number++;
                }
                catch (CmqServiceException throttled) when (throttled.Is(CmqErrors.QpsThrottling))
                {
                    // Once more, after the pauses of the client's own tries.
                }
            }
        }
    }

    [Fact]
    public async Task Stalls_of_30_seconds_end_with_the_timeout_and_no_message_comes_back()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using ServedHandler handler = new();
        CmqFaults faults = new(timeProvider: handler.Clock);
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously), mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously), deleted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        handler.Work = async (_, _) =>
        {
            begun.TrySetResult();
            await mayEnd.Task;
            return Settle.Done;
        };
        await server.Deliveries.EnsureCreatedAsync();
        await server.SendAsync(1);
        await handler.StartAsync(
            server.Endpoint.ToString(),
            options =>
            {
                options.Retries = null;
                options.CreateHandler = faults.InFrontOf;
                options.Use(inner => new Deletes(inner, deleted));
            },
            static options => (options.Concurrency, options.PollStopTimeout) = (1, TimeSpan.Zero));
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));

        // The delete of the message, and the next poll.
        faults.Next(CmqCalls.All, times: 2).Stall(Stall);
        mayEnd.SetResult();
        await handler.Clock.WhenWaitedForAsync(Stall);
        await handler.Clock.WhenWaitedForAsync(Stall);
        handler.Clock.Advance(TimeSpan.FromSeconds(10));
        await handler.Clock.WhenWaitedForAsync(TimeSpan.FromMilliseconds(100));
        handler.Clock.Advance(TimeSpan.FromMilliseconds(100));
        await deleted.Task.WaitAsync(TimeSpan.FromMinutes(1));
        handler.Clock.Advance(TimeSpan.FromMilliseconds(9_900));
        await handler.Clock.WhenWaitedForAsync(TimeSpan.FromSeconds(1));
        await server.SendAsync(2);
        handler.Clock.Advance(TimeSpan.FromSeconds(1));
        await handler.WhenHandledAsync(2);
        await handler.StopAsync();

        Assert.Equal([(1, 1), (2, 1)], handler.Handled.OrderBy(static handled => handled.Key).Select(static handled => (handled.Key, handled.Value)));
        Assert.Equal(0, await server.CountAsync());
        Assert.Contains("no answer within 20 s", Assert.Single(handler.Logs.Lines, static line => line.Contains("cannot be read", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Single(handler.Logs.Lines, static line => line.StartsWith("Information: Queue deliveries is read again, after 21 s.", StringComparison.Ordinal));
        Assert.DoesNotContain(handler.Logs.Lines, static line => line.Contains("not deleted", StringComparison.Ordinal));
    }
    /// <summary>Tells when a delete has succeeded.</summary>
    private sealed class Deletes(ICmqService inner, TaskCompletionSource deleted) : DelegatingCmqService(inner)
    {
        public override async ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default)
        {
            IReadOnlyList<DeleteMessageFailure> failures = await base.DeleteMessagesAsync(request, cancellationToken);
            deleted.TrySetResult();
            return failures;
        }
    }
}
