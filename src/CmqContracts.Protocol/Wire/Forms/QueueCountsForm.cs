using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>What has happened to a queue's messages, in the field <c>counts</c> of a description.</summary>
internal static class QueueCountsForm
{
    public static void Write(Utf8JsonWriter json, QueueCounts counts)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject("counts"u8);
        json.WriteNumber("sent"u8, counts.Sent);
        json.WriteNumber("received"u8, counts.Received);
        json.WriteNumber("deleted"u8, counts.Deleted);
        json.WriteNumber("expired"u8, counts.Expired);
        json.WriteNumber("deadLettered"u8, counts.DeadLettered);
        json.WriteNumber("rewound"u8, counts.Rewound);
        json.WriteEndObject();
    }

    /// <summary>Reads them, from after their opening brace to their closing one.</summary>
    public static QueueCounts Read(ref Utf8JsonReader json)
    {
        long? sent = null, received = null, deleted = null, expired = null, deadLettered = null, rewound = null;
        while (V2ReplyReader.NextField(ref json))
        {
            switch (json.GetString())
            {
                case "sent": sent = V2ReplyReader.ReadLongCount(ref json); break;
                case "received": received = V2ReplyReader.ReadLongCount(ref json); break;
                case "deleted": deleted = V2ReplyReader.ReadLongCount(ref json); break;
                case "expired": expired = V2ReplyReader.ReadLongCount(ref json); break;
                case "deadLettered": deadLettered = V2ReplyReader.ReadLongCount(ref json); break;
                case "rewound": rewound = V2ReplyReader.ReadLongCount(ref json); break;
                default: V2ReplyReader.Skip(ref json); break;
            }
        }

        return new QueueCounts
        {
            Sent = V2ReplyReader.Require(sent, "sent"),
            Received = V2ReplyReader.Require(received, "received"),
            Deleted = V2ReplyReader.Require(deleted, "deleted"),
            Expired = V2ReplyReader.Require(expired, "expired"),
            DeadLettered = V2ReplyReader.Require(deadLettered, "deadLettered"),
            Rewound = V2ReplyReader.Require(rewound, "rewound"),
        };
    }
}
