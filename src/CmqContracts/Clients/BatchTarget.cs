using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>Where batches of bodies go: a queue, or a topic.</summary>
internal abstract class BatchTarget(CmqClient client)
{
    /// <summary>One for all batches: a client that is closed between them has sent nothing of the rest.</summary>
    protected ICmqService Service { get; } = client.Service;

    protected CmqLimits Limits => client.Limits;

    /// <summary>Refuses a body that no request may hold.</summary>
    /// <exception cref="CmqServiceException">The body, or what else is sent with it, breaks a limit.</exception>
    public abstract void Check(ReadOnlyMemory<byte> body);

    /// <summary>Sends 1 to 16 bodies, all or none, that were checked each on its own.</summary>
    /// <returns>Their ids, in order.</returns>
    /// <exception cref="CmqServiceException">All of them together break a limit.</exception>
    public abstract ValueTask<IReadOnlyList<string>> SendAsync(Utf8Bodies bodies, CancellationToken cancellationToken);
}

/// <summary>A queue, and the delay of all that is sent.</summary>
internal sealed class QueueTarget(CmqClient client, string queueName, int delaySeconds) : BatchTarget(client)
{
    public override void Check(ReadOnlyMemory<byte> body) => RequestRules.Check(Request([body]), Limits);

    public override ValueTask<IReadOnlyList<string>> SendAsync(Utf8Bodies bodies, CancellationToken cancellationToken)
    {
        SendMessagesRequest request = Request(bodies);
        RequestRules.Check(request, Limits);
        return Service.SendMessagesAsync(request, cancellationToken);
    }

    private SendMessagesRequest Request(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => new(queueName, bodies) { DelaySeconds = delaySeconds };
}

/// <summary>A topic, and the tags and routing key of all that is published.</summary>
internal sealed class TopicTarget(CmqClient client, string topicName, PublishOptions options) : BatchTarget(client)
{
    public override void Check(ReadOnlyMemory<byte> body) => TopicRules.Check(Request([body]), Limits);

    public override ValueTask<IReadOnlyList<string>> SendAsync(Utf8Bodies bodies, CancellationToken cancellationToken)
    {
        PublishMessagesRequest request = Request(bodies);
        TopicRules.Check(request, Limits);
        return Service.PublishMessagesAsync(request, cancellationToken);
    }

    private PublishMessagesRequest Request(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => new(topicName, bodies) { Tags = options.Tags, RoutingKey = options.RoutingKey };
}
