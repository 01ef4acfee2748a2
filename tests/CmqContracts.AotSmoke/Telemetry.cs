using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CmqContracts.AotSmoke;

/// <summary>Listens to spans and metrics, as an exporter does.</summary>
internal sealed class Telemetry : IDisposable
{
    private readonly ConcurrentBag<string> _seen = [];
    private readonly ActivityListener _spans;
    private readonly MeterListener _metrics;

    public Telemetry()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "CmqContracts",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => _seen.Add(span.DisplayName),
        };
        ActivitySource.AddActivityListener(_spans);
        _metrics = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "CmqContracts")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        _metrics.SetMeasurementEventCallback<double>((instrument, _, _, _) => _seen.Add(instrument.Name));
        _metrics.Start();
    }

    public void Check()
    {
        string[] expected = ["send AotBytes", "receive AotBytes", "process AotBytes", "messaging.client.operation.duration", "messaging.process.duration"];
        if (expected.Except(_seen).FirstOrDefault() is { } missing)
            throw new InvalidOperationException($"Telemetry: nobody has seen '{missing}'.");
        Console.WriteLine("ok: telemetry");
    }

    public void Dispose()
    {
        _spans.Dispose();
        _metrics.Dispose();
    }
}
