using System.Globalization;

namespace CmqContracts.Server.Tests.Errors;

/// <summary>Every error of requests about queues and messages, spelled as on the wire, because clients compare the whole text.</summary>
public sealed class QueueErrorTests(PreparedServer prepared) : IClassFixture<PreparedServer>
{
    private const string DeadLetters = "deadLetterPolicy={\"deadLetterQueue\":";

    /// <summary>Requests as action and unencoded parameters.</summary>
    public static TheoryData<string, int, string> Refused { get; } = new()
    {
        // What every action checks.
        { "MakeCoffee?a=b", 4000, "(10430)action name MakeCoffee is not existed" },
        { "?queueName=orders", 4000, "(10280)action is not existed" },
        { "SendMessage?Action=ListQueue", 4000, "(10330)parameter Action is NOT a repeatable parameter" },
        { "ListQueue?Timestamp=soon", 4000, "(10360)parameter Timestamp error type" },
        { "ListQueue?SecretId=AKIDnobody", 4100, "(10270)secret id is not existed" },
        { "ListQueue?Timestamp=1", 4100, "(10030)authentication failed" },

        // Names.
        { "CreateQueue?queueName=1st", 4000, "(10020)queue name format error" },
        { "CreateQueue?queueName=", 4000, "(10020)queue name format error" },
        { "CreateQueue?queueName=has space", 4000, "(10020)queue name format error" },
        { "CreateQueue?queueName=队列", 4000, "(10020)queue name format error" },
        { "CreateQueue?queueName=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg", 4000, "(10020)queue name format error" },
        { "CreateQueue?queueName=a&queueName=b", 4000, "(10330)parameter queueName is NOT a repeatable parameter" },
        { "CreateQueue?queueName.0=a", 4000, "(10330)parameter queueName is NOT a repeatable parameter" },
        { "CreateQueue?maxMsgSize=1024", 4000, "(10390)lacked of required parameter queueName" },
        { "CreateQueue?queueName=orders", 4460, "(10210)queue is already existed" },
        { "CreateQueue?queueName=ORDERS", 4460, "(10210)queue is already existed" },
        { "GetQueueAttributes?a=b", 4000, "(10390)lacked of required parameter queueName" },
        { "GetQueueAttributes?queueName=absent", 4440, "(10100)queue is not existed, or deleted" },
        { "SetQueueAttributes?queueName=absent", 4440, "(10100)queue is not existed, or deleted" },
        { "DeleteQueue?queueName=absent", 4440, "(10100)queue is not existed, or deleted" },
        { "ClearQueue?queueName=absent", 4440, "(10100)queue is not existed, or deleted" },
        { "RewindQueue?queueName=absent&startConsumeTime=1", 4440, "(10100)queue is not existed, or deleted" },
        { "UnbindDeadLetterQueue?queueName=absent", 4440, "(10100)queue is not existed, or deleted" },
        { "SendMessage?queueName=absent&msgBody=a", 4440, "(10100)queue is not existed, or deleted" },
        { "BatchSendMessage?queueName=absent&msgBody.0=a", 4440, "(10100)queue is not existed, or deleted" },
        { "ReceiveMessage?queueName=absent", 4440, "(10100)queue is not existed, or deleted" },
        { "BatchReceiveMessage?queueName=absent&numOfMsg=1", 4440, "(10100)queue is not existed, or deleted" },
        { "DeleteMessage?queueName=absent&receiptHandle=1", 4440, "(10100)queue is not existed, or deleted" },
        { "BatchDeleteMessage?queueName=absent&receiptHandle.0=1", 4440, "(10100)queue is not existed, or deleted" },
        { "QueryQueueRoute?queueName=absent", 4440, "(10100)queue is not existed, or deleted" },

        // Attributes.
        { "CreateQueue?queueName=x&maxMsgHeapNum=0", 4000, "(10350)parameter maxMsgHeapNum value or length is out of range" },
        { "CreateQueue?queueName=x&maxMsgHeapNum=1000000001", 4000, "(10350)parameter maxMsgHeapNum value or length is out of range" },
        { "CreateQueue?queueName=x&pollingWaitSeconds=31", 4000, "(10350)parameter pollingWaitSeconds value or length is out of range" },
        { "CreateQueue?queueName=x&visibilityTimeout=0", 4000, "(10350)parameter visibilityTimeout value or length is out of range" },
        { "CreateQueue?queueName=x&visibilityTimeout=99999999999999999999", 4000, "(10350)parameter visibilityTimeout value or length is out of range" },
        { "CreateQueue?queueName=x&visibilityTimeout=-99999999999999999999", 4000, "(10350)parameter visibilityTimeout value or length is out of range" },
        { "CreateQueue?queueName=x&maxMsgSize=1023", 4000, "(10350)parameter maxMsgSize value or length is out of range" },
        { "CreateQueue?queueName=x&msgRetentionSeconds=59", 4000, "(10350)parameter msgRetentionSeconds value or length is out of range" },
        { "CreateQueue?queueName=x&rewindSeconds=-1", 4000, "(10350)parameter rewindSeconds value or length is out of range" },
        { "CreateQueue?queueName=x&rewindSeconds=345601", 4000, "(10700)rewindSeconds cannot be greater than msgRetentionSeconds" },
        { "CreateQueue?queueName=x&visibilityTimeout=soon", 4000, "(10360)parameter visibilityTimeout error type" },
        { "CreateQueue?queueName=x&visibilityTimeout=1.5", 4000, "(10360)parameter visibilityTimeout error type" },
        { "CreateQueue?queueName=x&visibilityTimeout=0x10", 4000, "(10360)parameter visibilityTimeout error type" },
        { "CreateQueue?queueName=x&visibilityTimeout.1=5", 4000, "(10330)parameter visibilityTimeout is NOT a repeatable parameter" },
        { "SetQueueAttributes?queueName=orders&visibilityTimeout=43201", 4000, "(10350)parameter visibilityTimeout value or length is out of range" },
        { "SetQueueAttributes?queueName=orders&rewindSeconds=345601", 4000, "(10700)rewindSeconds cannot be greater than msgRetentionSeconds" },
        { "ListQueue?offset=-1", 4000, "(10350)parameter offset value or length is out of range" },
        { "ListQueue?limit=many", 4000, "(10360)parameter limit error type" },

        // Dead letters.
        { "CreateQueue?queueName=x&deadLetterPolicy=none", 4000, "(10710)deadLetterPolicy must be a json string" },
        { "CreateQueue?queueName=x&deadLetterPolicy=[1]", 4000, "(10710)deadLetterPolicy must be a json string" },
        { "CreateQueue?queueName=x&" + DeadLetters + "\"dead\"", 4000, "(10710)deadLetterPolicy must be a json string" },
        { "CreateQueue?queueName=x&deadLetterPolicy={\"policy\":0,\"maxReceiveCount\":1}", 4000, "(10760)the deadLetterPolicy must has deadLetterQueue member, only be a string" },
        { "CreateQueue?queueName=x&" + DeadLetters + "7,\"policy\":0,\"maxReceiveCount\":1}", 4000, "(10760)the deadLetterPolicy must has deadLetterQueue member, only be a string" },
        { "CreateQueue?queueName=x&" + DeadLetters + "\"\\ud800\",\"policy\":0,\"maxReceiveCount\":1}", 4000, "(10760)the deadLetterPolicy must has deadLetterQueue member, only be a string" },
        { "CreateQueue?queueName=x&" + DeadLetters + "\"dead\",\"maxReceiveCount\":1}", 4000, "(10770)the deadLetterPolicy must has policy member , only set 0 or 1" },
        { "CreateQueue?queueName=x&" + DeadLetters + "\"dead\",\"policy\":2}", 4000, "(10770)the deadLetterPolicy must has policy member , only set 0 or 1" },
        { "CreateQueue?queueName=x&" + DeadLetters + "\"dead\",\"policy\":\"\\udc00\"}", 4000, "(10770)the deadLetterPolicy must has policy member , only set 0 or 1" },
        { "CreateQueue?queueName=x&" + DeadLetters + "\"dead\",\"policy\":0}", 4000, "(10720)deadLetterPolicy params error,please check it" },
        { "CreateQueue?queueName=x&" + DeadLetters + "\"dead\",\"policy\":0,\"maxReceiveCount\":0}", 4000, "(10720)deadLetterPolicy params error,please check it" },
        { "CreateQueue?queueName=x&" + DeadLetters + "\"dead\",\"policy\":0,\"maxReceiveCount\":1001}", 4000, "(10720)deadLetterPolicy params error,please check it" },
        { "CreateQueue?queueName=x&" + DeadLetters + "\"dead\",\"policy\":1,\"maxTimeToLive\":299}", 4000, "(10720)deadLetterPolicy params error,please check it" },
        { "CreateQueue?queueName=x&msgRetentionSeconds=600&" + DeadLetters + "\"dead\",\"policy\":1,\"maxTimeToLive\":600}", 4000, "(10720)deadLetterPolicy params error,please check it" },
        { "CreateQueue?queueName=x&" + DeadLetters + "\"absent\",\"policy\":0,\"maxReceiveCount\":1}", 4000, "(10730)deadLetter queue not exist" },
        { "CreateQueue?queueName=x&" + DeadLetters + "\"source0\",\"policy\":0,\"maxReceiveCount\":1}", 4000, "(10740)deadLetter queue is not allowed to nest" },
        { "CreateQueue?queueName=x&" + DeadLetters + "\"x\",\"policy\":0,\"maxReceiveCount\":1}", 4000, "(10740)deadLetter queue is not allowed to nest" },
        { "SetQueueAttributes?queueName=dead&" + DeadLetters + "\"orders\",\"policy\":0,\"maxReceiveCount\":1}", 4000, "(10740)deadLetter queue is not allowed to nest" },
        { "CreateQueue?queueName=x&" + DeadLetters + "\"dead\",\"policy\":0,\"maxReceiveCount\":1}", 4000, "(10780)the deadLetter Queue bind too many times" },
        { "DeleteQueue?queueName=dead", 4000, "(10750)it is not allowed to be deleted when the queue is dead letter queue" },
        { "UnbindDeadLetterQueue?queueName=orders", 4000, "(10730)deadLetter queue not exist" },
        { "ListDeadLetterSourceQueues?limit=1", 4000, "(10390)lacked of required parameter deadLetterQueueName" },

        // Sending.
        { "SendMessage?queueName=orders", 4000, "(10390)lacked of required parameter msgBody" },
        { "SendMessage?queueName=orders&msgBody=", 4000, "(10120)message body can't be empty" },
        { "SendMessage?queueName=orders&msgBody=a&msgBody=b", 4000, "(10330)parameter msgBody is NOT a repeatable parameter" },
        { "SendMessage?queueName=orders&msgBody.0=a", 4000, "(10330)parameter msgBody is NOT a repeatable parameter" },
        { "SendMessage?queueName=small&msgBody=" + TooLong, 4400, "(10230)exceed maximum message size" },
        { "SendMessage?queueName=full&msgBody=a", 4410, "(10240)reach maximum retention number of message" },
        { "SendMessage?queueName=orders&msgBody=a&delaySeconds=-1", 4000, "(10692)delay seconds is out of range" },
        { "SendMessage?queueName=orders&msgBody=a&delaySeconds=6048001", 4000, "(10692)delay seconds is out of range" },
        { "SendMessage?queueName=orders&msgBody=a&delaySeconds=345600", 4000, "(10692)delay seconds is out of range" },
        { "SendMessage?queueName=orders&msgBody=a&delaySeconds=soon", 4000, "(10360)parameter delaySeconds error type" },
        { "BatchSendMessage?queueName=orders", 4000, "(10390)lacked of required parameter msgBody" },
        { "BatchSendMessage?queueName=orders&msgBody.x=a", 4000, "(10310)error: parameter msgBody key format error" },
        { "BatchSendMessage?queueName=orders&msgBody.=a", 4000, "(10310)error: parameter msgBody key format error" },
        { "BatchSendMessage?queueName=orders&msgBody.0=a&msgBody.0=b", 4000, "(10330)parameter msgBody is NOT a repeatable parameter" },
        { "BatchSendMessage?queueName=orders&msgBody.0=a&msgBody.2=b", 4000, "(10380)msgBody parameter is not consequent" },
        { "BatchSendMessage?queueName=orders&msgBody.2=a", 4000, "(10380)msgBody parameter is not consequent" },
        { "BatchSendMessage?queueName=orders&" + Seventeen("msgBody"), 4000, "(10370)msgBody parameter batch size is out of range" },
        { "BatchSendMessage?queueName=orders&msgBody.0=a&msgBody.1=", 4000, "(10120)message body can't be empty" },
        { "BatchSendMessage?queueName=small&msgBody.0=a&msgBody.1=" + TooLong, 4400, "(10230)exceed maximum message size" },
        { "BatchSendMessage?queueName=full&msgBody.0=a", 4410, "(10240)reach maximum retention number of message" },

        // Receiving and deleting.
        { "ReceiveMessage?queueName=orders", 7000, "(10200)no message" },
        { "ReceiveMessage?queueName=orders&pollingWaitSeconds=now", 4000, "(10360)parameter pollingWaitSeconds error type" },
        { "BatchReceiveMessage?queueName=orders&numOfMsg=16", 7000, "(10200)no message" },
        { "BatchReceiveMessage?queueName=orders", 4000, "(10390)lacked of required parameter numOfMsg" },
        { "BatchReceiveMessage?queueName=orders&numOfMsg=0", 4000, "(10370)numOfMsg parameter batch size is out of range" },
        { "BatchReceiveMessage?queueName=orders&numOfMsg=17", 4000, "(10370)numOfMsg parameter batch size is out of range" },
        { "DeleteMessage?queueName=orders", 4000, "(10390)lacked of required parameter receiptHandle" },
        { "DeleteMessage?queueName=orders&receiptHandle=", 4000, "(10470)receiptHandle error" },
        { "DeleteMessage?queueName=orders&receiptHandle=12", 4430, "(10260)receipt handle is invalid" },
        { "DeleteMessage?queueName=orders&receiptHandle=(10200)", 4430, "(10260)receipt handle is invalid" },
        { "BatchDeleteMessage?queueName=orders&receiptHandle.0=12&receiptHandle.1=13", 6020, "(10290)batch delete message failed" },
        { "BatchDeleteMessage?queueName=orders&receiptHandle.1=12&receiptHandle.3=13", 4000, "(10380)receiptHandle parameter is not consequent" },
        { "BatchDeleteMessage?queueName=orders&" + Seventeen("receiptHandle"), 4000, "(10370)receiptHandle parameter batch size is out of range" },
        { "RewindQueue?queueName=orders&startConsumeTime=1488718862", 6050, "(10670)your queue cannot be rewinded" },
        { "RewindQueue?queueName=rewindable&startConsumeTime=1", 4000, "(10680)invalid rewind time, you can get the vaild range of that via GetQueueAttributes" },
        { "RewindQueue?queueName=rewindable&startConsumeTime=1488719262000000000", 4000, "(10680)invalid rewind time, you can get the vaild range of that via GetQueueAttributes" },
        { "RewindQueue?queueName=rewindable", 4000, "(10390)lacked of required parameter startConsumeTime" },
        { "RewindQueue?queueName=rewindable&startConsumeTime=yesterday", 4000, "(10360)parameter startConsumeTime error type" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public Task A_request_that_cannot_be_served_is_refused_with_its_own_error(string request, int code, string message) =>
        prepared.AssertRefusedAsync(request, code, message);

    [Fact]
    public async Task A_request_with_too_many_parameters_is_refused_before_they_are_read()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        string form = server.Sign("POST", "/", "ListQueue");
        ServerUnderTest.AssertError(await server.PostFormAsync("/", form + string.Concat(Enumerable.Repeat("&a", 1_024))), CmqErrors.CannotParseRequest);
        ServerUnderTest.AssertError(await server.PostFormAsync("/", form + string.Concat(Enumerable.Repeat("&a", 1_000_000))), CmqErrors.CannotParseRequest);
    }

    [Fact]
    public async Task Limits_that_are_off_by_default_have_their_errors()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(limits: CmqLimits.For(CmqProfile.Classic, strict: true));
        await server.PostAsync("CreateQueue", ("queueName", "gone"));
        await server.PostAsync("DeleteQueue", ("queueName", "gone"));
        ServerUnderTest.AssertError(await server.PostAsync("CreateQueue", ("queueName", "gone")), CmqErrors.PreviousQueueNotReleased);

        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        ICmqService service = server.Broker.GetService("default");
        for (int sent = 0; sent < 20_000; sent += 16)
            await service.SendMessagesAsync(new SendMessagesRequest("orders", [.. Enumerable.Repeat<ReadOnlyMemory<byte>>("a"u8.ToArray(), 16)]) { DelaySeconds = 60 });
        ServerUnderTest.AssertError(await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "a"), ("delaySeconds", "60")), CmqErrors.TooManyUnackedOrDelayedMessages);
        Assert.Equal("(10690)too many unacked(inactive) messages or delayed messages", CmqErrors.TooManyUnackedOrDelayedMessages.WireMessage);
        Assert.Equal(6040, CmqErrors.PreviousQueueNotReleased.Code);
    }

    private static string TooLong => new('x', 1025);

    private static string Seventeen(string name) => string.Join('&', Enumerable.Range(0, 17).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}.{i}=1")));
}
