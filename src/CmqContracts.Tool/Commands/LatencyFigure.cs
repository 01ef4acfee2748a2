using System.Globalization;
using HdrHistogram;

namespace CmqContracts.Tool;

/// <summary>How fast one kind of request was: its rate, and how its latencies are distributed.</summary>
/// <param name="action">What the requests do.</param>
internal sealed class LatencyFigure(string action)
{
    /// <summary>Longer than a request with all its retries takes. Longer ones count as this long.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly LongConcurrentHistogram _microseconds = new(1, (long)Longest.TotalMicroseconds, numberOfSignificantValueDigits: 3);
    private TimeSpan _time;
    private long _messages;

    public string Action => action;

    /// <summary>How many messages were sent, received or deleted.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    public long Requests => _microseconds.TotalCount;

    /// <summary>Takes a request. May be called by many at once.</summary>
    public void Record(TimeSpan latency, int messages)
    {
        _microseconds.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 0, (long)Longest.TotalMicroseconds));
        Interlocked.Add(ref _messages, messages);
    }

    /// <summary>Takes the time in which requests were made. The rate is the number of messages in all such times.</summary>
    public void Worked(TimeSpan time) => _time += time;

    /// <summary>The rate in messages a second, and the latencies that a share of the requests did not exceed.</summary>
    public Field[] Summary() =>
    [
        new("action", action),
        new("messages", Messages),
        new("rate", _time > TimeSpan.Zero ? Math.Round(Messages / _time.TotalSeconds, 1) : 0d),
        new("p50Ms", Percentile(50)),
        new("p90Ms", Percentile(90)),
        new("p99Ms", Percentile(99)),
        new("p999Ms", Percentile(99.9)),
        new("maxMs", Requests == 0 ? 0d : Milliseconds(_microseconds.GetMaxValue())),
    ];

    /// <summary>How many requests took at most so many milliseconds and more than those of the bucket before; from the first bucket with requests to the last.</summary>
    public IReadOnlyList<(double AtMost, long Requests)> Buckets()
    {
        List<(double AtMost, long Requests)> buckets = [];
        IEnumerator<double> bounds = Bounds().GetEnumerator();
        foreach (var value in _microseconds.RecordedValues())
        {
            while (bounds.Current < Milliseconds(value.ValueIteratedTo))
            {
                bounds.MoveNext();
                if (buckets.Count > 0 || bounds.Current >= Milliseconds(value.ValueIteratedTo))
                    buckets.Add((bounds.Current, 0));
            }

            buckets[^1] = (buckets[^1].AtMost, buckets[^1].Requests + value.CountAddedInThisIterationStep);
        }

        return buckets;
    }

    /// <summary>The buckets of several kinds of requests beside each other.</summary>
    public static IEnumerable<Field[]> Histogram(IReadOnlyList<LatencyFigure> figures)
    {
        Dictionary<double, long>[] buckets = [.. figures.Select(static figure => figure.Buckets().ToDictionary(static bucket => bucket.AtMost, static bucket => bucket.Requests))];
        double[] bounds = [.. buckets.SelectMany(static bucket => bucket.Keys).Distinct().Order()];
        return bounds.Select(bound => (Field[])
        [
            new("atMostMs", bound),
            .. figures.Select((figure, i) => new Field(figure.Action, Bar(buckets[i].GetValueOrDefault(bound), figure.Requests))),
        ]);
    }

    private double Percentile(double percentile) => Requests == 0 ? 0 : Milliseconds(_microseconds.GetValueAtPercentile(percentile));

    private static string Bar(long part, long whole)
    {
        const int width = 20;
        double share = whole == 0 ? 0 : (double)part / whole;
        return part == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{share * 100,5:0.0} % {new string('█', (int)Math.Round(share * width))}").TrimEnd();
    }

    private static double Milliseconds(long microseconds) => microseconds / 1000d;

    /// <summary>1, 2, 5, 10, ... in milliseconds, from a hundredth on.</summary>
    private static IEnumerable<double> Bounds()
    {
        for (decimal unit = 0.01m; ; unit *= 10)
        {
            yield return (double)unit;
            yield return (double)(unit * 2);
            yield return (double)(unit * 5);
        }
    }
}
