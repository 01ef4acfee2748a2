using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Sqlite;

/// <content>What is done beside requests: the log is copied into the database, and space is freed.</content>
public sealed partial class SqliteStore
{
    private const int CacheKilobytes = 32 * 1024;

    /// <summary>What a commit takes along.</summary>
    private const int MessagesAlong = 32;
    private const int BytesAlong = 128 * 1024;

    /// <summary>What is done at once while no commits come.</summary>
    private const int MessagesAtRest = 256;
    private const int BytesAtRest = 2 * 1024 * 1024;
    private const int PagesAtRest = 64;

    private readonly Housekeeper _housekeeper;
    private readonly GarbageTables _garbage;
    private readonly FreeSpace _freeSpace;
    private readonly ILogger _logger;
    private readonly int _logPages;
    private volatile int _pagesInLog;
    private volatile bool _finishesLog;
    private long _commits;
    private long _commitsSeen;

    internal bool HasEnded => _database.End is not null;

    /// <summary>Whether it is time to copy the log.</summary>
    internal bool IsLogLong => !_finishesLog && _pagesInLog >= _logPages;

    internal bool HasMoreToTidy => !HasEnded && (_finishesLog || _garbage.IsLeft || _freeSpace.IsShrinking);

    /// <summary>Lets the next commit copy the little that is left of the log, so that it begins anew.</summary>
    internal void FinishLogSoon() => _finishesLog = true;

    /// <summary>Notes that the housekeeper begins to copy the log.</summary>
    internal void BeginCopy() => _lock.Note.BeginCopy();

    internal void NoteFailure(SqliteStoreException failure) => _database.Note(failure);

    /// <summary>Frees some space, if no commit has come since the last call.</summary>
    /// <returns>Whether there is more to do.</returns>
    internal bool Tidy(out bool isQuiet)
    {
        lock (_gate)
        {
            isQuiet = _commits == _commitsSeen && !_isBatchChanged;
            _commitsSeen = _commits;
            if (!isQuiet || HasEnded)
                return HasMoreToTidy;
            if (_isBatchOpen)
            {
                _commit.Run();
                _isBatchOpen = false;
            }

            if (_finishesLog)
                FinishLog();
            if (_garbage.IsLeft || _freeSpace.IsShrinking)
                TidyAtRest();
            return HasMoreToTidy;
        }
    }

    private void TidyAtRest()
    {
        try
        {
            EnterToChange();
            if (_garbage.IsLeft)
                _garbage.Shrink(MessagesAtRest, BytesAtRest);
            else
                _freeSpace.Shrink(PagesAtRest);
            _freeSpace.Check();
            Commit(_lastMark, isSeenByMessages: true);
            _commitsSeen = _commits;
        }
        catch (SqliteStoreException) when (!HasEnded)
        {
            Rollback();
            throw;
        }
    }

    private void TidyAlong()
    {
        _bodies.Flush();
        if (_garbage.IsLeft)
            _garbage.Shrink(MessagesAlong, BytesAlong);
    }

    private void AfterCommit()
    {
        _commits++;
        int pages = _database.TakeWrittenPages();
        _pagesInLog += pages;
        _lock.Note.Commit(_progress, pages);
        _database.LastFailure = null;
        Volatile.Write(ref _lastCommit, Stopwatch.GetTimestamp());
        if (_finishesLog)
            FinishLog();
        else if (_pagesInLog >= _logPages || _garbage.IsLeft)
            _housekeeper.Wake();
    }

    /// <summary>Copies what is left of the log. It is durable where it is, so a failure is no commit's.</summary>
    private void FinishLog()
    {
        _finishesLog = false;
        try
        {
            _lock.Note.BeginCopy();
            if (_database.CopyLog() == 0)
            {
                _lock.Note.EndCopy();
                _logBase = _progress;
                _lineage = _lineage with { Before = _lineage.Writer };
                _countsNext = true;
            }

            _pagesInLog = 0;
            _freeSpace.Check();
        }
        catch (SqliteStoreException e)
        {
            _logger.BackgroundFailure(e.Message);
        }
    }
}
