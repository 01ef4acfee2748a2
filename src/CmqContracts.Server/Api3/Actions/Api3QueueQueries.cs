using System.Text.Json;
using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>The API 3.0 actions that read queues. Queues have no tags here, so filters by tag are accepted and have no effect.</summary>
internal static class Api3QueueQueries
{
    public static async ValueTask DetailAsync(Api3Context context)
    {
        (QueueAttributes queue, IReadOnlyList<QueueListEntry> sources) = await GetAsync(context, context.Parameters.RequireString("QueueName")).ConfigureAwait(false);
        Utf8JsonWriter json = context.Reply.Ok();
        json.WritePropertyName("QueueDescribe"u8);
        Api3QueueWriter.Write(json, queue, sources, context.BackendLimits);
    }

    public static async ValueTask ListAsync(Api3Context context)
    {
        (int total, IReadOnlyList<Described> queues) = await Api3Lookup.PageAsync(context, "Queue", (word, page) => ListAsync(context, word, page), name => GetAsync(context, name)).ConfigureAwait(false);
        Utf8JsonWriter json = context.Reply.Ok();
        json.WriteNumber("TotalCount"u8, total);
        json.WriteStartArray("QueueList"u8);
        foreach ((QueueAttributes queue, IReadOnlyList<QueueListEntry> sources) in queues)
            Api3QueueWriter.Write(json, queue, sources, context.BackendLimits);
        json.WriteEndArray();
    }

    public static async ValueTask ListDeadLetterSourcesAsync(Api3Context context)
    {
        Api3Page page = Api3Page.Read(context);
        ListDeadLetterSourceQueuesRequest request = new(context.Parameters.RequireString("DeadLetterQueueName"), context.Parameters.OptionalString("SourceQueueName"), page.Offset, page.Limit);
        QueueList list = await context.Service.ListDeadLetterSourceQueuesAsync(request, context.Aborted).ConfigureAwait(false);
        Utf8JsonWriter json = context.Reply.Ok();
        json.WriteNumber("TotalCount"u8, list.TotalCount);
        json.WritePropertyName("QueueSet"u8);
        Api3QueueWriter.Write(json, list.Queues);
    }

    private static async ValueTask<(int Total, IReadOnlyList<string> Names)> ListAsync(Api3Context context, string? word, Api3Page page)
    {
        QueueList list = await context.Service.ListQueuesAsync(new ListQueuesRequest(word, page.Offset, page.Limit), context.Aborted).ConfigureAwait(false);
        return (list.TotalCount, [.. list.Queues.Select(queue => queue.QueueName)]);
    }

    private static async ValueTask<Described> GetAsync(Api3Context context, string name)
    {
        QueueAttributes queue = await context.Service.GetQueueAttributesAsync(name, context.Aborted).ConfigureAwait(false);
        if (queue.DeadLetterPolicy is not null)
            return new Described(queue, []);
        ListDeadLetterSourceQueuesRequest request = new(name, Limit: (int)context.BackendLimits.ListLimit.Maximum);
        return new Described(queue, (await context.Service.ListDeadLetterSourceQueuesAsync(request, context.Aborted).ConfigureAwait(false)).Queues);
    }

    /// <summary>A queue and the sources of its dead letters. A queue that has a dead-letter queue itself has no sources.</summary>
    private sealed record Described(QueueAttributes Queue, IReadOnlyList<QueueListEntry> Sources);
}
