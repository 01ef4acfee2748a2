using System.Text.Json;

namespace CmqContracts.Server;

/// <summary>Where the TCP protocol of a queue or topic is served. It is not served at all.</summary>
internal static class V2RouteReply
{
    public static void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("addr"u8);
        json.WriteEndArray();
    }
}
