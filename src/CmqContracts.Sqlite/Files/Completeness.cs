namespace CmqContracts.Sqlite;

/// <summary>
/// Whether database and log together hold what the last process has noted. The log is read before the database is opened, as
/// opening it would bring into it what is in the log.
/// </summary>
internal sealed class Completeness
{
    private readonly StoreFiles _files;
    private readonly NotedCommits? _noted;
    private readonly LogState _log;

    private Completeness(StoreFiles files, NotedCommits? noted, LogState log)
    {
        _files = files;
        _noted = noted;
        _log = log;
    }

    /// <exception cref="SqliteStoreException">The log is damaged, was cut, or is not the one that belongs to the database.</exception>
    public static Completeness Read(StoreFiles files, CommitNote note)
    {
        NotedCommits? noted = note.Read();
        if (note.IsDamaged())
            throw new SqliteStoreException($"'{files.Note}' is damaged, or of another version, so it cannot be told whether all that was answered is in '{files.Directory}'. Nothing was changed. To open the store as it is, remove the file; a backup is brought back in another directory with 'cmq store restore'.");
        LogPlace place = noted?.Log ?? default;
        LogState log = WriteAheadLog.Check(files.Log, place);
        Completeness completeness = new(files, noted, log);
        if (place.Frames > 0 && log is LogState.Short)
            throw completeness.Refusal($"the log '{files.Log}' is not whole: it should hold {place.Frames} pages and more, up to the latest commit, and that is not there or is another");
        if (place.Frames > 0 && log is LogState.Other)
            throw completeness.Refusal($"the log '{files.Log}' is not the one that belongs to the database, but an older one or another store's");
        return completeness;
    }

    /// <summary>Reads the tables, where the log alone does not tell.</summary>
    /// <exception cref="SqliteStoreException">Commits are missing. The log stays as it is.</exception>
    public void Prove(Database database)
    {
        if (_noted is not { } noted || (noted.Log.Frames > 0 && _log is LogState.Holds or LogState.Later))
            return;
        try
        {
            if (!StatusTable.ReadProgress(database).Holds(noted.Progress))
                throw Refusal(_log == LogState.Empty ? $"the log '{_files.Log}' is missing or empty, and the database alone does not hold its commits" : "database and log together do not hold them");

            // The log has gone while it was being copied. Only what another program has copied to the end fits together.
            if (noted.IsCopying && _log == LogState.Empty && StoreCheck.Run(database, CancellationToken.None) is [string problem, ..])
                throw Refusal($"the log '{_files.Log}' is missing or empty and was not copied into the database to its end: {problem}");
        }
        catch
        {
            database.KeepLog();
            throw;
        }
    }

    private SqliteStoreException Refusal(string what) => new(
        $"The store in '{_files.Directory}' lacks commits that were answered: {what}. Nothing was changed. Bring back '{_files.Log}' as it was, with '{_files.Database}'; or make a store of a backup in another directory with 'cmq store restore'; or, to accept that what is missing is lost, remove '{_files.Note}'{(_log is LogState.Other ? $" and '{_files.Log}'" : "")} and open the store again.");
}
