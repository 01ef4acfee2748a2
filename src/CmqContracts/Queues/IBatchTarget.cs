using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>Where batches of bodies go: a queue, or a topic.</summary>
internal interface IBatchTarget
{
    /// <summary>Refuses bodies that no request may hold.</summary>
    /// <exception cref="CmqServiceException">A body breaks a limit, or all of them together.</exception>
    void Check(IReadOnlyList<ReadOnlyMemory<byte>> bodies);

    /// <summary>Sends 1 to 16 bodies, all or none.</summary>
    /// <returns>Their ids, in order.</returns>
    ValueTask<IReadOnlyList<string>> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellationToken);
}

/// <summary>A queue, and the delay of all that is sent.</summary>
internal sealed class QueueTarget(CmqClient client, string queueName, int delaySeconds) : IBatchTarget
{
    public void Check(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => RequestRules.Check(Request(bodies), client.Limits);

    public ValueTask<IReadOnlyList<string>> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellationToken) =>
        client.Service.SendMessagesAsync(Request(bodies), cancellationToken);

    private SendMessagesRequest Request(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => new(queueName, bodies, delaySeconds);
}

/// <summary>A topic, and the tags and routing key of all that is published.</summary>
internal sealed class TopicTarget(CmqClient client, string topicName, IReadOnlyList<string>? tags, string? routingKey) : IBatchTarget
{
    public void Check(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => TopicRules.Check(Request(bodies), client.Limits);

    public ValueTask<IReadOnlyList<string>> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellationToken) =>
        client.Service.PublishMessagesAsync(Request(bodies), cancellationToken);

    private PublishMessagesRequest Request(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => new(topicName, bodies) { Tags = tags ?? [], RoutingKey = routingKey };
}
