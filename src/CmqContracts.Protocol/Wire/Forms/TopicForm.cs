using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>CreateTopic and SetTopicAttributes on the wire.</summary>
internal static class TopicForm
{
    /// <summary>Writes the parameters of CreateTopic.</summary>
    public static void Write(V2Parameters parameters, CreateTopicRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        Write(parameters, request.TopicName, request.Settings);
        parameters.Add("filterType"u8, (int)request.Filter);
    }

    /// <summary>Writes the parameters of SetTopicAttributes.</summary>
    public static void Write(V2Parameters parameters, SetTopicAttributesRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        Write(parameters, request.TopicName, request.Settings);
    }

    /// <summary>Reads a CreateTopic.</summary>
    public static CreateTopicRequest ReadCreate(V2Parameters parameters) =>
        new(parameters.RequireString("topicName"), ReadSettings(parameters)) { Filter = (TopicFilter)(parameters.OptionalInt32("filterType") ?? (int)TopicFilter.Tags) };

    /// <summary>Reads a SetTopicAttributes.</summary>
    public static SetTopicAttributesRequest ReadSet(V2Parameters parameters) => new(parameters.RequireString("topicName"), ReadSettings(parameters));

    /// <summary>Writes the fields of CreateTopic's reply.</summary>
    public static void WriteCreateReply(Utf8JsonWriter json, string topicId)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("topicId"u8, topicId);
    }

    /// <summary>Reads the topic's id out of CreateTopic's reply.</summary>
    public static string ReadCreateReply(ReadOnlySpan<byte> reply) => V2ReplyReader.ReadId(reply, "topicId"u8);

    private static void Write(V2Parameters parameters, string topicName, TopicSettings settings)
    {
        parameters.Add("topicName"u8, topicName);
        if (settings.MaxMsgSize is { } size)
            parameters.Add("maxMsgSize"u8, size);
        if (settings.MsgRetentionSeconds is { } retention)
            parameters.Add("msgRetentionSeconds"u8, retention);
    }

    private static TopicSettings ReadSettings(V2Parameters parameters) => new()
    {
        MaxMsgSize = parameters.OptionalInt32("maxMsgSize"),
        MsgRetentionSeconds = parameters.OptionalInt32("msgRetentionSeconds"),
    };
}
