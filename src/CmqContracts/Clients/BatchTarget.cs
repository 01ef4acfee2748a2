using System.Diagnostics;
using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>Where batches of bodies go: a queue, or a topic. Targets are equal if their bodies may be in one batch.</summary>
internal abstract class BatchTarget(CmqClient client)
{
    /// <summary>One for all batches: a client that is closed between them has sent nothing of the rest.</summary>
    protected ICmqService Service { get; } = client.Service;

    protected CmqLimits Limits => client.Limits;

    /// <summary>The queue's or topic's name.</summary>
    protected abstract string Destination { get; }

    /// <summary>What sending there is.</summary>
    protected abstract Operation Operation { get; }

    /// <inheritdoc cref="ClientTelemetry.BeginSend"/>
    public Activity? BeginSend() => client.Telemetry.BeginSend(Operation, Destination);

    /// <inheritdoc cref="ClientTelemetry.BeginCreate"/>
    public Creation? BeginCreate() => client.Telemetry.BeginCreate(Destination);

    /// <summary>Refuses a body that no request may hold.</summary>
    /// <exception cref="CmqServiceException">The body, or what else is sent with it, breaks a limit.</exception>
    public abstract void Check(ReadOnlyMemory<byte> body);

    /// <summary>Sends 1 to 16 bodies, all or none, that were checked each on its own.</summary>
    /// <returns>Their ids, in order.</returns>
    /// <exception cref="CmqServiceException">All of them together break a limit.</exception>
    public abstract ValueTask<IReadOnlyList<string>> SendAsync(Utf8Bodies bodies, CancellationToken cancellationToken);
}

/// <summary>A queue, and the delay of all that is sent.</summary>
internal sealed class QueueTarget(CmqClient client, string queueName, int delaySeconds, bool allowDuplicates) : BatchTarget(client), IEquatable<QueueTarget>
{
    private readonly (string QueueName, int DelaySeconds, bool AllowDuplicates) _key = (queueName, delaySeconds, allowDuplicates);

    protected override string Destination => _key.QueueName;

    protected override Operation Operation => Operation.Send;

    public bool Equals(QueueTarget? other) => other is not null && _key == other._key;

    public override bool Equals(object? obj) => Equals(obj as QueueTarget);

    public override int GetHashCode() => _key.GetHashCode();

    public override void Check(ReadOnlyMemory<byte> body) => RequestRules.Check(Request([body]), Limits);

    public override ValueTask<IReadOnlyList<string>> SendAsync(Utf8Bodies bodies, CancellationToken cancellationToken)
    {
        SendMessagesRequest request = Request(bodies);
        RequestRules.Check(request, Limits);
        return Service.SendMessagesAsync(request, cancellationToken);
    }

    private SendMessagesRequest Request(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => new(_key.QueueName, bodies) { DelaySeconds = _key.DelaySeconds, AllowDuplicates = _key.AllowDuplicates };
}

/// <summary>A topic, and the tags and routing key of all that is published.</summary>
internal sealed class TopicTarget(CmqClient client, string topicName, PublishOptions options) : BatchTarget(client), IEquatable<TopicTarget>
{
    private readonly (string TopicName, string? RoutingKey, bool AllowDuplicates) _key = (topicName, options.RoutingKey, options.AllowDuplicates);

    protected override string Destination => _key.TopicName;

    protected override Operation Operation => Operation.Publish;

    public bool Equals(TopicTarget? other) => other is not null && _key == other._key && Tags.SequenceEqual(other.Tags, StringComparer.Ordinal);

    private IReadOnlyList<string> Tags { get; } = options.Tags;

    public override bool Equals(object? obj) => Equals(obj as TopicTarget);

    public override int GetHashCode() => _key.GetHashCode();

    public override void Check(ReadOnlyMemory<byte> body) => TopicRules.Check(Request([body]), Limits);

    public override ValueTask<IReadOnlyList<string>> SendAsync(Utf8Bodies bodies, CancellationToken cancellationToken)
    {
        PublishMessagesRequest request = Request(bodies);
        TopicRules.Check(request, Limits);
        return Service.PublishMessagesAsync(request, cancellationToken);
    }

    private PublishMessagesRequest Request(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => new(_key.TopicName, bodies) { Tags = Tags, RoutingKey = _key.RoutingKey, AllowDuplicates = _key.AllowDuplicates };
}
