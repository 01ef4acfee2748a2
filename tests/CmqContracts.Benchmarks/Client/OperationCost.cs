using System.Diagnostics;

namespace CmqContracts.Benchmarks;

/// <summary>What an operation costs this process, measured in rounds of many calls, one after the other.</summary>
/// <param name="operation">The operation.</param>
internal sealed class OperationCost(Func<Task> operation)
{
    private const int Calls = 10_000;

    private readonly List<double> _microseconds = [], _bytes = [];

    /// <summary>Processor time of a call, the median of all rounds but the first, in which the code warms up.</summary>
    public double Microseconds => Rounds.Median(_microseconds.Skip(1));

    /// <summary>Bytes that a call allocates, likewise.</summary>
    public double Bytes => Rounds.Median(_bytes.Skip(1));

    /// <summary>What is there while the operation is measured, and nowhere else.</summary>
    public Func<IDisposable>? During { get; init; }

    /// <summary>Measures operations in turn.</summary>
    /// <param name="afterRound">Removes what a round has left.</param>
    /// <param name="costs">The operations.</param>
    public static Task MeasureAsync(Func<Task> afterRound, params OperationCost[] costs) =>
        Rounds.MediansAsync([.. costs.Select<OperationCost, Func<Task<double>>>(cost => async () =>
        {
            await cost.MeasureRoundAsync();
            await afterRound();
            return 0;
        })]);

    private async Task MeasureRoundAsync()
    {
        using IDisposable? during = During?.Invoke();
        using Process self = Process.GetCurrentProcess();
        (TimeSpan time, long bytes) = (self.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true));
        for (int i = 0; i < Calls; i++)
            await operation();
        self.Refresh();
        _microseconds.Add((self.TotalProcessorTime - time).TotalMicroseconds / Calls);
        _bytes.Add((GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)Calls);
    }
}
