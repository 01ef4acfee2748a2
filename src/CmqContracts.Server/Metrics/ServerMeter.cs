using System.Diagnostics.Metrics;

namespace CmqContracts.Server;

/// <summary>The instruments of <see cref="CmqServer.MeterName"/>. No tag contains anything of a request's content.</summary>
internal sealed class ServerMeter : IDisposable
{
    public const string Action = "action";
    public const string Code = "code";
    public const string Outcome = "outcome";
    public const string Account = "account";
    public const string Queue = "queue";
    public const string State = "state";

    private const string UnknownAction = "unknown";

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _pushes;
    private readonly QueueGauges _gauges;

    public ServerMeter(ICmqBackend backend, TimeProvider time)
    {
        _gauges = new QueueGauges(backend, time);
        Meter = new Meter(CmqServer.MeterName);
        _duration = Meter.CreateHistogram(
            "cmq.server.request.duration",
            "s",
            "Time from a request's first bytes to its reply. For receives it includes the wait.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });
        _pushes = Meter.CreateCounter<long>("cmq.server.pushes", "{push}", "Attempts to deliver a topic's message to an HTTP endpoint.");
        Meter.CreateObservableGauge("cmq.queue.messages", _gauges.Messages, "{message}", "Messages of a queue by state.");
        Meter.CreateObservableGauge("cmq.queue.oldest_message.age", _gauges.OldestAges, "s", "Time since the oldest unconsumed message of a queue was produced; 0 when there is none.");
        Meter.CreateObservableGauge("cmq.queue.receives.waiting", _gauges.WaitingReceives, "{receive}", "Receives that wait for a message of a queue.");
    }

    public Meter Meter { get; }

    /// <summary>Records an answer.</summary>
    /// <param name="action">The request's action; <see langword="null"/>: it names none, or an unknown one.</param>
    /// <param name="code">The code of the answer.</param>
    /// <param name="duration">The time from the first bytes of the request to the answer.</param>
    public void Answered(ActionInfo? action, string code, TimeSpan duration) =>
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(Action, action?.Name ?? UnknownAction), new KeyValuePair<string, object?>(Code, code));

    /// <summary>Records an attempt to deliver to an endpoint.</summary>
    public void Pushed(bool delivered) => _pushes.Add(1, new KeyValuePair<string, object?>(Outcome, delivered ? "delivered" : "failed"));

    /// <summary>Updates what the gauges show, for readers that can wait for it.</summary>
    public Task RefreshAsync() => _gauges.RefreshAsync();

    public void Dispose() => Meter.Dispose();
}
