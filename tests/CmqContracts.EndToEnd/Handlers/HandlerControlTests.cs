namespace CmqContracts.EndToEnd.Handlers;

/// <summary>What an operator does to a handler while messages are sent and handled.</summary>
public sealed class HandlerControlTests
{
    [Fact]
    public async Task A_handler_that_is_widened_narrowed_paused_and_resumed_under_load_handles_each_message_once()
    {
        const int all = 400, wide = 8;
        await using TestServer server = await TestServer.StartAsync();
        await using ServedHandler handler = new() { OnMachineTime = true };
        Load load = new();
        handler.Work = load.WorkAsync;
        await server.Deliveries.EnsureCreatedAsync();
        Task twoBusy = load.WhenBusyAsync(2);
        await handler.StartAsync(server.Endpoint.ToString(), handle: static options => options.Concurrency = 2);
        Task sending = SendAsync(0, all / 2);
        await twoBusy;

        Task allBusy = load.WhenBusyAsync(wide);
        handler.Control.Concurrency = wide;
        await allBusy;
        Assert.Equal(wide, load.Most);

        // All are busy, so no poll is under way: from here on one is received after the other.
        handler.Control.Concurrency = 1;
        load.CountAnew();
        load.Release();
        await handler.WhenHandledAsync(wide + 20);
        Assert.Equal(1, load.Most);

        handler.Control.Pause();
        await sending;
        await load.WhenIdleAsync();
        load.CountAnew();
        await SendAsync(all / 2, all);

        // The poll that was under way may have brought one.
        Assert.InRange(load.Begun, 0, 1);
        Assert.True(handler.Control.IsPaused);
        handler.Control.Concurrency = 16;
        handler.Control.Resume();
        await handler.WhenHandledAsync(all);
        await handler.StopAsync();

        Assert.Equal(Enumerable.Range(0, all), handler.Handled.Keys.Order());
        Assert.All(handler.Handled, static handled => Assert.True(handled.Value == 1, $"Message {handled.Key} was handled {handled.Value} times."));
        Assert.Equal(0, await server.CountAsync());

        async Task SendAsync(int from, int to)
        {
            for (int number = from; number < to; number++)
                await handler.Client.Queue<Delivery>().SendAsync(new Delivery(number));
        }
    }

    /// <summary>Counts the messages that are handled at the same time, and holds them until they are released.</summary>
    private sealed class Load
    {
        private readonly object _gate = new();
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<(int Busy, TaskCompletionSource Reached)> _awaited = [];
        private int _busy;

        /// <summary>The most at the same time, of those that have begun since <see cref="CountAnew"/>.</summary>
        public int Most { get; private set; }

        /// <summary>How many have begun since then.</summary>
        public int Begun { get; private set; }

        public async Task<Settle> WorkAsync(ReceivedMessage<Delivery> message, CancellationToken cancellationToken)
        {
            Count(1);
            await _released.Task;
            await Task.Yield();
            Count(-1);
            return Settle.Done;
        }

        public Task WhenBusyAsync(int busy) => WhenAsync(busy);

        public Task WhenIdleAsync() => WhenAsync(0);

        public void Release() => _released.SetResult();

        public void CountAnew()
        {
            lock (_gate)
                (Most, Begun) = (0, 0);
        }

        private Task WhenAsync(int busy)
        {
            lock (_gate)
            {
                if (_busy == busy)
                    return Task.CompletedTask;
                TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _awaited.Add((busy, reached));
                return reached.Task.WaitAsync(TimeSpan.FromMinutes(1));
            }
        }

        private void Count(int change)
        {
            lock (_gate)
            {
                _busy += change;
                Begun += change > 0 ? 1 : 0;
                Most = Math.Max(Most, change > 0 ? _busy : 0);
                foreach ((int busy, TaskCompletionSource reached) in _awaited)
                {
                    if (busy == _busy)
                        reached.TrySetResult();
                }
            }
        }
    }
}
