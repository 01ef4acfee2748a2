namespace CmqContracts.Sqlite;

/// <summary>Whether the files at a store's place are still those that it has open. Another broker may have begun on what is there instead.</summary>
internal sealed class FileWatch
{
    private readonly (string File, FileIdentity? Identity)[] _files;

    /// <param name="files">The files, all open.</param>
    public FileWatch(StoreFiles files) =>
        _files = [.. ((string[])[files.Database, files.Log, files.LogIndex, files.Lock, files.Note]).Select(static file => (file, FileIdentity.Of(file)))];

    /// <returns>The file that has gone or is another; <see langword="null"/>: all are ours.</returns>
    public string? FindForeign()
    {
        foreach ((string file, FileIdentity? identity) in _files)
        {
            if (identity is { } ours && ours.IsOther(FileIdentity.Of(file)))
                return file;
        }

        return null;
    }
}
