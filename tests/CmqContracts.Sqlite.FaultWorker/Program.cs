using System.Globalization;
using CmqContracts.Brokers;
using CmqContracts.Sqlite;
using CmqContracts.Sqlite.FaultWorker;

// A broker in a process of its own, for tests that kill it, stop it or take its disk away:
//   load DIRECTORY LEDGER FIRST SEED              works until the process is killed
//   failing-disk DIRECTORY LEDGER FIRST TRIGGER   works on while the disk fails
string directory = args[1];
using Ledger ledger = new(args[2]);
long firstNumber = long.Parse(args[3], CultureInfo.InvariantCulture);

Console.WriteLine("opening");
await using Broker broker = new(new BrokerOptions { Store = OpenStore() });
Work work = new(broker.GetService(Queues.Account), ledger, firstNumber);
await Queues.EnsureAsync(broker.GetService(Queues.Account));

switch (args[0])
{
    case "load":
        Load load = new(work, int.Parse(args[4], CultureInfo.InvariantCulture));
        Task running = load.RunAsync();
        await await Task.WhenAny(running, load.Warm);
        Console.WriteLine("working");
        await running;
        break;
    case "failing-disk":
        await new FailingDisk(work, args[4]).RunAsync();
        break;
    default:
        throw new ArgumentException($"'{args[0]}' is no command.");
}

// With CMQ_FAULT_UNSYNCED the store waits for no disk: the control that shows what the tests of power failures see.
IMessageStore OpenStore() =>
    SqliteStore.Open(directory, new SqliteStoreOptions { SyncsCommits = Environment.GetEnvironmentVariable("CMQ_FAULT_UNSYNCED") is null });
