namespace CmqContracts.Sqlite;

/// <summary>
/// Whether database, log and note belong together, and hold what the last process has noted. The log is read before the database is
/// opened, as opening it would bring into it what is in the log.
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
            throw new SqliteStoreException($"'{files.Note}' is damaged, or of another version, so it cannot be told whether all that was answered is in '{files.Directory}'. Nothing was changed. Bring it back; or make a store of a backup in another directory with 'cmq store restore'; or, to open the store as it is, remove '{files.Note}'.");
        LogPlace place = noted?.Log ?? default;
        LogState log = WriteAheadLog.Check(files.Log, place);
        Completeness completeness = new(files, noted, log);
        if (place.Frames > 0 && log is LogState.Short)
            throw completeness.Missing($"the log '{files.Log}' is not whole: it should hold {place.Frames} pages and more, up to the latest commit, and that is not there or is another");
        if (place.Frames > 0 && log is LogState.Other)
            throw completeness.NotTogether($"the log '{files.Log}' is not the one that '{files.Note}' tells of, but an older one or another store's");
        return completeness;
    }

    /// <summary>Reads the tables: with the log, and where there is one, without it.</summary>
    /// <exception cref="SqliteStoreException">Commits are missing, or the files are of different stores or moments. They stay as they are.</exception>
    public void Prove(Database database)
    {
        if (_noted is null && _log == LogState.Empty)
            return;
        CommitRow row;
        Progress progress;
        try
        {
            (row, progress) = StatusTable.ReadProgress(database);
        }
        catch (SqliteStoreException e) when (!e.IsLocked)
        {
            throw NotTogether(_log == LogState.Empty ? $"the database '{_files.Database}' cannot be read" : $"the database '{_files.Database}' cannot be read with the log '{_files.Log}'", e);
        }

        // Whoever came before the note's writer has got as far as that began with, and no further.
        if (_noted is { } written && row.Lineage.Writer != written.Lineage.Writer && (row.Lineage.Writer != written.Lineage.Before || !written.Progress.Holds(progress)))
            throw NotTogether($"'{_files.Note}' was written for another store, or for this one at another time");
        if (_log != LogState.Empty)
            ProveBase(database, row, progress);
        if (_noted is not { } noted)
            return;
        if (!progress.Holds(noted.Progress))
            throw Missing(_log == LogState.Empty ? $"the log '{_files.Log}' is missing or empty, and the database '{_files.Database}' alone does not hold its commits" : $"'{_files.Database}' and '{_files.Log}' together do not hold them");

        // The log has gone while it was being copied. Only what another program has copied to the end fits together.
        if (noted.IsCopying && _log == LogState.Empty && StoreCheck.Run(database, CancellationToken.None) is [string problem, ..])
            throw Missing($"the log '{_files.Log}' is missing or empty and was not copied into the database to its end: {problem}");
    }

    /// <summary>
    /// Proves that the database is the one that the log was written for: it has all that was in it when the log began, and nothing that is
    /// not in the log. SQLite would make a mixture of any two.
    /// </summary>
    private void ProveBase(Database database, CommitRow row, Progress progress)
    {
        (CommitRow? rowAlone, Progress? progressAlone) = ReadAlone();
        if (rowAlone is not { } alone)
        {
            ProveByCheck(database);
            return;
        }

        // A copy of the log that was interrupted may have brought messages without the row that comes with them, or the other way round.
        bool mayBeMixed = _noted is { IsCopying: true };
        bool isSameWriter = alone.Lineage.Writer == row.Lineage.Writer;
        if (!row.Lineage.Includes(alone.Lineage.Writer))
            throw NotTogether($"the database '{_files.Database}' is not the one that the log '{_files.Log}' was written for, but another store's, or one that others have written to");
        if (alone.Commits < row.Base.Commits || (!mayBeMixed && progressAlone?.Holds(row.Base) is false))
            throw NotTogether($"the database '{_files.Database}' is older than the log '{_files.Log}': what was copied into it before that log began is not there");
        if (!isSameWriter && (alone.Commits > row.Base.Commits || (!mayBeMixed && progressAlone?.LastSequence > row.Base.LastSequence)))
            throw NotTogether($"the database '{_files.Database}' has gone on without the log '{_files.Log}'");
        if (alone.Commits > row.Commits || (progressAlone is not null && !progress.Holds(progressAlone.Value)))
            throw NotTogether($"the database '{_files.Database}' is newer than the log '{_files.Log}'");

        // A log of ours brings its row 0. Without a note it is not known to be ours if the database has the same row.
        bool isOurs = _noted is not null || alone != row;
        if (!isOurs || progressAlone?.Holds(row.Base) is not true)
            ProveByCheck(database);
    }

    /// <summary>Reads the database without the log. What cannot be read, as a copy of the log was interrupted that only the log completes, is <see langword="null"/>.</summary>
    private (CommitRow? Row, Progress? Progress) ReadAlone()
    {
        CommitRow? row = null;
        try
        {
            using Database file = Database.OpenWithoutLog(_files.Database);
            row = StatusTable.ReadRow(file);
            return (row, StatusTable.ReadProgress(file).Progress);
        }
        catch (SqliteStoreException)
        {
            return (row, null);
        }
    }

    private void ProveByCheck(Database database)
    {
        if (StoreCheck.Run(database, CancellationToken.None) is [string problem, ..])
            throw NotTogether($"the database '{_files.Database}' and the log '{_files.Log}' do not fit together: {problem}");
    }

    private SqliteStoreException Missing(string what) => Refusal(what, $"remove '{_files.Note}'");

    private SqliteStoreException NotTogether(string what, Exception? cause = null) => Refusal(what, $"remove '{_files.Note}' and '{_files.Log}', as far as they are there,", cause);

    private SqliteStoreException Refusal(string what, string acceptance, Exception? cause = null) => new(
        $"The store in '{_files.Directory}' lacks commits that were answered, or may lack some: {what}. Nothing was changed. Bring back '{_files.Database}', '{_files.Log}' and '{_files.Note}' as they were together; or make a store of a backup in another directory with 'cmq store restore'; or, to accept that what is missing is lost, {acceptance} and open the store again.",
        cause);
}
