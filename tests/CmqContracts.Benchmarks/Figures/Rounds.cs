using System.Diagnostics;

namespace CmqContracts.Benchmarks;

/// <summary>Measures two or more operations interleaved, so that other load on the machine affects all of them, and returns the medians.</summary>
internal static class Rounds
{
    private const int Count = 7;

    /// <summary>Nanoseconds per call of each, interleaved, after both have warmed up.</summary>
    public static (double Ours, double Baseline) NanosecondsPerCall(Action ours, Action baseline)
    {
        int calls = Math.Max(Calibrate(ours), Calibrate(baseline));
        List<double> first = [], second = [];
        for (int round = 0; round < Count; round++)
        {
            first.Add(Time(ours, calls));
            second.Add(Time(baseline, calls));
        }

        return (Median(first), Median(second));
    }

    /// <summary>Operations per second of each, interleaved. A round runs for the given time.</summary>
    public static async Task<(double Ours, double Baseline)> OperationsPerSecondAsync(Func<CancellationToken, Task<long>> ours, Func<CancellationToken, Task<long>> baseline, TimeSpan round)
    {
        await RunAsync(ours, round / 2);
        await RunAsync(baseline, round / 2);
        List<double> first = [], second = [];
        for (int i = 0; i < Count; i++)
        {
            first.Add(await RunAsync(ours, round));
            second.Add(await RunAsync(baseline, round));
        }

        return (Median(first), Median(second));
    }

    /// <summary>The medians of measurements that are taken in turn, five times, after each has warmed up.</summary>
    public static async Task<double[]> MediansAsync(params Func<Task<double>>[] measurements)
    {
        const int rounds = 5;
        List<double>[] values = [.. measurements.Select(_ => new List<double>())];
        foreach (Func<Task<double>> measurement in measurements)
            await measurement();
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < measurements.Length; i++)
                values[i].Add(await measurements[i]());
        }

        return [.. values.Select(Median)];
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The value that a share of all values does not exceed.</summary>
    public static double Percentile(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];

    /// <summary>How many calls take about a tenth of a second, when the code is compiled to the last tier.</summary>
    private static int Calibrate(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        int calls = 0;
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1))
        {
            action();
            calls++;
        }

        return Math.Max(1, calls / 10);
    }

    private static double Time(Action action, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
            action();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }

    private static async Task<double> RunAsync(Func<CancellationToken, Task<long>> work, TimeSpan time)
    {
        using CancellationTokenSource end = new(time);
        long start = Stopwatch.GetTimestamp();
        long operations = await work(end.Token);
        return operations / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
