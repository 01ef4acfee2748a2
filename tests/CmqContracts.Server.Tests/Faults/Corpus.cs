using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using CmqContracts.Server.Tests.Quirks;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Generates valid requests of every kind, and counts the effects of the accepted ones.</summary>
internal sealed class Corpus(ServerUnderTest server)
{
    private readonly ConcurrentQueue<string> _handles = new();
    private long _messages;
    private long _queues;

    /// <summary>How many messages must exist according to the replies so far.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>How many queues must exist according to the replies so far.</summary>
    public long Queues => Interlocked.Read(ref _queues);

    public async Task PrepareAsync()
    {
        foreach (string queue in new[] { "orders", "rewindable", "dead", "victim" })
            Account(new WireRequest(server, "CreateQueue"), await server.PostAsync("CreateQueue", ("queueName", queue), ("rewindSeconds", queue == "rewindable" ? "3600" : "0")));
        foreach (string topic in new[] { "news", "other" })
            await server.PostAsync("CreateTopic", ("topicName", topic));
        await server.PostAsync("Subscribe", ("topicName", "news"), ("subscriptionName", "everything"), ("protocol", "queue"), ("endpoint", "orders"));
    }

    /// <summary>A valid request.</summary>
    public WireRequest Next(Random random)
    {
        string number = random.Next(1_000_000).ToString(CultureInfo.InvariantCulture);
        string body = WireRequest.Utf8($"{{\"id\":{number},\"name\":\"李雷 & co\"}}");
        (string, string) orders = ("queueName", "orders");
        WireRequest request = random.Next(29) switch
        {
            0 or 1 or 2 => new(server, "SendMessage", orders, ("msgBody", body), ("delaySeconds", "0")),
            3 => new(server, "SendMessage", orders, ("msgBody", body), ("delaySeconds", "600")),
            4 or 5 => new(server, "BatchSendMessage", [orders, .. Enumerable.Range(random.Next(2), random.Next(1, 17)).Select(i => ($"msgBody.{i}", body))]),
            6 or 7 => new(server, "ReceiveMessage", orders, ("pollingWaitSeconds", "0")),
            8 or 9 => new(server, "BatchReceiveMessage", orders, ("numOfMsg", "16"), ("pollingWaitSeconds", "3"), ("UserpollingWaitSeconds", "3000")),
            10 or 11 => new(server, "DeleteMessage", orders, ("receiptHandle", Handle(number))),
            12 or 13 => new(server, "BatchDeleteMessage", [orders, .. Enumerable.Range(random.Next(2), random.Next(1, 17)).Select(i => ($"receiptHandle.{i}", Handle(number)))]),
            14 => new(server, "CreateQueue", ("queueName", random.Next(2) == 0 ? "victim" : "queue-" + number), ("visibilityTimeout", "60"), ("deadLetterPolicy", "{\"deadLetterQueue\":\"dead\",\"policy\":0,\"maxReceiveCount\":10}")),
            15 => new(server, "SetQueueAttributes", ("queueName", "rewindable"), ("visibilityTimeout", "45"), ("maxMsgSize", "65536"), ("pollingWaitSeconds", "0")),
            16 => new(server, "GetQueueAttributes", orders, ("clientRequestId", number)),
            17 => new(server, "ListQueue", ("searchWord", "queue"), ("offset", "0"), ("limit", "20")),
            18 => new(server, random.Next(2) == 0 ? "DeleteQueue" : "ClearQueue", ("queueName", "victim")),
            20 => new(server, "PublishMessage", ("topicName", "news"), ("msgBody", body), ("msgTag.1", "a"), ("routingKey", "")),
            21 => new(server, "BatchPublishMessage", ("topicName", "news"), ("msgBody.0", body), ("msgBody.1", body), ("msgTag.0", "a"), ("msgTag.1", "b")),
            22 => new(server, random.Next(2) == 0 ? "Subscribe" : "SetSubscriptionAttributes", ("topicName", "other"), ("subscriptionName", "s-" + number), ("protocol", "http"), ("endpoint", "http://127.0.0.1:1/"), ("notifyStrategy", "BACKOFF_RETRY"), ("filterTag.1", "a"), ("bindingKey.1", "a.*.#")),
            23 => new(server, "ListSubscriptionByTopic", ("topicName", "other"), ("searchWord", "s-"), ("offset", "0"), ("limit", "100")),
            24 => new(server, random.Next(2) == 0 ? "GetSubscriptionAttributes" : "Unsubscribe", ("topicName", "other"), ("subscriptionName", "s-" + number)),
            25 => new(server, random.Next(2) == 0 ? "CreateTopic" : "DeleteTopic", ("topicName", "topic-" + number[..1]), ("maxMsgSize", "2048"), ("filterType", "2")),
            26 => new(server, "InspectMessages", orders, ("state", "active"), ("maxMessages", "2"), ("maxBytes", "1000"), ("maxBodyBytes", "9"), ("newestFirst", "1"), ("afterMessageId", number), ("fromTimeMs", "1488719262000")),
            27 => new(server, "InspectSearch", orders, ("state", "inactive"), ("jsonPath", "$.id"), ("text", WireRequest.Utf8("李雷")), ("value", number), ("maxExamined", "10")),
            28 => random.Next(2) == 0 ? new(server, "InspectQueues", ("queueName.0", "orders"), ("queueName.1", "dead"), ("limit", "2")) : new(server, "InspectDelete", ("queueName", "dead"), ("msgId.0", number), ("msgId.1", "1000000"), ("state", "delayed")),
            _ => new(server, "RewindQueue", ("queueName", "rewindable"), ("startConsumeTime", "1488718862")),
        };
        return request with
        {
            Method = random.Next(4) == 0 ? "GET" : "POST",
            Target = random.Next(4) == 0 ? "/" : "/v2/index.php",
            SignedHost = random.Next(8) == 0 ? server.Server.Endpoint.Host : null,
        };
    }

