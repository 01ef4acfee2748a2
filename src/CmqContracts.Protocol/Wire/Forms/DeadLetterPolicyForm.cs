using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>A dead-letter policy as the JSON text that stands in the parameter and field <c>deadLetterPolicy</c>.</summary>
internal static class DeadLetterPolicyForm
{
    /// <summary>Writes a policy for a request.</summary>
    public static string Write(DeadLetterPolicy policy) => Write(policy, queueId: null);

    /// <summary>Writes a policy for a reply, where the service names the dead-letter queue by its id. The name stands beside it, in a field of ours.</summary>
    public static string Write(DeadLetterPolicy policy, string? queueId)
    {
        ArgumentNullException.ThrowIfNull(policy);
        using PooledBufferWriter output = new(256);
        using (Utf8JsonWriter json = new(output, V2ReplyWriter.Options))
        {
            json.WriteStartObject();
            json.WriteString("deadLetterQueue"u8, queueId ?? policy.DeadLetterQueue);
            if (queueId is not null)
                json.WriteString("deadLetterQueueName"u8, policy.DeadLetterQueue);
            json.WriteNumber("policy"u8, policy.MaxReceiveCount is null ? 1 : 0);
            if (policy.MaxReceiveCount is { } count)
                json.WriteNumber("maxReceiveCount"u8, count);
            if (policy.MaxTimeToLive is { } seconds)
                json.WriteNumber("maxTimeToLive"u8, seconds);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Reads a policy.</summary>
    /// <exception cref="CmqServiceException">It is no JSON, or one of its members is missing or malformed.</exception>
    public static DeadLetterPolicy Read(string text) => Read(Parse(text));

    /// <summary>Reads a policy of a reply, and the dead-letter queue's id.</summary>
    internal static (DeadLetterPolicy Policy, string? QueueId) ReadReply(string text)
    {
        JsonElement policy = Parse(text);
        return (Read(policy), policy.TryGetProperty("deadLetterQueue"u8, out JsonElement id) ? ReadText(id) : null);
    }

    private static DeadLetterPolicy Read(JsonElement policy)
    {
        if (ReadName(policy) is not { Length: > 0 } queue)
            throw new CmqServiceException(CmqErrors.DeadLetterPolicyMustHaveDeadLetterQueue);
        return ReadNumber(policy, "policy") switch
        {
            0 => DeadLetterPolicy.AfterReceives(queue, ReadNumber(policy, "maxReceiveCount") ?? throw new CmqServiceException(CmqErrors.DeadLetterPolicyParamsError)),
            1 => DeadLetterPolicy.AfterSeconds(queue, ReadNumber(policy, "maxTimeToLive") ?? throw new CmqServiceException(CmqErrors.DeadLetterPolicyParamsError)),
            _ => throw new CmqServiceException(CmqErrors.DeadLetterPolicyMustHavePolicy),
        };
    }

    private static JsonElement Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document.RootElement.Clone();
        }
        catch (JsonException)
        {
        }

        throw new CmqServiceException(CmqErrors.DeadLetterPolicyMustBeJson);
    }

    private static string? ReadName(JsonElement policy)
    {
        if (!policy.TryGetProperty("deadLetterQueueName"u8, out JsonElement name) && !policy.TryGetProperty("deadLetterQueue"u8, out name))
            return null;
        return ReadText(name);
    }

    private static int? ReadNumber(JsonElement policy, string name)
    {
        if (!policy.TryGetProperty(name, out JsonElement value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt32(out int number) => number,
            JsonValueKind.String when int.TryParse(ReadText(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) => number,
            _ => null,
        };
    }

    /// <summary>A string's text; <see langword="null"/> for anything else, half a surrogate pair included.</summary>
    private static string? ReadText(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
