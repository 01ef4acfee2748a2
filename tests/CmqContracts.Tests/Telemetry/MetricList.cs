using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CmqContracts.Tests.Telemetry;

/// <summary>Keeps what is measured of one queue or topic.</summary>
public sealed class MetricList : IDisposable
{
    private readonly string _destination;
    private readonly ConcurrentQueue<(string Instrument, double Value, Dictionary<string, object?> Tags)> _measured = new();
    private readonly MeterListener _listener = new();

    public MetricList(string destination)
    {
        _destination = destination;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != "CmqContracts")
                return;
            Instruments.Add(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public ConcurrentBag<Instrument> Instruments { get; } = [];

    public IEnumerable<(string Instrument, double Value, Dictionary<string, object?> Tags)> All => _measured;

    /// <summary>What an instrument has measured of an operation, with the error.</summary>
    public IEnumerable<(double Value, string? Error)> Of(string instrument, string operation) => _measured
        .Where(measured => measured.Instrument == instrument && Equals(measured.Tags["messaging.operation.name"], operation))
        .Select(static measured => (measured.Value, (string?)measured.Tags.GetValueOrDefault("error.type")));

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Dictionary<string, object?> kept = new(tags.ToArray());
        if (Equals(kept.GetValueOrDefault("messaging.destination.name"), _destination))
            _measured.Enqueue((instrument.Name, value, kept));
    }
}
