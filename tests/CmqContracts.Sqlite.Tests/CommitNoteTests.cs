namespace CmqContracts.Sqlite.Tests;

/// <summary>When the commit note is synced.</summary>
public sealed class CommitNoteTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly NoteFile _file;
    private readonly CommitNote _note;

    public CommitNoteTests()
    {
        StoreFiles files = new(_directory.Path);
        _file = new NoteFile(files.Note);
        _note = new CommitNote(files, _file);
        _note.Begin(new Progress(1, 1), Lineage.After(0));
        _file.Flushes = 0;
    }

    public void Dispose()
    {
        _note.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void The_beginning_of_a_checkpoint_is_synced_once()
    {
        _note.BeginCheckpoint();
        _note.BeginCheckpoint();
        Assert.Equal(1, _file.Flushes);
        _note.EndCheckpoint();
        _note.BeginCheckpoint();
        Assert.Equal(2, _file.Flushes);
    }

    [Fact]
    public void The_beginning_of_a_checkpoint_is_synced_again_after_a_sync_that_failed()
    {
        _file.Flushing = static () => throw new IOException("This flush was to fail.");
        _note.BeginCheckpoint();
        _file.Flushing = null;
        _note.BeginCheckpoint();
        Assert.Equal(1, _file.Flushes);
        Assert.True(_note.Read()?.IsCheckpointing);
    }

    [Fact]
    public void A_checkpoint_that_begins_meanwhile_waits_until_the_note_is_synced()
    {
        using ManualResetEventSlim isFlushing = new(), mayEnd = new();
        bool isFlushed = false, wasFlushed = false;
        _file.Flushing = () =>
        {
            isFlushing.Set();
            mayEnd.Wait();
            isFlushed = true;
        };
        Thread one = new(_note.BeginCheckpoint);
        one.Start();
        isFlushing.Wait();
        Thread other = new(() =>
        {
            _note.BeginCheckpoint();
            wasFlushed = isFlushed;
        });
        other.Start();
        SpinWait.SpinUntil(() => !other.IsAlive || other.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        mayEnd.Set();
        one.Join();
        other.Join();
        Assert.True(wasFlushed);
    }

    private sealed class NoteFile(string path) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite)
    {
        public int Flushes { get; set; }

        public Action? Flushing { get; set; }

        public override void Flush(bool flushToDisk)
        {
            if (flushToDisk)
            {
                Flushing?.Invoke();
                Flushes++;
            }

            base.Flush(flushToDisk);
        }
    }
}
