namespace CmqContracts.Protocol.Wire;

/// <summary>RewindQueue on the wire.</summary>
internal static class RewindQueueForm
{
    /// <summary>Writes the request's parameters.</summary>
    public static void Write(V2Parameters parameters, RewindQueueRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        parameters.Add("queueName"u8, request.QueueName);
        parameters.Add("startConsumeTime"u8, request.StartConsumeTime);
    }

    /// <summary>Reads a request.</summary>
    public static RewindQueueRequest Read(V2Parameters parameters) =>
        new(parameters.RequireString("queueName"), parameters.RequireNumber("startConsumeTime"));
}
