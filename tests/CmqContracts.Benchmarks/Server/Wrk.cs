using System.Globalization;

namespace CmqContracts.Benchmarks;

/// <summary>The load driver for sends: wrk with our script, on one thread, in a process of its own.</summary>
internal static class Wrk
{
    /// <summary>Repeats the requests of a file.</summary>
    /// <returns>Answered requests, and how many per second.</returns>
    /// <exception cref="MeasurementException">wrk cannot run, or a request failed.</exception>
    public static async Task<(long Count, double PerSecond)> SendAsync(Uri server, int connections, TimeSpan duration, string requests)
    {
        string output = await Command.RunAsync(
            "wrk",
            ["-t1", $"-c{connections}", $"-d{duration.TotalSeconds:0}s", "--timeout", "30s", "-s", FigureDirectory.Driver("send.lua"), server.GetLeftPart(UriPartial.Authority), "--", requests]);
        string[] result = output.Split('\n').FirstOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))?.Split(' ') ?? throw new MeasurementException("wrk said nothing of its result.");
        long count = long.Parse(result[1], CultureInfo.InvariantCulture);
        double microseconds = double.Parse(result[2], CultureInfo.InvariantCulture);
        if (result[3] != "0")
            throw new MeasurementException($"{result[3]} of wrk's requests failed.");
        return (count, count / microseconds * 1e6);
    }
}
