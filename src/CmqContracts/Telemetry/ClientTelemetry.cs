using System.Diagnostics;

namespace CmqContracts;

/// <summary>Begins the spans of a client, and names what its metrics are of.</summary>
/// <param name="server">The service's address; <see langword="null"/>: it is in this process.</param>
/// <param name="time">What durations are taken from.</param>
internal sealed class ClientTelemetry(Uri? server, TimeProvider time)
{
    // Without the brackets of an IPv6 address.
    private readonly string? _address = server?.IdnHost;
    private readonly object? _port = server?.Port;

    public TimeProvider Time => time;

    /// <summary>Begins the span of a single message that is sent, in which the message is made too.</summary>
    /// <returns>The span, which is current; <see langword="null"/>: nobody looks at it.</returns>
    public Activity? BeginSend(Operation operation, string destination) => Begin(operation, destination, ActivityKind.Producer);

    /// <summary>Begins the span in which one message of many is made.</summary>
    /// <returns>It, which is current; <see langword="null"/>: nobody looks at it.</returns>
    public Creation? BeginCreate(string destination)
    {
        if (!CmqTelemetry.Source.HasListeners())
            return null;
        Activity? before = Activity.Current;
        return Begin(Operation.Create, destination, ActivityKind.Producer) is { } span ? new Creation(span, before) : null;
    }

    /// <summary>Begins to watch the handling of a message.</summary>
    /// <param name="queueName">The queue.</param>
    /// <param name="messageId">The message.</param>
    /// <param name="created">The span in which it was made.</param>
    /// <param name="continues">Whether the span belongs to the trace in which the message was made. Otherwise it begins one.</param>
    /// <returns>What is told of its end; <see langword="null"/>: nobody looks at it.</returns>
    public Observation? BeginProcess(string queueName, string messageId, ActivityContext created, bool continues)
    {
        if (!CmqTelemetry.ObservesHandling)
            return null;
        Activity? span = null;
        if (CmqTelemetry.Source.HasListeners())
        {
            // Whatever the host was doing when it started the handler has made no message.
            Activity.Current = null;
            ActivityLink[] links = created == default ? [] : [new ActivityLink(created)];
            span = Begin(Operation.Process, queueName, ActivityKind.Consumer, continues ? created : default, links);
            span?.SetMessageId(messageId);
        }

        return new Observation(this, Operation.Process, queueName, CmqTelemetry.ProcessDuration, span);
    }

    /// <summary>Counts a message that no handler got.</summary>
    public void CountAbandoned(string queueName)
    {
        if (CmqTelemetry.AbandonedMessages.Enabled)
            CmqTelemetry.AbandonedMessages.Add(1, TagsOf(Operation.Process, queueName));
    }

    /// <summary>Begins a span, which is current then.</summary>
    public Activity? Begin(Operation operation, string destination, ActivityKind kind, ActivityContext parent = default, ActivityLink[]? links = null, DateTimeOffset startedAt = default) =>
        CmqTelemetry.Source.HasListeners()
            ? CmqTelemetry.Source.StartActivity(kind, parent, TagsOf(operation, destination), links, startedAt, $"{operation.Name} {destination}")
            : null;

    /// <summary>What is common to all spans and metrics of an operation. Nothing of it comes from a message.</summary>
    public TagList TagsOf(Operation operation, string destination)
    {
        TagList tags = new()
        {
            { CmqTelemetry.MessagingSystem, CmqTelemetry.SystemName },
            { CmqTelemetry.Destination, destination },
            { CmqTelemetry.OperationName, operation.Name },
            { CmqTelemetry.OperationType, operation.Type },
        };
        if (_address is null)
            return tags;
        tags.Add(CmqTelemetry.ServerAddress, _address);
        tags.Add(CmqTelemetry.ServerPort, _port);
        return tags;
    }
}
