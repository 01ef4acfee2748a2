namespace CmqContracts.Sqlite;

/// <summary>
/// Checks that the database, the WAL and the commit note belong together, and hold every commit that the note records. The WAL is read before
/// the database is opened, because SQLite then applies any WAL that has the right name.
/// </summary>
internal sealed class Completeness
{
    private readonly StoreFiles _files;
    private readonly NotedCommits? _noted;
    private readonly WalState _wal;

    private Completeness(StoreFiles files, NotedCommits? noted, WalState wal)
    {
        _files = files;
        _noted = noted;
        _wal = wal;
    }

    /// <exception cref="SqliteStoreException">The WAL is damaged, was cut, or does not belong to the database.</exception>
    public static Completeness Read(StoreFiles files, CommitNote note)
    {
        NotedCommits? noted = note.Read();
        if (note.IsDamaged())
            throw new SqliteStoreException($"'{files.Note}' is damaged, or of another version, so it cannot be told whether all that was answered is in '{files.Directory}'. Nothing was changed. Bring it back; or make a store of a backup in another directory with 'cmq store restore'; or, to open the store as it is, remove '{files.Note}'.");
        WalPosition position = noted?.Wal ?? default;
        WalState wal = WriteAheadLog.Check(files.Wal, position);
        Completeness completeness = new(files, noted, wal);
        if (position.Frames > 0 && wal is WalState.Short)
            throw completeness.CommitsMissing($"the WAL '{files.Wal}' is not complete: it should hold at least {position.Frames} pages, up to the latest commit, which is not there or is another");
        if (position.Frames > 0 && wal is WalState.Other)
            throw completeness.Mismatch($"the WAL '{files.Wal}' is not the one that '{files.Note}' was written for, but an older one or another store's");
        return completeness;
    }

    /// <summary>Compares the note with the tables: read with the WAL, and, where there is a WAL, also without it.</summary>
    /// <exception cref="SqliteStoreException">Commits are missing, or the files are of different stores or moments. They stay as they are.</exception>
    public void Verify(Database database)
    {
        if (_noted is null && _wal == WalState.Empty)
            return;
        CommitRow row;
        Progress progress;
        try
        {
            (row, progress) = StatusTable.ReadProgress(database);
        }
        catch (SqliteStoreException e) when (!e.IsLocked)
        {
            throw Mismatch(_wal == WalState.Empty ? $"the database '{_files.Database}' cannot be read" : $"the database '{_files.Database}' cannot be read with the WAL '{_files.Wal}'", e);
        }

        // The database was written last by the note's writer, or, if that one has written nothing yet, by the writer before it, which cannot have
        // committed more than the note records.
        if (_noted is { } written && row.Lineage.Writer != written.Lineage.Writer && (row.Lineage.Writer != written.Lineage.Before || !written.Progress.Holds(progress)))
            throw Mismatch($"'{_files.Note}' was written for another store, or for this one at another time");
        if (_wal != WalState.Empty)
            VerifyBase(database, row, progress);
        if (_noted is not { } noted)
            return;
        if (!progress.Holds(noted.Progress))
            throw CommitsMissing(_wal == WalState.Empty ? $"the WAL '{_files.Wal}' is missing or empty, and the database '{_files.Database}' alone does not hold its commits" : $"'{_files.Database}' and '{_files.Wal}' together do not hold them");

        // The WAL is missing and a checkpoint was under way. The database is whole only if another program has completed it.
        if (noted.IsCheckpointing && _wal == WalState.Empty && StoreCheck.Run(database, CancellationToken.None) is [string problem, ..])
            throw CommitsMissing($"the WAL '{_files.Wal}' is missing or empty and was not copied into the database completely: {problem}");
    }

    /// <summary>
    /// Verifies that the WAL was written for the database: the database has everything that it had when the WAL began, and nothing else that is
    /// not in the WAL. SQLite would mix any two.
    /// </summary>
    private void VerifyBase(Database database, CommitRow row, Progress progress)
    {
        (CommitRow? rowAlone, Progress? progressAlone) = ReadAlone();
        if (rowAlone is not { } alone)
        {
            VerifyByCheck(database);
            return;
        }

        // An interrupted checkpoint may have written messages without the status row that belongs to them, or the other way round.
        bool mayBeMixed = _noted is { IsCheckpointing: true };
        bool isSameWriter = alone.Lineage.Writer == row.Lineage.Writer;
        if (!row.Lineage.Includes(alone.Lineage.Writer))
            throw Mismatch($"the database '{_files.Database}' is not the one that the WAL '{_files.Wal}' was written for, but another store's, or one that others have written to");
        if (alone.Commits < row.Base.Commits || (!mayBeMixed && progressAlone?.Holds(row.Base) is false))
            throw Mismatch($"the database '{_files.Database}' is older than the WAL '{_files.Wal}': what was copied into it before that WAL began is not there");
        if (!isSameWriter && (alone.Commits > row.Base.Commits || (!mayBeMixed && progressAlone?.LastSequence > row.Base.LastSequence)))
            throw Mismatch($"the database '{_files.Database}' has gone on without the WAL '{_files.Wal}'");
        if (alone.Commits > row.Commits || (progressAlone is not null && !progress.Holds(progressAlone.Value)))
            throw Mismatch($"the database '{_files.Database}' is newer than the WAL '{_files.Wal}'");

        // The first commit of each WAL writes row 0. So without a note, a WAL whose row 0 is that of the database may belong to another store.
        bool isOurs = _noted is not null || alone != row;
        if (!isOurs || progressAlone?.Holds(row.Base) is not true)
            VerifyByCheck(database);
    }

    /// <summary>Reads the database without the WAL; <see langword="null"/>: it cannot be read, as a checkpoint was interrupted that only the WAL can complete.</summary>
    private (CommitRow? Row, Progress? Progress) ReadAlone()
    {
        CommitRow? row = null;
        try
        {
            using Database file = Database.OpenWithoutWal(_files.Database);
            row = StatusTable.ReadRow(file);
            return (row, StatusTable.ReadProgress(file).Progress);
        }
        catch (SqliteStoreException)
        {
            return (row, null);
        }
    }

    private void VerifyByCheck(Database database)
    {
        if (StoreCheck.Run(database, CancellationToken.None) is [string problem, ..])
            throw Mismatch($"the database '{_files.Database}' and the WAL '{_files.Wal}' do not fit together: {problem}");
    }

    private SqliteStoreException CommitsMissing(string what) => Refusal(what, $"remove '{_files.Note}'");

    private SqliteStoreException Mismatch(string what, Exception? cause = null) => Refusal(what, $"remove '{_files.Note}' and '{_files.Wal}', as far as they are there,", cause);

    private SqliteStoreException Refusal(string what, string acceptance, Exception? cause = null) => new(
        $"The store in '{_files.Directory}' lacks commits that were answered, or may lack some: {what}. Nothing was changed. Bring back '{_files.Database}', '{_files.Wal}' and '{_files.Note}' as they were together; or make a store of a backup in another directory with 'cmq store restore'; or, to accept that what is missing is lost, {acceptance} and open the store again.",
        cause);
}
