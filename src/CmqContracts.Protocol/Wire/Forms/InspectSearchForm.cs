using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>InspectSearch on the wire.</summary>
internal static class InspectSearchForm
{
    /// <summary>Writes the request's parameters.</summary>
    public static void Write(V2Parameters parameters, SearchMessagesRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        InspectPlaceForm.Write(parameters, request.QueueName, request.State, request.NewestFirst, request.AfterMessageId, request.From);
        MessageFilterForm.Write(parameters, request.Filter);
        parameters.Add("maxExamined"u8, request.MaxExamined);
        InspectPageForm.Write(parameters, request.MaxMessages, request.MaxBytes, request.MaxBodyBytes);
    }

    /// <summary>Reads a request.</summary>
    public static SearchMessagesRequest Read(V2Parameters parameters)
    {
        SearchMessagesRequest request = new(parameters.RequireString("queueName"), InspectionWords.States.Require(parameters, "state"), MessageFilterForm.Read(parameters));
        return request with
        {
            NewestFirst = InspectPlaceForm.ReadNewestFirst(parameters),
            AfterMessageId = parameters.OptionalString("afterMessageId"),
            From = InspectPlaceForm.ReadFrom(parameters),
            MaxExamined = parameters.OptionalInt32("maxExamined") ?? request.MaxExamined,
            MaxMessages = parameters.OptionalInt32("maxMessages") ?? request.MaxMessages,
            MaxBytes = parameters.OptionalInt32("maxBytes") ?? request.MaxBytes,
            MaxBodyBytes = parameters.OptionalInt32("maxBodyBytes"),
        };
    }

    /// <summary>Writes the reply's fields.</summary>
    public static void WriteReply(Utf8JsonWriter json, SearchResult result)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(result);
        json.WriteNumber("examined"u8, result.Examined);
        InspectedMessageForm.WriteList(json, result.Messages);
        InspectPageForm.WriteContinueAfter(json, result.ContinueAfter);
    }

    /// <summary>Reads what was found out of a reply.</summary>
    public static SearchResult ReadReply(ReadOnlySpan<byte> reply)
    {
        (List<InspectedMessage> messages, string? continueAfter, int? examined) = InspectPageForm.ReadReply(reply);
        return new SearchResult { Messages = messages, ContinueAfter = continueAfter, Examined = V2ReplyReader.Require(examined, "examined") };
    }
}
