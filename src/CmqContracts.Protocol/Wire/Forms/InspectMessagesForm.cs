using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>InspectMessages on the wire.</summary>
internal static class InspectMessagesForm
{
    /// <summary>Writes the request's parameters.</summary>
    public static void Write(V2Parameters parameters, PeekMessagesRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        InspectPlaceForm.Write(parameters, request.QueueName, request.State, request.NewestFirst, request.AfterMessageId, request.From);
        InspectPageForm.Write(parameters, request.MaxMessages, request.MaxBytes, request.MaxBodyBytes);
    }

    /// <summary>Reads a request.</summary>
    public static PeekMessagesRequest Read(V2Parameters parameters)
    {
        PeekMessagesRequest request = new(parameters.RequireString("queueName"), InspectionWords.States.Require(parameters, "state"));
        return request with
        {
            NewestFirst = InspectPlaceForm.ReadNewestFirst(parameters),
            AfterMessageId = parameters.OptionalString("afterMessageId"),
            From = InspectPlaceForm.ReadFrom(parameters),
            MaxMessages = parameters.OptionalInt32("maxMessages") ?? request.MaxMessages,
            MaxBytes = parameters.OptionalInt32("maxBytes") ?? request.MaxBytes,
            MaxBodyBytes = parameters.OptionalInt32("maxBodyBytes"),
        };
    }

    /// <summary>Writes the reply's fields.</summary>
    public static void WriteReply(Utf8JsonWriter json, PeekResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        InspectedMessageForm.WriteList(json, result.Messages);
        InspectPageForm.WriteContinueAfter(json, result.ContinueAfter);
    }

    /// <summary>Reads a page out of a reply.</summary>
    public static PeekResult ReadReply(ReadOnlySpan<byte> reply)
    {
        (List<InspectedMessage> messages, string? continueAfter, _) = InspectPageForm.ReadReply(reply);
        return new PeekResult { Messages = messages, ContinueAfter = continueAfter };
    }
}
