using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Sqlite;

/// <summary>
/// What a store does on a thread of its own, so that no request waits for it: the log is copied into the database while commits go on,
/// space is freed while none come, and every second it checks whether the files are still the store's.
/// </summary>
internal sealed class Housekeeper : IDisposable
{
    /// <summary>Each pass leaves what was committed meanwhile, a part of what it copied.</summary>
    private const int MaxPasses = 10;

    /// <summary>So few pages are copied by the next commit on its own: then nothing is left, and the log begins anew.</summary>
    private const int FewPages = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Spell = TimeSpan.FromMilliseconds(10);

    private readonly SqliteStore _store;
    private readonly Database _database;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(false);
    private readonly ManualResetEvent _stop = new(false);
    private bool _isStarted;

    /// <param name="store">The store.</param>
    /// <param name="database">A connection of its own. The housekeeper closes it.</param>
    /// <param name="logger">Where failures are said.</param>
    public Housekeeper(SqliteStore store, Database database, ILogger logger)
    {
        _store = store;
        _database = database;
        _logger = logger;
        _thread = new Thread(Work) { IsBackground = true, Name = "CMQ store" };
    }

    /// <summary>Begins, when the store knows what it has.</summary>
    public void Start()
    {
        if (_isStarted)
            return;
        _isStarted = true;
        _thread.UnsafeStart();
    }

    public void Wake() => _wake.Set();

    public void Dispose()
    {
        _stop.Set();
        if (_isStarted)
            _thread.Join();
        if (_store.HasEnded)
            _database.KeepLog();
        _database.Dispose();
        _wake.Dispose();
        _stop.Dispose();
    }

    private void Work()
    {
        WaitHandle[] signals = [_stop, _wake];
        bool hasMore = true;
        long watched = Stopwatch.GetTimestamp();
        while (WaitHandle.WaitAny(signals, hasMore ? Pause : WatchPeriod) is var signal and not 0)
        {
            try
            {
                if (Stopwatch.GetElapsedTime(watched) >= WatchPeriod)
                {
                    _store.WatchFiles();
                    watched = Stopwatch.GetTimestamp();
                }

                if (signal == WaitHandle.WaitTimeout && !hasMore)
                    continue;
                if (_store.IsLogLong)
                    CopyLog();
                long start = Stopwatch.GetTimestamp();
                do
                    hasMore = _store.Tidy(out bool isQuiet) && isQuiet;
                while (hasMore && Stopwatch.GetElapsedTime(start) < Spell && !_stop.WaitOne(0));
                hasMore = _store.HasMoreToTidy;
            }
            catch (Exception e)
            {
                SqliteStoreException failure = e as SqliteStoreException ?? StoreFailure.Unexpected(_database.File, e);
                _logger.BackgroundFailure(failure.Message);
                _store.NoteFailure(failure);
                if (failure.EndsStore || _stop.WaitOne(PauseAfterFailure))
                    return;
                hasMore = true;
            }
        }
    }

    private void CopyLog()
    {
        _store.BeginCopy();
        for (int pass = 0; pass < MaxPasses && !_stop.WaitOne(0); pass++)
        {
            if (_database.CopyLog() <= FewPages)
                break;
        }

        _store.FinishLogSoon();
    }
}
