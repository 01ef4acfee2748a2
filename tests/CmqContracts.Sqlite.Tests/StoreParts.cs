using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CmqContracts.Sqlite.Tests;

/// <summary>The three files of a store that nobody has open; <see langword="null"/>: there is none.</summary>
internal sealed record StoreParts(byte[]? Database, byte[]? Wal, byte[]? Note)
{
    private static readonly string[] Names = ["cmq.db", "cmq.db-wal", "cmq.db-note"];

    public static StoreParts Read(string directory)
    {
        byte[]?[] files = [.. Names.Select(name => Path.Combine(directory, name)).Select(static file => File.Exists(file) ? ReadShared(file) : null)];
        return new StoreParts(files[0], files[1], files[2]);
    }

    /// <summary>Reads the files of a store that has no requests, once its maintenance writes nothing either: so all are of one moment.</summary>
    public static StoreParts ReadWhenIdle(string directory)
    {
        while (true)
        {
            StoreParts one = Read(directory), other = Read(directory);
            if (one.IsSameAs(other))
                return one;
        }
    }

    public void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        byte[]?[] files = [Database, Wal, Note];
        for (int i = 0; i < Names.Length; i++)
        {
            if (files[i] is { } bytes)
                File.WriteAllBytes(Path.Combine(directory, Names[i]), bytes);
        }
    }

    public bool IsSameAs(StoreParts other) => IsSame(Database, other.Database) && IsSame(Wal, other.Wal) && IsSame(Note, other.Note);

    /// <summary>An empty WAL is none to SQLite, which makes the file when it opens one.</summary>
    private static bool IsSame(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

    /// <summary>Reads a file as other programs do: they ask for no lock.</summary>
    private static byte[] ReadShared(string path)
    {
        using SafeFileHandle file = new(OpenFile(Encoding.UTF8.GetBytes(path + '\0'), 0), ownsHandle: true);
        byte[] bytes = new byte[RandomAccess.GetLength(file)];
        return bytes[..RandomAccess.Read(file, bytes, 0)];
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int OpenFile(byte[] path, int flags);
}
