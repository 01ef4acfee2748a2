using System.Text.Json;
using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>The actions of API 3.0 that look at queues. Queues have no tags here, so filters by tag are taken and have no effect.</summary>
internal static class Api3QueueQueries
{
    public static async ValueTask DetailAsync(Api3Context context)
    {
        QueueAttributes queue = await context.Service.GetQueueAttributesAsync(context.Parameters.RequireString("QueueName"), context.Aborted).ConfigureAwait(false);
        IReadOnlyList<QueueListEntry> sources = await SourcesAsync(context, queue).ConfigureAwait(false);
        Utf8JsonWriter json = context.Reply.Ok();
        json.WritePropertyName("QueueDescribe"u8);
        Api3QueueWriter.Write(json, queue, sources, context.BackendLimits);
    }

    public static async ValueTask ListAsync(Api3Context context)
    {
        (int total, IReadOnlyList<string> names) = await FindAsync(context).ConfigureAwait(false);
        List<(QueueAttributes Queue, IReadOnlyList<QueueListEntry> Sources)> queues = [];
        foreach (string name in names)
        {
            if (await FindAsync(context, name).ConfigureAwait(false) is { } queue)
                queues.Add((queue, await SourcesAsync(context, queue).ConfigureAwait(false)));
        }

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

    /// <summary>How many queues match, and the names on this page.</summary>
    private static async ValueTask<(int Total, IReadOnlyList<string> Names)> FindAsync(Api3Context context)
    {
        Api3Page page = Api3Page.Read(context);
        string? filter = context.Parameters.OptionalString("QueueName");
        IReadOnlyList<string> wanted = Api3Page.Names(context, "QueueNameList");
        if (wanted.Count == 0)
        {
            QueueList list = await context.Service.ListQueuesAsync(new ListQueuesRequest(filter, page.Offset, page.Limit), context.Aborted).ConfigureAwait(false);
            return (list.TotalCount, [.. list.Queues.Select(queue => queue.QueueName)]);
        }

        List<string> found = [];
        foreach (string name in wanted.Where(name => filter is null || name.Contains(filter, StringComparison.OrdinalIgnoreCase)))
        {
            if (await FindAsync(context, name).ConfigureAwait(false) is not null)
                found.Add(name);
        }

        return (found.Count, page.Of(found));
    }

    private static async ValueTask<QueueAttributes?> FindAsync(Api3Context context, string name)
    {
        try
        {
            return await context.Service.GetQueueAttributesAsync(name, context.Aborted).ConfigureAwait(false);
        }
        catch (CmqException e) when (e.Is(CmqErrors.QueueNotFound) || e.Is(CmqErrors.QueueNameInvalid))
        {
            // It does not exist, or was deleted after it was listed.
            return null;
        }
    }

    /// <summary>The queues whose dead letters a queue gets. One that has a dead-letter queue itself gets none.</summary>
    private static async ValueTask<IReadOnlyList<QueueListEntry>> SourcesAsync(Api3Context context, QueueAttributes queue)
    {
        if (queue.DeadLetterPolicy is not null)
            return [];
        ListDeadLetterSourceQueuesRequest request = new(queue.QueueName, null, 0, (int)context.BackendLimits.ListLimit.Maximum);
        return (await context.Service.ListDeadLetterSourceQueuesAsync(request, context.Aborted).ConfigureAwait(false)).Queues;
    }
}
