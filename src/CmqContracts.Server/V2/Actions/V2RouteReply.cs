using System.Text.Json;

namespace CmqContracts.Server;

/// <summary>Where the TCP protocol of a queue or topic is served: nowhere.</summary>
internal static class V2RouteReply
{
    public static void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("addr"u8);
        json.WriteEndArray();
    }
}
