using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Protocol.Tests;

public sealed class FormTests
{
    private static readonly CmqLimits Limits = CmqLimits.Classic;

    [Fact]
    public void Any_bytes_survive_the_form()
    {
        Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(value =>
        {
            using V2Parameters sent = new();
            sent.Add("msgBody"u8, value);
            using V2Parameters received = Over(sent);
            return received.Value(0).Span.SequenceEqual(value);
        }));
    }

    [Theory]
    [InlineData("a+b%20c", "a b c")]
    [InlineData("100%", "100%")]
    [InlineData("%zz%4", "%zz%4")]
    [InlineData("raw 中文 \"quoted\" x=y", "raw 中文 \"quoted\" x=y")]
    [InlineData("%E4%B8%AD", "中")]
    public void A_value_is_read_as_clients_send_it(string wire, string expected)
    {
        using V2Parameters parameters = new();
        parameters.AddForm(Encoding.UTF8.GetBytes("msgBody=" + wire));
        Assert.Equal(expected, parameters.RequireString("msgBody"));
    }

    [Fact]
    public void A_send_survives_the_wire()
    {
        SendMessagesRequest single = new("orders", [Utf8("{\"客户\":\"李雷\"}")]) { DelaySeconds = 5 };
        Assert.Equivalent(Shape(single), Shape(SendMessagesForm.ReadSingle(Over(parameters => SendMessagesForm.Write(parameters, single)))));
        SendMessagesRequest batch = new("orders", [.. Enumerable.Range(0, 16).Select(i => Utf8($"body {i}"))]);
        Assert.Equivalent(Shape(batch), Shape(SendMessagesForm.ReadBatch(Over(parameters => SendMessagesForm.Write(parameters, batch)), Limits)));
    }

    [Fact]
    public void A_queue_and_its_policy_survive_the_wire()
    {
        CreateQueueRequest request = new("orders", new QueueSettings
        {
            MaxMsgHeapNum = 5_000_000_000,
            PollingWaitSeconds = 10,
            VisibilityTimeout = 20,
            MaxMsgSize = 65536,
            MsgRetentionSeconds = 3600,
            RewindSeconds = 1800,
            DeadLetterPolicy = DeadLetterPolicy.AfterReceives("orders-dlq", 3),
        });
        Assert.Equal(request, CreateQueueForm.Read(Over(parameters => CreateQueueForm.Write(parameters, request))));
    }

    [Fact]
    public void Attributes_survive_the_reply_and_carry_both_spellings_of_the_rewindable_count()
    {
        QueueAttributes attributes = new()
        {
            QueueName = "orders",
            QueueId = "queue-1",
            MaxMsgHeapNum = 1_000_000_000,
            PollingWaitSeconds = 1,
            VisibilityTimeout = 2,
            MaxMsgSize = 1024,
            MsgRetentionSeconds = 60,
            RewindSeconds = 30,
            DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("orders-dlq", 300),
            DeadLetterQueueId = "queue-2",
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
            LastModifiedAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_001),
            ActiveMessages = 1,
            InactiveMessages = 2,
            DelayedMessages = 3,
            RewindableMessages = 4,
            OldestMessageAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_002),
        };
        byte[] reply = Reply(json => QueueAttributesForm.WriteReply(json, attributes));

        Assert.Equivalent(attributes, QueueAttributesForm.ReadReply(reply, "orders"), strict: true);
        using JsonDocument document = JsonDocument.Parse(reply);
        Assert.Equal(4, document.RootElement.GetProperty("rewindmsgNum").GetInt32());
        Assert.Equal(4, document.RootElement.GetProperty("rewindMsgNum").GetInt32());
        using JsonDocument policy = JsonDocument.Parse(document.RootElement.GetProperty("deadLetterPolicy").GetString()!);
        Assert.Equal("queue-2", policy.RootElement.GetProperty("deadLetterQueue").GetString());
    }

    [Fact]
    public void Messages_survive_the_reply_with_ids_as_text_and_times_as_numbers()
    {
        CmqMessage message = new()
        {
            MessageId = "9223372036854775807",
            ReceiptHandle = "4503599627370501",
            Body = Utf8("quote \" back \\ 中文 \u0001 🚀"),
            EnqueuedAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
            FirstReceivedAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_001),
            VisibleAgainAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_031),
            DequeueCount = 2,
        };
        byte[] single = Reply(json => ReceiveMessagesForm.WriteMessage(json, message));
        byte[] batch = Reply(json => ReceiveMessagesForm.WriteBatchReply(json, [message, message]));

        AssertSame(message, Assert.Single(ReceiveMessagesForm.ReadReply(single)));
        Assert.Equal(2, ReceiveMessagesForm.ReadReply(batch).Count);
        Assert.All(ReceiveMessagesForm.ReadReply(batch), read => AssertSame(message, read));
        using JsonDocument document = JsonDocument.Parse(single);
        Assert.Equal(JsonValueKind.String, document.RootElement.GetProperty("msgId").ValueKind);
        Assert.Equal(JsonValueKind.String, document.RootElement.GetProperty("receiptHandle").ValueKind);
        Assert.Equal(JsonValueKind.Number, document.RootElement.GetProperty("enqueueTime").ValueKind);
    }

    [Fact]
    public void The_time_of_visibility_is_rounded_up_so_that_a_delete_before_it_is_safe()
    {
        CmqMessage message = new() { MessageId = "1", ReceiptHandle = "2", Body = Utf8("x"), EnqueuedAt = DateTimeOffset.UnixEpoch, FirstReceivedAt = DateTimeOffset.UnixEpoch, VisibleAgainAt = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_030_001) };
        CmqMessage read = Assert.Single(ReceiveMessagesForm.ReadReply(Reply(json => ReceiveMessagesForm.WriteMessage(json, message))));
        Assert.Equal(1_700_000_031, read.VisibleAgainAt.ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData("msgBody.0=a&msgBody.1=b", "a,b")]
    [InlineData("msgBody.1=a&msgBody.2=b", "a,b")]
    [InlineData("msgBody.2=b&msgBody.1=a", "a,b")]
    [InlineData("msgBody.1=1&msgBody.2=2&msgBody.3=3&msgBody.4=4&msgBody.5=5&msgBody.6=6&msgBody.7=7&msgBody.8=8&msgBody.9=9&msgBody.10=10", "1,2,3,4,5,6,7,8,9,10")]
    public void A_list_is_read_in_the_order_of_its_numbers_from_0_or_1(string form, string expected)
    {
        using V2Parameters parameters = Form(form);
        Assert.Equal(expected.Split(','), parameters.RequireList("msgBody", 16).Select(value => Encoding.UTF8.GetString(value.Span)));
    }

    [Theory]
    [InlineData("msgBody.0=a&msgBody.2=b", 4000, 10380)]
    [InlineData("msgBody.2=a&msgBody.3=b", 4000, 10380)]
    [InlineData("msgBody.1=a&msgBody.1=b", 4000, 10330)]
    [InlineData("msgBody.x=a", 4000, 10310)]
    [InlineData("other=1", 4000, 10390)]
    [InlineData("msgBody.0=&msgBody.1=&msgBody.2=&msgBody.3=&msgBody.4=&msgBody.5=&msgBody.6=&msgBody.7=&msgBody.8=&msgBody.9=&msgBody.10=&msgBody.11=&msgBody.12=&msgBody.13=&msgBody.14=&msgBody.15=&msgBody.16=", 4000, 10370)]
    public void A_malformed_list_has_its_own_error(string form, int code, int moduleCode)
    {
        using V2Parameters parameters = Form(form);
        CmqServiceException error = Assert.Throws<CmqServiceException>(() => parameters.RequireList("msgBody", 16));
        Assert.Equal((code, moduleCode), (error.Code, error.ModuleCode));
    }

    [Theory]
    [InlineData("delaySeconds=5", 5)]
    [InlineData("delaySeconds=", null)]
    [InlineData("other=5", null)]
    [InlineData("delaySeconds=-1", -1)]
    [InlineData("delaySeconds=99999999999999999999", int.MaxValue)]
    public void A_number_is_read_and_an_empty_one_is_not_given(string form, int? expected)
    {
        using V2Parameters parameters = Form(form);
        Assert.Equal(expected, parameters.OptionalInt32("delaySeconds"));
    }

    [Theory]
    [InlineData("delaySeconds=five", 10360)]
    [InlineData("delaySeconds=1.5", 10360)]
    [InlineData("delaySeconds=%FF", 10360)]
    [InlineData("delaySeconds=1&delaySeconds=2", 10330)]
    public void A_malformed_number_has_its_own_error(string form, int moduleCode)
    {
        using V2Parameters parameters = Form(form);
        Assert.Equal(moduleCode, Assert.Throws<CmqServiceException>(() => parameters.OptionalNumber("delaySeconds")).ModuleCode);
    }

    [Theory]
    [InlineData("no json", 10710)]
    [InlineData("[]", 10710)]
    [InlineData("{}", 10760)]
    [InlineData("{\"deadLetterQueue\":5,\"policy\":0,\"maxReceiveCount\":1}", 10760)]
    [InlineData("{\"deadLetterQueue\":\"q\"}", 10770)]
    [InlineData("{\"deadLetterQueue\":\"q\",\"policy\":2}", 10770)]
    [InlineData("{\"deadLetterQueue\":\"q\",\"policy\":0}", 10720)]
    [InlineData("{\"deadLetterQueue\":\"q\",\"policy\":1,\"maxReceiveCount\":3}", 10720)]
    public void A_malformed_dead_letter_policy_has_its_own_error(string text, int moduleCode) =>
        Assert.Equal(moduleCode, Assert.Throws<CmqServiceException>(() => DeadLetterPolicyForm.Read(text)).ModuleCode);

    [Fact]
    public void A_wait_above_the_limit_is_read_as_the_limit()
    {
        using V2Parameters parameters = Form("queueName=q&pollingWaitSeconds=30000");
        Assert.Equal(30, ReceiveMessagesForm.ReadSingle(parameters, Limits).PollingWaitSeconds);
    }

    [Fact]
    public void Failed_deletes_survive_the_reply_and_a_success_has_no_list()
    {
        DeleteMessagesRequest request = new("q", ["1", "2"]);
        DeleteMessageFailure failure = new() { ReceiptHandle = "2", Error = CmqErrors.ReceiptHandleInvalid };
        byte[] reply = Reply(json => DeleteMessagesForm.WriteBatchReply(json, [failure]));

        Assert.Equivalent(new[] { failure }, DeleteMessagesForm.ReadReply(reply, DeleteMessagesForm.BatchError([failure], 2), request));
        Assert.Equal("{\"code\":0,\"message\":\"\",\"requestId\":\"77\"}", Encoding.UTF8.GetString(Reply(json => DeleteMessagesForm.WriteBatchReply(json, []))));
        Assert.Null(DeleteMessagesForm.ReadReply(reply, CmqErrors.QueueDoesNotExist, request));
    }

    [Fact]
    public void A_reply_without_a_code_is_refused()
    {
        Assert.Throws<JsonException>(() => V2ReplyReader.ReadEnvelope("{\"message\":\"\"}"u8));
        Assert.Throws<JsonException>(() => V2ReplyReader.ReadEnvelope("[]"u8));
        Assert.ThrowsAny<JsonException>(() => V2ReplyReader.ReadEnvelope("<html>"u8));
    }

    [Fact]
    public void An_error_reply_gives_code_module_code_text_and_request_id()
    {
        (CmqError? error, string? requestId) = V2ReplyReader.ReadEnvelope("{\"code\":4440,\"message\":\"(10100)queue is not existed, or deleted\",\"requestId\":\"5931\"}"u8);
        Assert.Equal(CmqErrors.QueueDoesNotExist, error);
        Assert.Equal("5931", requestId);
    }

    private static void AssertSame(CmqMessage expected, CmqMessage actual)
    {
        Assert.Equal(expected.Body.ToArray(), actual.Body.ToArray());
        Assert.Equal(expected.ToString(), actual.ToString());
    }

    private static (string, string[], int) Shape(SendMessagesRequest request) =>
        (request.QueueName, [.. request.Bodies.Select(body => Encoding.UTF8.GetString(body.Span))], request.DelaySeconds);

    private static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static V2Parameters Form(string form)
    {
        V2Parameters parameters = new();
        parameters.AddForm(Encoding.UTF8.GetBytes(form));
        return parameters;
    }

    private static V2Parameters Over(V2Parameters sent)
    {
        using PooledBufferWriter form = new();
        sent.WriteForm(form);
        V2Parameters received = new();
        received.AddForm(form.WrittenSpan);
        return received;
    }

    private static V2Parameters Over(Action<V2Parameters> write)
    {
        using V2Parameters sent = new();
        write(sent);
        return Over(sent);
    }

    private static byte[] Reply(Action<Utf8JsonWriter> write)
    {
        using PooledBufferWriter output = new();
        using Utf8JsonWriter json = new(output, V2ReplyWriter.Options);
        V2ReplyWriter.Begin(json, "77", null);
        write(json);
        V2ReplyWriter.End(json);
        return output.WrittenSpan.ToArray();
    }
}
