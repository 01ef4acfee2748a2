using System.Text;
using System.Text.Json;
using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>The actions of API 3.0 on messages.</summary>
internal static class Api3MessageActions
{
    public static async ValueTask SendAsync(Api3Context context)
    {
        SendMessagesRequest request = new(
            context.Parameters.RequireString("QueueName"),
            [Body(context)],
            context.Parameters.OptionalInt32("DelaySeconds") ?? 0);
        WriteSent(context, await context.Service.SendMessagesAsync(request, context.Aborted).ConfigureAwait(false));
    }

    private static ReadOnlyMemory<byte> Body(Api3Context context) => Encoding.UTF8.GetBytes(context.Parameters.RequireString("MsgContent"));

    private static void WriteSent(Api3Context context, IReadOnlyList<string> ids)
    {
        Utf8JsonWriter json = context.Reply.Ok();
        json.WriteBoolean("Result"u8, true);
        json.WriteString("MsgId"u8, ids[0]);
    }
}
