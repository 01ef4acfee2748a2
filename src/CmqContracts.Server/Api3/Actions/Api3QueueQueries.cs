using System.Text.Json;
using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>The API 3.0 actions that read queues. Queues have no tags here, so filters by tag are accepted and have no effect.</summary>
internal static class Api3QueueQueries
{
    public static async ValueTask DetailAsync(Api3Context context)
    {
        string name = context.Parameters.RequireString("QueueName");
        RequestRules.CheckQueueName(name, context.BackendLimits);
        QueueDescriptionList list = await context.Inspector.DescribeQueuesAsync(new DescribeQueuesRequest { QueueNames = [name], Limit = 1 }, context.Aborted).ConfigureAwait(false);
        QueueDescription queue = list.Queues is [{ } found] ? found : throw QueueRefusals.NotFound(name);
        Utf8JsonWriter json = context.Reply.Ok();
        json.WritePropertyName("QueueDescribe"u8);
        Api3QueueWriter.Write(json, queue.Attributes, queue.DeadLetterSources, context.BackendLimits);
    }

    public static async ValueTask ListAsync(Api3Context context)
    {
        (Api3Page page, string? word, IReadOnlyList<string> names) = Api3Lookup.Read(context, "Queue");
        DescribeQueuesRequest request = new() { QueueNames = names.Count > 0 ? names : null, SearchWord = word, Offset = page.Offset, Limit = page.Limit };
        QueueDescriptionList list = await context.Inspector.DescribeQueuesAsync(request, context.Aborted).ConfigureAwait(false);
        Utf8JsonWriter json = context.Reply.Ok();
        json.WriteNumber("TotalCount"u8, list.TotalCount);
        json.WriteStartArray("QueueList"u8);
        foreach (QueueDescription queue in list.Queues)
            Api3QueueWriter.Write(json, queue.Attributes, queue.DeadLetterSources, context.BackendLimits);
        json.WriteEndArray();
    }

    public static async ValueTask ListDeadLetterSourcesAsync(Api3Context context)
    {
        Api3Page page = Api3Page.Read(context);
        ListDeadLetterSourceQueuesRequest request = new(context.Parameters.RequireString("DeadLetterQueueName")) { SearchWord = context.Parameters.OptionalString("SourceQueueName"), Offset = page.Offset, Limit = page.Limit };
        QueueList list = await context.Service.ListDeadLetterSourceQueuesAsync(request, context.Aborted).ConfigureAwait(false);
        Utf8JsonWriter json = context.Reply.Ok();
        json.WriteNumber("TotalCount"u8, list.TotalCount);
        json.WritePropertyName("QueueSet"u8);
        Api3QueueWriter.Write(json, list.Queues);
    }
}
