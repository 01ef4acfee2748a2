using System.Text.Json;
using static CmqContracts.Server.Tests.Api3Client;

namespace CmqContracts.Server.Tests;

public sealed class Api3ErrorTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;
    private Api3Client _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        _client = new Api3Client(_server);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("CreateCmqQueue", "{}", "MissingParameter", "QueueName")]
    [InlineData("CreateCmqQueue", """{"QueueName":"1st"}""", "InvalidParameterValue", "must begin with a letter")]
    [InlineData("CreateCmqQueue", """{"QueueName":"x-retry"}""", "InvalidParameterValue", "-retry")]
    [InlineData("CreateCmqQueue", """{"QueueName":"ORDERS"}""", "ResourceInUse.Queue", "existed")]
    [InlineData("CreateCmqQueue", """{"QueueName":"q","VisibilityTimeout":0}""", "InvalidParameterValue", "1 to 43200 seconds")]
    [InlineData("CreateCmqQueue", """{"QueueName":"q","MsgRetentionSeconds":43201}""", "InvalidParameterValue", "30 to 43200 seconds")]
    [InlineData("CreateCmqQueue", """{"QueueName":"q","VisibilityTimeout":"soon"}""", "InvalidParameterValue", "VisibilityTimeout")]
    [InlineData("CreateCmqQueue", """{"QueueName":"q","VisibilityTimeout":99999999999999999999}""", "InvalidParameterValue", "VisibilityTimeout")]
    [InlineData("CreateCmqQueue", """{"QueueName":["q"]}""", "InvalidParameterValue", "QueueName")]
    [InlineData("CreateCmqQueue", """{"QueueName":"q","Transaction":1}""", "UnsupportedOperation", "TCP")]
    [InlineData("CreateCmqQueue", """{"QueueName":"q","MaxReceiveCount":3}""", "MissingParameter", "DeadLetterQueueName")]
    [InlineData("CreateCmqQueue", """{"QueueName":"q","DeadLetterQueueName":"orders"}""", "MissingParameter", "MaxReceiveCount")]
    [InlineData("CreateCmqQueue", """{"QueueName":"q","DeadLetterQueueName":"orders","Policy":1}""", "MissingParameter", "MaxTimeToLive")]
    [InlineData("CreateCmqQueue", """{"QueueName":"q","DeadLetterQueueName":"orders","Policy":2}""", "InvalidParameterValue", "Policy")]
    [InlineData("CreateCmqQueue", """{"QueueName":"q","DeadLetterQueueName":"orders","MaxReceiveCount":1001}""", "InvalidParameterValue", "1000")]
    [InlineData("CreateCmqQueue", """{"QueueName":"q","DeadLetterQueueName":"orders","MaxTimeToLive":3600}""", "InvalidParameterValue", "less than")]
    [InlineData("CreateCmqQueue", """{"QueueName":"q","DeadLetterQueueName":"absent","MaxReceiveCount":3}""", "ResourceNotFound", "")]
    [InlineData("ModifyCmqQueueAttribute", """{"QueueName":"absent"}""", "ResourceNotFound", "")]
    [InlineData("ModifyCmqQueueAttribute", """{"QueueName":"orders","PollingWaitSeconds":31}""", "InvalidParameterValue", "0 to 30")]
    [InlineData("ModifyCmqQueueAttribute", """{"QueueName":"orders","MaxReceiveCount":3}""", "MissingParameter", "DeadLetterQueueName")]
    [InlineData("DeleteCmqQueue", """{"QueueName":"absent"}""", "ResourceNotFound", "")]
    [InlineData("DescribeCmqQueueDetail", """{"QueueName":"absent"}""", "ResourceNotFound", "")]
    [InlineData("DescribeCmqQueues", """{"Offset":-1}""", "InvalidParameterValue", "Offset")]
    [InlineData("DescribeCmqQueues", """{"QueueNameList":"orders"}""", "InvalidParameterValue", "QueueNameList")]
    [InlineData("DescribeCmqDeadLetterSourceQueues", "{}", "MissingParameter", "DeadLetterQueueName")]
    [InlineData("ClearCmqQueue", """{"QueueName":"absent"}""", "ResourceNotFound", "")]
    [InlineData("RewindCmqQueue", """{"QueueName":"orders"}""", "MissingParameter", "StartConsumeTime")]
    [InlineData("RewindCmqQueue", """{"QueueName":"orders","StartConsumeTime":1}""", "UnsupportedOperation", "RewindSeconds")]
    [InlineData("RewindCmqQueue", """{"QueueName":"kept","StartConsumeTime":1}""", "InvalidParameterValue", "can be rewound to")]
    [InlineData("UnbindCmqDeadLetter", """{"SourceQueueName":"orders"}""", "ResourceNotFound", "")]
    [InlineData("SendCmqMsg", """{"QueueName":"orders"}""", "MissingParameter", "MsgContent")]
    [InlineData("SendCmqMsg", """{"QueueName":"orders","MsgContent":""}""", "InvalidParameterValue", "empty")]
    [InlineData("SendCmqMsg", """{"QueueName":"absent","MsgContent":"a"}""", "ResourceNotFound", "")]
    [InlineData("SendCmqMsg", """{"QueueName":"orders","MsgContent":"a","DelaySeconds":3600}""", "InvalidParameterValue", "expire before delivery")]
    [InlineData("SendCmqMsg", """{"QueueName":"kept","MsgContent":"12345"}""", "LimitExceeded", "")]
    [InlineData("DescribeCmqQueues", "[1]", "InvalidParameter", "JSON")]
    [InlineData("DescribeCmqQueues", "{", "InvalidParameter", "JSON")]
    [InlineData("DescribeCmqQueues", """{"QueueName":"\ud800"}""", "InvalidParameter", "JSON")]
    public async Task A_request_that_is_refused_says_why_in_names_of_API_3_0(string action, string body, string code, string inMessage)
    {
        await _client.PostAsync("CreateCmqQueue", new { QueueName = "orders" });
        await _client.PostAsync("CreateCmqQueue", new { QueueName = "kept", RewindSeconds = 60, MaxMsgHeapNum = 1 });
        await _client.PostAsync("SendCmqMsg", new { QueueName = "kept", MsgContent = "a" });

        JsonElement response = await _client.PostTextAsync(action, body);
        AssertError(response, code, inMessage);
        Assert.DoesNotMatch(@"\b(queueName|topicName|subscriptionName|msgBody|msgTag|routingKey|filterTag|bindingKey|delaySeconds|maxMsgSize|visibilityTimeout|pollingWaitSeconds|msgRetentionSeconds|rewindSeconds|startConsumeTime|deadLetterPolicy|deadLetterQueue|maxReceiveCount|maxTimeToLive|filterType|notify[A-Z]\w+|maxMsgHeapNum|GetQueueAttributes)\b", response.GetProperty("Error").GetProperty("Message").GetString());
    }

    [Theory]
    [InlineData("rewindSeconds cannot be greater than msgRetentionSeconds. 'rewindSeconds' is a queue.", "RewindSeconds cannot be greater than MsgRetentionSeconds. 'rewindSeconds' is a queue.")]
    [InlineData("parameter limit value or length is out of range. offset is -1", "parameter Limit value or length is out of range. Offset is -1")]
    [InlineData("number of queues has reached the limit", "number of queues has reached the limit")]
    public void Errors_name_parameters_as_API_3_0_does(string text, string expected) => Assert.Equal(expected, Api3Names.In(text));

    [Fact]
    public async Task A_message_above_the_queue_s_size_has_an_error_of_its_own()
    {
        await _client.PostAsync("CreateCmqQueue", new { QueueName = "orders", MaxMsgSize = 1024 });
        AssertError(await _client.PostAsync("SendCmqMsg", new { QueueName = "orders", MsgContent = new string('x', 1025) }), "FailedOperation.MaxMessageSizeError", "1024");
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused_and_the_server_continues()
    {
        AssertError(await _client.PostAsync("SendCmqMsg", new { QueueName = "orders", MsgContent = new string('x', 6 * 1024 * 1024) }), "InvalidParameter");
        AssertOk(await _client.PostAsync("DescribeCmqQueues", new { }));
    }

    [Fact]
    public async Task Unknown_parameters_and_null_are_ignored()
    {
        AssertOk(await _client.PostTextAsync("CreateCmqQueue", """{"QueueName":"orders","Invented":{"Deep":[1]},"VisibilityTimeout":null,"Policy":null,"MaxMsgSize":"2048"}"""));
        Assert.Equal(2048, (await _client.PostAsync("DescribeCmqQueueDetail", new { QueueName = "orders" })).GetProperty("QueueDescribe").GetProperty("MaxMsgSize").GetInt32());
    }

    [Fact]
    public async Task A_queue_that_others_use_for_dead_letters_is_in_use()
    {
        await _client.PostAsync("CreateCmqQueue", new { QueueName = "dead" });
        await _client.PostAsync("CreateCmqQueue", new { QueueName = "orders", DeadLetterQueueName = "dead", MaxReceiveCount = 3 });

        AssertError(await _client.PostAsync("DeleteCmqQueue", new { QueueName = "dead" }), "ResourceInUse");
        AssertError(await _client.PostAsync("ModifyCmqQueueAttribute", new { QueueName = "dead", DeadLetterQueueName = "orders", MaxReceiveCount = 3 }), "UnsupportedOperation", "nest");
    }

    [Theory]
    [InlineData(CmqProfile.Classic, false)]
    [InlineData(CmqProfile.Tdmq, true)]
    public async Task Only_under_the_profile_Tdmq_can_a_rewind_be_longer_than_the_retention(CmqProfile profile, bool accepted)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(limits: CmqLimits.For(profile));
        using Api3Client client = new(server);
        JsonElement response = await client.PostAsync("CreateCmqQueue", new { QueueName = "orders", MsgRetentionSeconds = 3600, RewindSeconds = 1296000 });

        if (accepted)
            AssertOk(response);
        else
            AssertError(response, "InvalidParameterValue", "run the server with the profile Tdmq");
    }

    [Theory]
    [InlineData(4000, 10000, "InvalidParameterValue")]
    [InlineData(4000, 10380, "InvalidParameter")]
    [InlineData(4000, 10390, "MissingParameter")]
    [InlineData(4000, 10461, "UnauthorizedOperation")]
    [InlineData(4000, 10540, "ResourceInUse")]
    [InlineData(4000, 10560, "ResourceNotFound")]
    [InlineData(4000, 10780, "LimitExceeded")]
    [InlineData(4100, 10030, "AuthFailure.SignatureFailure")]
    [InlineData(4100, 10080, "AuthFailure.SecretIdNotFound")]
    [InlineData(4420, 10250, "RequestLimitExceeded")]
    [InlineData(4480, 10460, "RequestLimitExceeded")]
    [InlineData(4440, 10600, "ResourceNotFound.Topic")]
    [InlineData(4450, 10220, "LimitExceeded")]
    [InlineData(4460, 10550, "ResourceInUse.Topic")]
    [InlineData(4490, 10470, "ResourceInUse.Subscription")]
    [InlineData(4500, 10480, "LimitExceeded")]
    [InlineData(6000, 10050, "InternalError")]
    [InlineData(6000, 10090, "FailedOperation.SendMsg")]
    [InlineData(6030, 10650, "FailedOperation.SendMsg")]
    [InlineData(6040, 10660, "ResourceUnavailable")]
    [InlineData(6070, 10690, "LimitExceeded")]
    [InlineData(9999, 1, "FailedOperation.CmqBackendError")]
    public void Errors_of_the_service_have_the_codes_that_SDKs_know(int code, int moduleCode, string expected) =>
        Assert.Equal(expected, Api3Errors.CodeOf(new CmqError(code, moduleCode, "")));
}
