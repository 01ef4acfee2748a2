using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>Where batches of bodies go: a queue, or a topic.</summary>
internal interface IBatchTarget
{
    /// <summary>Refuses a body that no request may hold.</summary>
    /// <exception cref="CmqServiceException">The body, or what else is sent with it, breaks a limit.</exception>
    void Check(ReadOnlyMemory<byte> body);

    /// <summary>Sends 1 to 16 bodies, all or none, that were checked each on its own.</summary>
    /// <returns>Their ids, in order.</returns>
    /// <exception cref="CmqServiceException">All of them together break a limit.</exception>
    ValueTask<IReadOnlyList<string>> SendAsync(Utf8Bodies bodies, CancellationToken cancellationToken);
}

/// <summary>A queue, and the delay of all that is sent.</summary>
internal sealed class QueueTarget(CmqClient client, string queueName, int delaySeconds) : IBatchTarget
{
    // Once for all batches: a client that is closed between them has sent nothing of the rest.
    private readonly ICmqService _service = client.Service;

    public void Check(ReadOnlyMemory<byte> body) => RequestRules.Check(Request([body]), client.Limits);

    public ValueTask<IReadOnlyList<string>> SendAsync(Utf8Bodies bodies, CancellationToken cancellationToken)
    {
        SendMessagesRequest request = Request(bodies);
        RequestRules.Check(request, client.Limits);
        return _service.SendMessagesAsync(request, cancellationToken);
    }

    private SendMessagesRequest Request(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => new(queueName, bodies) { DelaySeconds = delaySeconds };
}

/// <summary>A topic, and the tags and routing key of all that is published.</summary>
internal sealed class TopicTarget(CmqClient client, string topicName, PublishOptions options) : IBatchTarget
{
    // Once for all batches: a client that is closed between them has sent nothing of the rest.
    private readonly ICmqService _service = client.Service;

    public void Check(ReadOnlyMemory<byte> body) => TopicRules.Check(Request([body]), client.Limits);

    public ValueTask<IReadOnlyList<string>> SendAsync(Utf8Bodies bodies, CancellationToken cancellationToken)
    {
        PublishMessagesRequest request = Request(bodies);
        TopicRules.Check(request, client.Limits);
        return _service.PublishMessagesAsync(request, cancellationToken);
    }

    private PublishMessagesRequest Request(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => new(topicName, bodies) { Tags = options.Tags, RoutingKey = options.RoutingKey };
}
