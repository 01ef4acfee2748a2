using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CmqContracts;

/// <summary>Something that is watched from its creation until it is disposed: its duration, its error, its span.</summary>
/// <param name="telemetry">Whose it is.</param>
/// <param name="operation">What is done.</param>
/// <param name="destination">The queue or topic.</param>
/// <param name="duration">Where its duration is recorded.</param>
/// <param name="span">Its span, which ends with it; <see langword="null"/>: it has none.</param>
internal sealed class Observation(ClientTelemetry telemetry, Operation operation, string destination, Histogram<double> duration, Activity? span) : IDisposable
{
    private readonly long _start = telemetry.Time.GetTimestamp();
    private Activity? _span = span;
    private string? _errorType;

    /// <summary>The labels of its metrics.</summary>
    public TagList Tags
    {
        get
        {
            TagList tags = telemetry.TagsOf(operation, destination);
            if (_errorType is not null)
                tags.Add(CmqTelemetry.ErrorType, _errorType);
            return tags;
        }
    }

    /// <summary>Gives it a span that was begun only when it was known that there is something to show.</summary>
    public void Show(Activity? begun) => _span = begun;

    public void Fail(Exception error) => Fail(CmqTelemetry.ErrorTypeOf(error));

    public void Fail(string errorType)
    {
        _errorType = errorType;
        _span?.Fail(errorType);
    }

    public void Dispose()
    {
        duration.Record(telemetry.Time.GetElapsedTime(_start).TotalSeconds, Tags);
        _span?.Dispose();
    }
}
