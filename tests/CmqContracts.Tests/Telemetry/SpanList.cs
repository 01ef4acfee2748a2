using System.Collections.Concurrent;
using System.Diagnostics;

namespace CmqContracts.Tests.Telemetry;

/// <summary>Keeps the spans of one queue or topic, in the order in which they end. Listeners are of the whole process, where other tests run.</summary>
public sealed class SpanList : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public SpanList(string destination)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "CmqContracts",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (Equals(span.GetTagItem("messaging.destination.name"), destination))
                    _ended.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<Activity> All => _ended;

    public IEnumerable<Activity> Of(string operation) => _ended.Where(span => Equals(span.GetTagItem("messaging.operation.name"), operation));

    public Activity Only(string operation) => Assert.Single(Of(operation));

    /// <summary>The attributes of a span but those of its server.</summary>
    public static IEnumerable<string> Shown(Activity span) => span.TagObjects.Select(static tag => $"{tag.Key}={tag.Value}").Where(static tag => !tag.StartsWith("server.", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public void Dispose() => _listener.Dispose();
}
