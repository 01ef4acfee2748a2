using System.Text;

namespace CmqContracts.Sqlite.FaultWorker;

/// <summary>
/// The file that says what was asked of a broker and what it answered, line by line. A line is with the kernel when
/// <see cref="Write"/> returns, so it outlives a kill of this process; one that is not complete was never written.
/// </summary>
internal sealed class Ledger(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Write(params IEnumerable<string> lines)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(lines.Select(static line => line + "\n")));
        lock (_gate)
            _file.Write(bytes);
    }

    public void Dispose() => _file.Dispose();
}
