using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Sqlite.Tests;

/// <summary>When a synchronous Dispose returns, the store is closed: on the caller's thread, without waiting for a task.</summary>
public sealed class SynchronousCloseTests : IDisposable
{
    private const string Queue = "orders", Empty = "empty";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_provider_that_is_disposed_frees_the_directory_and_ends_waits()
    {
        ServiceProvider provider = Provider();
        CmqClient client = provider.GetRequiredService<CmqClient>();
        await CreateAsync(client);
        await client.Queue(Queue).SendAsync("kept"u8.ToArray());
        Task wait = client.Queue(Empty).ReceiveAsync(TimeSpan.FromSeconds(30));

        provider.Dispose();
        AssertIsFree();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => wait.WaitAsync(Limit));
        await using CmqClient next = Connect();
        Assert.Equal("kept"u8.ToArray(), (await next.Queue(Queue).ReceiveAsync())!.Body.ToArray());
    }

    [Fact]
    public async Task A_provider_that_is_disposed_while_others_send_frees_the_directory()
    {
        for (int round = 0; round < 10; round++)
        {
            ServiceProvider provider = Provider();
            CmqClient client = provider.GetRequiredService<CmqClient>();
            await CreateAsync(client);
            int sent = 0;
            Task[] senders = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                while (true)
                {
                    await client.Queue(Queue).SendAsync("x"u8.ToArray());
                    Interlocked.Increment(ref sent);
                }
            }))];
            while (Volatile.Read(ref sent) < 50)
                await Task.Yield();

            provider.Dispose();
            AssertIsFree();

            foreach (Task sender in senders)
            {
                Exception refusal = await Assert.ThrowsAnyAsync<Exception>(() => sender.WaitAsync(Limit));
                Assert.True(refusal is CmqUnavailableException or ObjectDisposedException, refusal.ToString());
            }
        }
    }

    /// <summary>As on the thread of a window: posted work runs only when the thread is idle, which it is not while it disposes.</summary>
    [Fact]
    public void A_thread_with_a_synchronization_context_can_dispose_the_client()
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        CmqClient client = Connect();
        SynchronizationContext.SetSynchronizationContext(new BlockedContext());
        try
        {
            client.Dispose();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        AssertIsFree();
    }

    private static async Task CreateAsync(CmqClient client)
    {
        await client.Queue(Queue).EnsureCreatedAsync();
        await client.Queue(Empty).EnsureCreatedAsync();
    }

    private ServiceProvider Provider()
    {
        ServiceCollection services = new();
        services.AddCmq(Set);
        return services.BuildServiceProvider();
    }

    private CmqClient Connect()
    {
        CmqOptions options = new();
        Set(options);
        return CmqClient.Connect(options);
    }

    private void Set(CmqOptions options)
    {
        options.Endpoint = "embedded:" + _directory.File("store");
        options.OpenStore = SqliteStore.Open;
    }

    private void AssertIsFree() => SqliteStore.Open(_directory.File("store")).Dispose();

    private sealed class BlockedContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
