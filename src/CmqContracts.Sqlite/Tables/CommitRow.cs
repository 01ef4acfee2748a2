namespace CmqContracts.Sqlite;

/// <summary>Which openings of a store have written to it last. Each draws a random number, so that two copies of a store that were written to separately can be told apart.</summary>
/// <param name="Writer">The latest one.</param>
/// <param name="Before">Who had written last to the database when the WAL began: the one before, or the same one when its WAL has restarted.</param>
internal readonly record struct Lineage(long Writer, long Before)
{
    /// <summary>Begins a new one, after whoever has written last.</summary>
    public static Lineage After(long writer) => new(Random.Shared.NextInt64(1, long.MaxValue), writer);

    public bool Includes(long writer) => writer == Writer || writer == Before;
}

/// <summary>The progress of a store's commits. It grows with every commit of a broker, and can be read from the tables.</summary>
/// <param name="Commits">Commits that were counted: those that did more than add active messages, and the first one of each WAL.</param>
/// <param name="LastSequence">The highest sequence, by which a commit is noticed that only adds messages.</param>
internal readonly record struct Progress(long Commits, long LastSequence)
{
    public bool Holds(Progress other) => Commits > other.Commits || (Commits == other.Commits && LastSequence >= other.LastSequence);
}

/// <summary>What row 0 says. The first commit of each WAL writes it, so every WAL has one.</summary>
/// <param name="Commits">How many commits were counted.</param>
/// <param name="Base">What the database file held without the WAL when the WAL began.</param>
/// <param name="Lineage">Who has written.</param>
internal readonly record struct CommitRow(long Commits, Progress Base, Lineage Lineage);
