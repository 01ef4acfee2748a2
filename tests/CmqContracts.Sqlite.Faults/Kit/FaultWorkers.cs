using System.Globalization;
using System.Reflection;
using CmqContracts.Testing;

namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>Brokers in processes of their own.</summary>
internal static class FaultWorkers
{
    /// <summary>The library that makes the disk fail, if it was built.</summary>
    public static string FailingIo { get; } =
        typeof(FaultWorkers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == nameof(FailingIo)).Value!;

    /// <summary>Works until it is killed. Each round has numbers of its own.</summary>
    public static ProgramUnderTest StartLoad(string directory, string ledger, int round, int seed, bool unsynced = false) =>
        ProgramUnderTest.Start(
            "FaultWorker",
            unsynced ? new Dictionary<string, string> { ["CMQ_FAULT_UNSYNCED"] = "1" } : [],
            "load", directory, ledger, FirstNumber(round), seed.ToString(CultureInfo.InvariantCulture));

    /// <summary>Does a step whenever it is asked to, until it is killed, and nothing in between.</summary>
    public static ProgramUnderTest StartAsked(string directory, string ledger) =>
        ProgramUnderTest.Start("FaultWorker", new Dictionary<string, string>(), "asked", directory, ledger, FirstNumber(1));

    /// <summary>Publishes to many queues until it is killed.</summary>
    public static ProgramUnderTest StartPublishing(string directory, string ledger, int round) =>
        ProgramUnderTest.Start("FaultWorker", new Dictionary<string, string>(), "publish", directory, ledger, FirstNumber(round));

    /// <summary>Goes on sending while its disk fails.</summary>
    public static ProgramUnderTest StartOnFailingDisk(string directory, string ledger, string call, string file, string trigger) =>
        ProgramUnderTest.Start(
            "FaultWorker",
            new Dictionary<string, string> { ["LD_PRELOAD"] = FailingIo, ["CMQ_FAULT_CALL"] = call, ["CMQ_FAULT_SUFFIX"] = file, ["CMQ_FAULT_TRIGGER"] = trigger },
            "failing-disk", directory, ledger, FirstNumber(1), trigger);

    /// <summary>Runs a command from opening to closing, and kills itself before the given one of its calls that change a file in the directory.</summary>
    /// <param name="command">What it does: <c>steps</c> or <c>restore</c>.</param>
    /// <param name="directory">The store's directory.</param>
    /// <param name="ledger">Where requests and answers are recorded.</param>
    /// <param name="round">The round, which decides the numbers of the messages.</param>
    /// <param name="call">Which call, counted from 1.</param>
    /// <param name="arguments">Further arguments of the command.</param>
    public static ProgramUnderTest StartKillingItself(string command, string directory, string ledger, int round, int call, params string[] arguments) =>
        ProgramUnderTest.Start(
            "FaultWorker",
            new Dictionary<string, string> { ["LD_PRELOAD"] = FailingIo, ["CMQ_FAULT_KILL_IN"] = directory, ["CMQ_FAULT_KILL_AT"] = call.ToString(CultureInfo.InvariantCulture) },
            [command, directory, ledger, FirstNumber(round), .. arguments]);

    /// <summary>Ends a process as kill -9 does. Fails if the process had already ended by itself.</summary>
    public static async Task KillAsync(this ProgramUnderTest worker)
    {
        const int EndedBySigkill = 128 + 9;
        worker.Kill();
        int exitCode = await worker.WaitForExitAsync();
        Assert.True(exitCode == EndedBySigkill, $"The worker ended by itself with {exitCode}:\n{worker.Output}");
    }

    /// <summary>Suspends all threads of a process. System calls that are under way are completed.</summary>
    public static async Task StopAsync(this ProgramUnderTest worker)
    {
        string id = worker.Id.ToString(CultureInfo.InvariantCulture);
        Assert.True(worker.IsRunning, $"The worker ended by itself:\n{worker.Output}");
        Command.Run("kill", "-STOP", id);
        for (int attempt = 0; Directory.GetDirectories($"/proc/{id}/task").Any(static task => !IsStopped(task)); attempt++)
        {
            Assert.True(attempt < 1000, "The worker does not stop.");
            await Task.Delay(5);
        }
    }

    private static string FirstNumber(int round) => (round * 1_000_000_000L).ToString(CultureInfo.InvariantCulture);

    /// <summary>The state stands after the program's name, which is in brackets and may have brackets in it.</summary>
    private static bool IsStopped(string task)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(task, "stat"));
            return stat[stat.LastIndexOf(')') + 2] == 'T';
        }
        catch (IOException)
        {
            return true;
        }
    }
}
