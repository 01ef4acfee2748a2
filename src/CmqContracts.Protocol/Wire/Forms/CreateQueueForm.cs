using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>CreateQueue on the wire.</summary>
internal static class CreateQueueForm
{
    /// <summary>Writes the request's parameters.</summary>
    public static void Write(V2Parameters parameters, CreateQueueRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        parameters.Add("queueName"u8, request.QueueName);
        QueueSettingsForm.Write(parameters, request.Settings);
    }

    /// <summary>Reads a request.</summary>
    public static CreateQueueRequest Read(V2Parameters parameters) =>
        new(parameters.RequireString("queueName"), QueueSettingsForm.Read(parameters));

    /// <summary>Writes the reply's fields.</summary>
    public static void WriteReply(Utf8JsonWriter json, string queueId)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("queueId"u8, queueId);
    }

    /// <summary>Reads the queue's id out of a reply.</summary>
    public static string ReadReply(ReadOnlySpan<byte> reply) => V2ReplyReader.ReadId(reply, "queueId"u8);
}
