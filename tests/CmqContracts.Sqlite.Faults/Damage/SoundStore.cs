using CmqContracts.Broker;
using CmqContracts.Sqlite.FaultWorker;

namespace CmqContracts.Sqlite.Faults.Damage;

/// <summary>A store with some hundred messages in all states, closed properly, to be copied and damaged.</summary>
public sealed class SoundStore : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    internal History History { get; } = new();

    public async Task InitializeAsync()
    {
        using (Ledger ledger = new(_folder["ledger"]))
        await using (CmqBroker broker = StoreUnderTest.Open(_folder["store"], TimeProvider.System))
        {
            ICmqService service = broker.GetService(Queues.Account);
            await Queues.EnsureAsync(service);
            Work work = new(service, ledger, firstNumber: 1);
            for (int i = 0; i < 16; i++)
            {
                await work.SendAsync(Queues.Plain, 16);
                await work.SendAsync(Queues.Kept, 4);
                await work.SendAsync(Queues.Later, 2, delay: 3000);
            }

            int turn = 0;
            for (int i = 0; i < 4; i++)
            {
                await work.ConsumeAsync(Queues.Plain, 16, 0, () => turn++ % 2 == 0);
                await work.ConsumeAsync(Queues.Kept, 8, 0, () => turn++ % 4 != 0);
            }
        }

        History.Read(_folder["ledger"]);
        Report.AssertNothing(await SqliteStore.CheckAsync(_folder["store"]), "closing");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A copy in a folder.</summary>
    internal string CopyTo(TempFolder folder)
    {
        TempFolder.Copy(_folder["store"], folder["store"]);
        return folder["store"];
    }
}
