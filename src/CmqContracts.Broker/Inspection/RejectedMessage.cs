using System.Text.Json;

namespace CmqContracts.Broker;

/// <summary>Reads of an envelope (a CloudEvent in the body) which queue's handler has rejected the message.</summary>
internal static class RejectedMessage
{
    /// <summary>The name of the queue; <see langword="null"/>: the body is no envelope, or does not say.</summary>
    public static string? QueueNameIn(ReadOnlySpan<byte> body)
    {
        string? name = null;
        bool isEnvelope = false;
        Utf8JsonReader reader = new(body);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isName = reader.ValueTextEquals("rejectedfrom"u8);
                isEnvelope |= reader.ValueTextEquals("specversion"u8);
                reader.Read();
                if (isName && reader.TokenType == JsonTokenType.String)
                    name = reader.GetString();
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: half of a surrogate pair.
            return null;
        }

        return isEnvelope ? name : null;
    }
}
