using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace CmqContracts.Server;

/// <summary>Collects the measurements of one meter, and writes them in Prometheus' text format, version 0.0.4.</summary>
internal sealed class PrometheusExport : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Family> _families = new(StringComparer.Ordinal);

    public PrometheusExport(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter)
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument.Name, _ => new Family(instrument)));
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((Family)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((Family)state!).Measure(value, tags));
        _listener.Start();
    }

    /// <summary>Writes the current values of all instruments.</summary>
    public string Write()
    {
        StringBuilder text = new();
        lock (_listener)
        {
            foreach (Family family in _families.Values)
                family.ClearObserved();
            _listener.RecordObservableInstruments();
            foreach (Family family in _families.Values.OrderBy(static family => family.Name, StringComparer.Ordinal))
                family.Write(text);
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>One instrument and its series.</summary>
    private sealed class Family(Instrument instrument)
    {
        private readonly IReadOnlyList<double>? _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries;
        private readonly ConcurrentDictionary<(object?, object?, object?), Series> _series = new();

        public string Name { get; } = NameOf(instrument);

        public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            (object?, object?, object?) key = (ValueAt(tags, 0), ValueAt(tags, 1), ValueAt(tags, 2));
            if (!_series.TryGetValue(key, out Series? series))
                series = _series.GetOrAdd(key, new Series(LabelsOf(tags), _bounds));
            series.Measure(value, instrument.IsObservable);
        }

        /// <summary>Removes the series of observable instruments, so that deleted queues leave none.</summary>
        public void ClearObserved()
        {
            if (instrument.IsObservable)
                _series.Clear();
        }

        public void Write(StringBuilder text)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {instrument.Description}\n# TYPE {Name} {(_bounds is not null ? "histogram" : instrument.IsObservable ? "gauge" : "counter")}\n");
            foreach (Series series in _series.Values.OrderBy(static series => series.Labels, StringComparer.Ordinal))
                series.Write(Name, text);
        }

        private static object? ValueAt(ReadOnlySpan<KeyValuePair<string, object?>> tags, int index) => index < tags.Length ? tags[index].Value : null;

        private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            StringBuilder labels = new();
            foreach ((string name, object? value) in tags)
                labels.Append(labels.Length == 0 ? "" : ",").Append(name).Append("=\"").Append(Escape(value?.ToString() ?? "")).Append('"');
            return labels.ToString();
        }

        private static string Escape(string value) =>
            value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

        private static string NameOf(Instrument instrument)
        {
            string name = instrument.Name.Replace('.', '_');
            if (instrument.Unit == "s")
                name += "_seconds";
            return instrument is Counter<long> ? name + "_total" : name;
        }
    }

    /// <summary>The measurements of one combination of tags.</summary>
    private sealed class Series(string labels, IReadOnlyList<double>? bounds)
    {
        private readonly Lock _gate = new();
        private readonly long[] _buckets = new long[(bounds?.Count ?? 0) + 1];
        private double _sum;

        public string Labels => labels;

        public void Measure(double value, bool isObserved)
        {
            int bucket = 0;
            if (bounds is not null)
            {
                while (bucket < bounds.Count && value > bounds[bucket])
                    bucket++;
            }

            lock (_gate)
            {
                _buckets[bucket]++;
                _sum = isObserved ? value : _sum + value;
            }
        }

        public void Write(string name, StringBuilder text)
        {
            lock (_gate)
            {
                if (bounds is null)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {_sum}\n");
                    return;
                }

                long count = 0;
                for (int i = 0; i < _buckets.Length; i++)
                {
                    count += _buckets[i];
                    string bound = i < bounds.Count ? bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"{bound}\"}} {count}\n");
                }

                text.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {_sum}\n{name}_count{{{labels}}} {count}\n");
            }
        }
    }
}
