using System.Text;

namespace CmqContracts.Sqlite.FaultWorker;

/// <summary>
/// A file with a line for each request to a broker and for each answer. When <see cref="Write"/> returns, the kernel has the line, so it survives a
/// kill of this process. An incomplete line was interrupted by the kill and does not count.
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
