using CmqContracts.Broker;
using Microsoft.Extensions.Options;

namespace CmqContracts.Tests;

/// <summary>Brokers in this process that keep their queues in a directory. The stores are fakes: nothing is on disk.</summary>
public sealed class DurableTests
{
    private readonly KeptStores _stores = new();

    /// <summary>A directory of this test's own.</summary>
    private readonly string _directory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public async Task Queues_are_there_again_when_the_directory_is_opened_again()
    {
        await using (CmqClient first = Connect(_directory))
        {
            Assert.True((await first.Queue<Order>().EnsureCreatedAsync()).Created);
            await first.Queue<Order>().SendAsync(new Order("红茶", 3));
        }

        Assert.Equal(["opened " + _directory, "closed " + _directory], _stores.Events);
        await using CmqClient second = Connect(_directory);
        Assert.Equal(new Order("红茶", 3), (await second.Queue<Order>().ReceiveAsync())?.Body);
    }

    [Fact]
    public async Task Clients_of_a_directory_share_its_broker_until_the_last_of_them_is_disposed()
    {
        string relative = "." + Path.DirectorySeparatorChar + Path.GetRelativePath(Environment.CurrentDirectory, _directory);
        CmqClient first = Connect(_directory), second = Connect(relative), third = Connect(_directory + "/");
        await first.Queue<Order>().EnsureCreatedAsync();

        await first.DisposeAsync();
        await first.DisposeAsync();
        first.Dispose();
        second.Dispose();
        await third.Queue<Order>().SendAsync(new Order("tea", 1));
        Assert.Equal(["opened " + _directory], _stores.Events);

        third.Dispose();
        Assert.Equal(["opened " + _directory, "closed " + _directory], _stores.Events);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => third.Queue<Order>().SendAsync(new Order("tea", 1)));
    }

    [Fact]
    public async Task Names_that_differ_in_case_are_different_directories()
    {
        await using CmqClient lower = Connect(_directory + "/data");
        await using CmqClient upper = Connect(_directory + "/DATA");
        await lower.Queue<Order>().EnsureCreatedAsync();

        Assert.True((await Assert.ThrowsAsync<CmqServiceException>(() => upper.Queue<Order>().GetAttributesAsync())).Is(CmqErrors.QueueDoesNotExist));
    }

    [Fact]
    public async Task A_client_that_connects_while_the_broker_is_closed_waits_and_gets_a_new_one()
    {
        TaskCompletionSource closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim mayClose = new();
        _stores.BeforeClosing = () =>
        {
            closing.SetResult();
            mayClose.Wait();
        };
        CmqClient first = Connect(_directory);
        await first.Queue<Order>().EnsureCreatedAsync();
        Task disposal = first.DisposeAsync().AsTask();
        await closing.Task;

        TaskCompletionSource connecting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<CmqClient> connection = Task.Run(() =>
        {
            connecting.SetResult();
            return Connect(_directory);
        });
        await connecting.Task;
        Assert.False(disposal.IsCompleted || connection.IsCompleted);
        _stores.BeforeClosing = static () => { };
        mayClose.Set();

        await disposal;
        await using CmqClient second = await connection;
        await second.Queue<Order>().SendAsync(new Order("tea", 1));
        Assert.Equal(["opened " + _directory, "closed " + _directory, "opened " + _directory], _stores.Events);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_client_that_is_disposed_again_while_it_closes_is_disposed_when_the_directory_is_free(bool firstIsSynchronous, bool secondIsSynchronous)
    {
        TaskCompletionSource closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim mayClose = new();
        _stores.BeforeClosing = () =>
        {
            closing.SetResult();
            mayClose.Wait();
        };
        CmqClient client = Connect(_directory);
        await client.Queue<Order>().EnsureCreatedAsync();
        Task first = CloseAsync(firstIsSynchronous);
        await closing.Task;

        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task second = CloseAsync(secondIsSynchronous, begun);
        await begun.Task;
        Assert.False(first.IsCompleted || second.IsCompleted);
        mayClose.Set();
        await second;

        Assert.Equal(["opened " + _directory, "closed " + _directory], _stores.Events);
        await first;

        Task CloseAsync(bool isSynchronous, TaskCompletionSource? begun = null) => Task.Run(async () =>
        {
            begun?.SetResult();
            if (isSynchronous)
                client.Dispose();
            else
                await client.DisposeAsync();
        });
    }

    [Fact]
    public async Task Clients_that_come_and_go_at_the_same_time_never_meet_a_closed_broker_or_a_directory_in_use()
    {
        const int Clients = 4, Rounds = 200;
        await using (CmqClient first = Connect(_directory))
            await first.Queue<Order>().EnsureCreatedAsync();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                await using CmqClient cmq = Connect(_directory);
                await cmq.Queue<Order>().SendAsync(new Order($"{client}-{round}", 1));
            }
        })));

        await using CmqClient last = Connect(_directory);
        Assert.Equal(Clients * Rounds, (await last.Queue<Order>().GetAttributesAsync()).ActiveMessages);
    }

    [Fact]
    public async Task What_opening_throws_reaches_the_caller_and_leaves_nothing_behind()
    {
        IOException failure = new("The disk is not there.");

        Assert.Same(failure, Assert.Throws<IOException>(() => Connect(_directory, _ => throw failure)));

        await using CmqClient client = Connect(_directory);
        Assert.True((await client.Queue<Order>().EnsureCreatedAsync()).Created);
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_closed_and_says_why()
    {
        IOException failure = new("The disk has gone.");
        int closed = 0;

        Assert.Same(failure, Assert.Throws<IOException>(() => Connect(_directory, _ => new FaultyStore
        {
            LoadFailure = failure,
            Closed = () =>
            {
                closed++;
                throw new InvalidOperationException("It cannot be closed either.");
            },
        })));

        Assert.Equal(1, closed);
        await using CmqClient client = Connect(_directory);
    }

    [Fact]
    public async Task A_failure_to_close_is_its_last_client_s_and_not_the_next_one_s()
    {
        IOException failure = new("The disk is full.");
        CmqClient client = Connect(_directory, _ => new FaultyStore { Closed = () => throw failure });

        Assert.Same(failure, await Assert.ThrowsAsync<IOException>(() => client.DisposeAsync().AsTask()));

        await using CmqClient next = Connect(_directory);
        Assert.True((await next.Queue<Order>().EnsureCreatedAsync()).Created);
    }

    [Fact]
    public void A_failure_to_close_reaches_who_disposes_synchronously_too()
    {
        IOException failure = new("The disk is full.");
        CmqClient client = Connect(_directory, _ => new FaultyStore { Closed = () => throw failure });

        Assert.Same(failure, Assert.Throws<IOException>(client.Dispose));

        Connect(_directory).Dispose();
    }

    [Fact]
    public void A_thread_that_blocks_its_context_can_dispose_the_last_client()
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new BlockedContext());
        try
        {
            Connect(_directory).Dispose();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        Assert.Equal(["opened " + _directory, "closed " + _directory], _stores.Events);
    }

    [Fact]
    public void No_store_is_not_taken_for_a_store_in_memory() =>
        Assert.StartsWith("CmqOptions.OpenStore returned no store", Assert.Throws<OptionsValidationException>(() => Connect(_directory, static _ => null!)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_client_that_does_not_fit_the_broker_is_refused_and_does_not_count()
    {
        CmqClient first = Connect(_directory);

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => CmqClient.Connect(new CmqOptions { Endpoint = "embedded:" + _directory, OpenStore = _stores.Open, Profile = CmqProfile.Tdmq }));
        await first.DisposeAsync();

        Assert.Equal($"CmqOptions.Profile does not fit: the broker 'embedded:{_directory}' runs in this process already, with profile Classic. Choose another directory.", error.Message);
        Assert.Equal(["opened " + _directory, "closed " + _directory], _stores.Events);
    }

    [Theory]
    [InlineData("embedded:", null)]
    [InlineData("embedded:in-memory", "Warning: Broker 'embedded:in-memory' keeps its queues in memory, and OpenStore is not used: they are gone when the process ends. For queues in a directory write 'embedded:./in-memory'.")]
    public async Task A_name_is_of_a_broker_in_memory_and_says_so_where_a_store_is_set(string endpoint, string? warning)
    {
        LogList logs = new();
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = endpoint, LoggerFactory = logs.Factory, OpenStore = static _ => throw new NotSupportedException() });
        await using CmqClient without = CmqClient.Connect(new CmqOptions { Endpoint = endpoint, LoggerFactory = logs.Factory });

        Assert.Equal(warning is null ? [] : [warning], logs.Lines);
    }

    [Fact]
    public async Task A_store_that_is_used_is_not_warned_about()
    {
        LogList logs = new();
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:" + _directory, LoggerFactory = logs.Factory, OpenStore = _stores.Open });

        Assert.DoesNotContain(logs.Lines, static line => line.Contains("OpenStore", StringComparison.Ordinal));
    }

    private CmqClient Connect(string directory, Func<string, MessageStore>? openStore = null) =>
        CmqClient.Connect(new CmqOptions { Endpoint = "embedded:" + directory, OpenStore = openStore ?? _stores.Open });

    /// <summary>The context of a thread that never comes back to run what is posted.</summary>
    private sealed class BlockedContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
