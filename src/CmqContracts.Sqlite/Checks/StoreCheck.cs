using System.Globalization;
using CmqContracts.Broker;
using CmqContracts.Protocol;

namespace CmqContracts.Sqlite;

/// <summary>Reads all of a store and says what is wrong: in SQLite's structure, in any row, and between state rows, bodies and counters.</summary>
internal static class StoreCheck
{
    private const int MaxProblems = 100;

    /// <exception cref="OperationCanceledException">The token has fired.</exception>
    public static IReadOnlyList<string> Run(Database database, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(database.Interrupt);
        List<string> problems = [];
        Try(() => Format.FindUnknownObjects(database, problems));
        if (problems.Count == 0)
            Try(() => CheckStructure(database, problems));
        if (problems.Count == 0)
            Try(() => CheckRows(database, problems, cancellationToken));
        return problems;

        void Try(Action check)
        {
            try
            {
                check();
            }
            catch (SqliteStoreException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
            catch (SqliteStoreException e)
            {
                problems.Add(e.Message);
            }
        }
    }

    private static void CheckStructure(Database database, List<string> problems)
    {
        using Statement check = database.Prepare($"PRAGMA integrity_check({MaxProblems})");
        while (check.Step())
        {
            if (check.Text(0) is not "ok" and string problem)
                problems.Add(problem.Trim());
        }
    }

    private static void CheckRows(Database database, List<string> problems, CancellationToken cancellationToken)
    {
        DefinitionTables definitions = new(database);
        definitions.LoadTopics();
        new OffsetTable(database).Load();
        HashSet<long> defined = [.. definitions.LoadQueues().Select(static queue => queue.Key), .. definitions.LoadSubscriptions().Select(static subscription => subscription.Key)];
        using MessageTable messages = new(database);
        using StatusTable statuses = new(database, messages);
        using BodyTables bodies = new(database);
        bodies.Load();
        statuses.Load(out List<QueueEntry> entries);
        if (!defined.SetEquals(entries.Select(static entry => entry.Key)))
            problems.Add("the queues and subscriptions that are defined are not those that have counters");
        foreach (QueueEntry entry in entries)
        {
            long withBody = 0;
            foreach (MessageState state in Enum.GetValues<MessageState>())
            {
                long counted = CheckStateList(messages, bodies, entry.Location, state, problems, cancellationToken);
                long expected = entry.Status.CountOf(state);
                if (counted != expected)
                    problems.Add($"queue {entry.Key} has {counted} messages that are {state}, and its counter says {expected}");
                withBody += counted;
            }

            if (bodies.Exists(entry.Location.BodyTable))
                CheckBodies(database, entry, withBody, problems);
            if (problems.Count >= MaxProblems)
                return;
        }
    }

    private static long CheckStateList(MessageTable messages, BodyTables bodies, QueueLocation location, MessageState state, List<string> problems, CancellationToken cancellationToken)
    {
        List<MessageHeader> page = [];
        List<LookedMessage> looked = [];
        long count = 0;
        long last = 0;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            page.Clear();
            messages.ReadAfter(location.StateListOf(state), state, last, 256, page);
            foreach (MessageHeader header in page)
            {
                try
                {
                    looked.Clear();
                    bodies.Look(location.BodyTable, [header], withBodies: true, long.MaxValue, looked);
                }
                catch (SqliteStoreException e) when (problems.Count < MaxProblems)
                {
                    problems.Add(e.Message);
                }

                last = header.Sequence;
            }

            count += page.Count;
        }
        while (page.Count > 0);
        return count;
    }

    private static void CheckBodies(Database database, QueueEntry entry, long expected, List<string> problems)
    {
        long stored = database.ReadNumber($"SELECT count(*) FROM body_{entry.Location.BodyTable}");
        long inTrash = database.ReadNumber(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM message WHERE state_list IN (SELECT state_list FROM trash_state_list WHERE body_table = {entry.Location.BodyTable})"));
        if (stored != expected + inTrash)
            problems.Add($"queue {entry.Key} has {stored} bodies for {expected + inTrash} messages");
    }
}
