using System.Diagnostics;
using System.Globalization;

namespace CmqContracts.Benchmarks;

/// <summary>A <see cref="DurableWorker"/> in a process of its own, which ends by SIGKILL.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public static WorkerProcess Start(string directory) => new(Process.Start(Command.StartInfo(Command.ThisProgram, "durable-worker", directory))!);

    /// <summary>Waits until the worker prints its memory.</summary>
    /// <returns>The memory in bytes.</returns>
    public async Task<double> ReadMemoryAsync() =>
        await _process.StandardOutput.ReadLineAsync() is { } line ? double.Parse(line, CultureInfo.InvariantCulture) : throw new MeasurementException("The worker ended by itself.");

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
