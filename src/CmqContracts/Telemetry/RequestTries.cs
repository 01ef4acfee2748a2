using System.Diagnostics;

namespace CmqContracts;

/// <summary>The tries of a request that failed and were followed by another: events of its span.</summary>
internal sealed class RequestTries
{
    private static readonly AsyncLocal<RequestTries?> OfRequest = new();

    private readonly List<ActivityEvent> _failed = [];

    private RequestTries()
    {
    }

    /// <summary>Gathers the tries of a request that is made in the caller's flow.</summary>
    /// <returns>They; <see langword="null"/>: nobody looks at spans.</returns>
    public static RequestTries? Begin() => CmqTelemetry.Source.HasListeners() ? OfRequest.Value = new RequestTries() : null;

    /// <summary>Notes that a try has failed, and that there will be another.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="number">The number of the try, counted from 1.</param>
    /// <param name="pause">How long it is until the next.</param>
    public static void Note(Exception failure, int number, TimeSpan pause)
    {
        if (OfRequest.Value is not { } tries)
            return;
        ActivityTagsCollection tags = new()
        {
            [CmqTelemetry.ErrorType] = CmqTelemetry.ErrorTypeOf(failure),
            ["cmq.try.number"] = number,
            ["cmq.try.pause"] = pause.TotalSeconds,
        };
        lock (tries._failed)
            tries._failed.Add(new ActivityEvent("cmq.try.failed", TimeProvider.System.GetUtcNow(), tags));
    }

    /// <summary>Shows them on the request's span.</summary>
    public void AddTo(Activity? span)
    {
        if (span is null)
            return;
        lock (_failed)
        {
            foreach (ActivityEvent failed in _failed)
                span.AddEvent(failed);
        }
    }
}
