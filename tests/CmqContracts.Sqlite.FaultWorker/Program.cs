using System.Globalization;
using CmqContracts.Broker;
using CmqContracts.Sqlite;
using CmqContracts.Sqlite.FaultWorker;

// A broker in a process of its own, for tests that kill it, stop it or take its disk away:
//   load DIRECTORY LEDGER FIRST SEED              works until the process is killed
//   failing-disk DIRECTORY LEDGER FIRST TRIGGER   goes on sending while the disk fails
//   publish DIRECTORY LEDGER FIRST                publishes to many queues until the process is killed
//   steps DIRECTORY LEDGER FIRST                  sends, receives and deletes, checkpoints often, and closes the store
//   asked DIRECTORY LEDGER FIRST                  does one step for each line that it reads, and prints a line after it
//   restore DIRECTORY LEDGER FIRST BACKUP         makes a store of a backup
string directory = args[1];
using Ledger ledger = new(args[2]);
long firstNumber = long.Parse(args[3], CultureInfo.InvariantCulture);

if (args[0] == "restore")
{
    await SqliteStore.RestoreAsync(args[4], directory);
    return;
}

Console.WriteLine("opening");
await using CmqBroker broker = new(new BrokerOptions { Store = OpenStore() });
Work work = new(broker.GetService(Queues.Account), ledger, firstNumber);
await Queues.EnsureAsync(broker.GetService(Queues.Account));

switch (args[0])
{
    case "load":
        Load load = new(work, int.Parse(args[4], CultureInfo.InvariantCulture));
        Task running = load.RunAsync();
        await await Task.WhenAny(running, load.Running);
        Console.WriteLine("working");
        await running;
        break;
    case "failing-disk":
        await new FailingDisk(work, args[4]).RunAsync();
        break;
    case "publish":
        await new Publishing(broker.GetService(Publishing.Account), ledger, firstNumber).RunAsync();
        break;
    case "steps":
        for (int i = 0; i < 12; i++)
            await StepAsync(i);
        break;
    case "asked":
        for (int i = 0; Console.ReadLine() is not null; i++)
        {
            await StepAsync(i);
            Console.WriteLine("done");
        }

        break;
    default:
        throw new ArgumentException($"'{args[0]}' is no command.");
}

async Task StepAsync(int number)
{
    await work.SendAsync(Queues.Plain, 1);
    await work.SendAsync(Queues.Kept, 4);
    await work.ConsumeAsync(Queues.Plain, 1, 0, () => number % 2 == 0);
    await work.ConsumeAsync(Queues.Kept, 3, 0, static () => true);
}

// With CMQ_FAULT_UNSYNCED the store does not sync: the control by which the tests of power failures show that they can fail.
MessageStore OpenStore() =>
    SqliteStore.Open(directory, new SqliteStoreOptions
    {
        SyncsCommits = Environment.GetEnvironmentVariable("CMQ_FAULT_UNSYNCED") is null,
        WalPages = args[0] == "steps" ? 40 : new SqliteStoreOptions().WalPages,
    });