    /// <summary>Counts the effects of a request according to its reply.</summary>
    public void Account(WireRequest request, JsonElement reply)
    {
        int code = reply.GetProperty("code").GetInt32();
        if (reply.TryGetProperty("msgId", out _) && !reply.TryGetProperty("receiptHandle", out _))
            Interlocked.Increment(ref _messages);
        else if (reply.TryGetProperty("msgList", out JsonElement sent))
            Interlocked.Add(ref _messages, sent.GetArrayLength());
        else if (reply.TryGetProperty("receiptHandle", out JsonElement handle))
            _handles.Enqueue(handle.GetString()!);
        else if (Is("BatchReceiveMessage") && reply.TryGetProperty("msgInfoList", out JsonElement received))
            Array.ForEach([.. received.EnumerateArray()], message => _handles.Enqueue(message.GetProperty("receiptHandle").GetString()!));
        else if (Is("DeleteMessage") && code == 0)
            Interlocked.Decrement(ref _messages);
        else if (Is("BatchDeleteMessage") && code is 0 or 6010 or 6020)
            Interlocked.Add(ref _messages, Failed(reply) - request.Values.Count(pair => pair.Name.StartsWith("receiptHandle.", StringComparison.Ordinal)));
        else if (Is("CreateQueue") && code == 0)
            Interlocked.Increment(ref _queues);
        else if (Is("DeleteQueue") && code == 0)
            Interlocked.Decrement(ref _queues);

        bool Is(string action) => request.Action.Equals(action, StringComparison.OrdinalIgnoreCase);
    }

    private static int Failed(JsonElement reply) => reply.TryGetProperty("errorList", out JsonElement errors) ? errors.GetArrayLength() : 0;

    private string Handle(string otherwise) => _handles.TryDequeue(out string? handle) ? handle : otherwise;
}
