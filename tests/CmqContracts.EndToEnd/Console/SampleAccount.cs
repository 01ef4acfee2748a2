using System.Text;

namespace CmqContracts.EndToEnd.Console;

/// <summary>Queues, topics and messages of every kind, so that no page is empty.</summary>
internal static class SampleAccount
{
    /// <summary>Fills the account <c>default</c>.</summary>
    /// <returns>All pages of the console, with names.</returns>
    public static async Task<IReadOnlyList<(string Name, string Path)>> FillAsync(ConsoleServer server)
    {
        ICmqService service = server.Client.Service;
        await service.CreateQueueAsync(new CreateQueueRequest("orders-dead", new QueueSettings { RewindSeconds = 3_600 }));
        await service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings { RewindSeconds = 43_200, VisibilityTimeout = 60, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("orders-dead", 1) }));
        await service.CreateQueueAsync(new CreateQueueRequest("audit", new QueueSettings()));
        await service.CreateQueueAsync(new CreateQueueRequest("invoices", new QueueSettings { MaxMsgHeapNum = 1_000_000 }));
        List<string> ids = [];
        foreach (string body in Bodies())
            ids.AddRange(await service.SendMessagesAsync(new SendMessagesRequest("orders", [Encoding.UTF8.GetBytes(body)])));
        await service.SendMessagesAsync(new SendMessagesRequest("orders", ["""{"id":9007199254740993,"later":true}"""u8.ToArray()]) { DelaySeconds = 1_800 });
        await service.SendMessagesAsync(new SendMessagesRequest("orders-dead", ["""{"id":1,"why":"nobody knows"}"""u8.ToArray()]));
        IReadOnlyList<CmqMessage> received = await service.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders") { MaxMessages = 5 });
        await service.DeleteMessagesAsync(new DeleteMessagesRequest("orders", [.. received.Take(3).Select(static message => message.ReceiptHandle)]));
        await service.CreateTopicAsync(new CreateTopicRequest("shop", new TopicSettings()));
        await service.SubscribeAsync(new SubscribeRequest("shop", "to-audit", SubscriptionProtocol.Queue, "audit") { FilterTags = ["paid", "sent"] });
        return
        [
            ("accounts", $"{server.Console}/accounts"),
            ("overview", server.Path("")),
            ("queue-new", server.Path("/new-queue")),
            ("queue", server.Path("/queues/orders")),
            ("queue-delayed", server.Path("/queues/orders?state=delayed")),
            ("message", server.Path($"/queues/orders/messages/{ids[5]}")),
            ("message-hostile", server.Path($"/queues/orders/messages/{ids[^1]}")),
            ("send", server.Path("/queues/orders/send")),
            ("receive", server.Path("/queues/orders/receive")),
            ("rewind", server.Path("/queues/orders/rewind")),
            ("dead-letters", server.Path("/queues/orders-dead/dead-letters")),
            ("settings", server.Path("/queues/orders/settings")),
            ("topics", server.Path("/topics")),
            ("topic-new", server.Path("/new-topic")),
            ("topic", server.Path("/topics/shop")),
            ("jobs", server.Path("/jobs")),
            ("requests", server.Path("/requests")),
            ("requests-of-all", $"{server.Console}/requests"),
        ];
    }

    private static IEnumerable<string> Bodies()
    {
        yield return """{"id":9007199254740993,"customer":"Ada","total":12.50,"lines":[{"sku":"A-1","count":2},{"sku":"B-22","count":1}],"gift":false,"note":null}""";
        yield return """{"id":2,"customer":"王小明","total":1e3}""";
        yield return "plain text, 3 items\nwith two lines";
        for (int i = 0; i < 60; i++)
            yield return $$"""{"id":{{100 + i}},"customer":"Customer {{i}}","total":{{i}}.99}""";
        yield return """{"html":"<script>alert(1)</script>","bidi":"\u202e tac","escape":"\u001b[31mred"}""".Replace("\\u202e", "\u202e", StringComparison.Ordinal);
    }
}
