namespace CmqContracts.Protocol.Wire;

/// <summary>InspectDelete and InspectMove on the wire.</summary>
internal static class InspectActForm
{
    private const int MaxIds = 1000;

    /// <summary>Writes the parameters of InspectDelete.</summary>
    public static void Write(V2Parameters parameters, DeleteMessagesByIdRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        parameters.Add("queueName"u8, request.QueueName);
        parameters.AddList("msgId"u8, request.MessageIds);
        WriteState(parameters, request.State);
    }

    /// <summary>Writes the parameters of InspectMove: the ids, or how many of the oldest messages.</summary>
    public static void Write(V2Parameters parameters, MoveMessagesRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        parameters.Add("queueName"u8, request.SourceQueueName);
        if (request.TargetQueueName is not null)
            parameters.Add("targetQueueName"u8, request.TargetQueueName);
        if (request.MessageIds is { } ids)
            parameters.AddList("msgId"u8, ids);
        else
            parameters.Add("maxMessages"u8, request.MaxMessages);
        WriteState(parameters, request.State);
    }

    /// <summary>Reads an InspectDelete.</summary>
    public static DeleteMessagesByIdRequest ReadDelete(V2Parameters parameters)
    {
        string queueName = parameters.RequireString("queueName");
        string[] ids = parameters.OptionalStringList("msgId", MaxIds);
        return ids.Length > 0
            ? new DeleteMessagesByIdRequest(queueName, ids) { State = InspectionWords.States.Optional(parameters, "state") }
            : throw new CmqServiceException(CmqErrors.RequiredParameterMissing("msgId"));
    }

    /// <summary>Reads an InspectMove.</summary>
    /// <exception cref="CmqServiceException">A parameter is missing or malformed, or it is said twice which messages are meant.</exception>
    public static MoveMessagesRequest ReadMove(V2Parameters parameters)
    {
        string queueName = parameters.RequireString("queueName");
        string? target = parameters.OptionalString("targetQueueName");
        string[] ids = parameters.OptionalStringList("msgId", MaxIds);
        int? maxMessages = parameters.OptionalInt32("maxMessages");
        if (ids.Length > 0 && maxMessages is not null)
            throw new CmqServiceException(CmqErrors.InvalidRequestParameters, "The request has both msgId and maxMessages; name the messages, or say how many of the oldest.");
        MoveMessagesRequest request = ids.Length > 0
            ? new MoveMessagesRequest(queueName, target, ids)
            : new MoveMessagesRequest(queueName, target, maxMessages ?? throw new CmqServiceException(CmqErrors.RequiredParameterMissing("msgId")));
        return request with { State = InspectionWords.States.Optional(parameters, "state") };
    }

    private static void WriteState(V2Parameters parameters, MessageState? state)
    {
        if (state is { } wanted)
            parameters.Add("state"u8, InspectionWords.States.Of(wanted));
    }
}
