namespace CmqContracts.Protocol.Wire;

/// <summary>PublishMessage and BatchPublishMessage on the wire. Their replies are those of <see cref="SendMessagesForm"/>.</summary>
internal static class PublishMessagesForm
{
    /// <summary>The action for a number of messages: the single one or that of a batch.</summary>
    public static string Action(int count) => count == 1 ? V2Actions.PublishMessage : V2Actions.BatchPublishMessage;

    /// <summary>Writes the request's parameters.</summary>
    public static void Write(V2Parameters parameters, PublishMessagesRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        parameters.Add("topicName"u8, request.TopicName);
        SendMessagesForm.WriteBodies(parameters, request.Bodies);
        parameters.AddList("msgTag"u8, request.Tags);
        if (request.RoutingKey is not null)
            parameters.Add("routingKey"u8, request.RoutingKey);
    }

    /// <summary>Reads a PublishMessage. The body stays in the parameters' memory.</summary>
    public static PublishMessagesRequest ReadSingle(V2Parameters parameters) => Read(parameters, SendMessagesForm.ReadBody(parameters));

    /// <summary>Reads a BatchPublishMessage. The bodies stay in the parameters' memory.</summary>
    public static PublishMessagesRequest ReadBatch(V2Parameters parameters, CmqLimits limits) => Read(parameters, SendMessagesForm.ReadBodies(parameters, limits));

    private static PublishMessagesRequest Read(V2Parameters parameters, IReadOnlyList<ReadOnlyMemory<byte>> bodies) =>
        new(parameters.RequireString("topicName"), bodies) { Tags = ReadTags(parameters), RoutingKey = parameters.OptionalString("routingKey") };

    /// <summary>A list, or, as one client for Node.js sends them, one text with commas.</summary>
    private static string[] ReadTags(V2Parameters parameters) =>
        parameters.OptionalStringList("msgTag", int.MaxValue) is { Length: > 0 } tags ? tags
        : parameters.OptionalString("msgTag") is { Length: > 0 } joined ? joined.Split(',')
        : [];
}
