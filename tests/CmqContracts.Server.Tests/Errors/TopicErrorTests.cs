using System.Globalization;

namespace CmqContracts.Server.Tests.Errors;

/// <summary>Every error of requests about topics and subscriptions, spelled as on the wire.</summary>
public sealed class TopicErrorTests(PreparedServer prepared) : IClassFixture<PreparedServer>
{
    private const string NoTopic = "(10600)topic is not existed, or deleted";
    private const string NoSubscription = "(10560)subscription is not existed";
    private const string NewSubscription = "Subscribe?topicName=tags&subscriptionName=s&protocol=queue&endpoint=orders";
    private const string NewHook = "Subscribe?topicName=tags&subscriptionName=s&protocol=http&endpoint=";

    /// <summary>Requests as action and unencoded parameters.</summary>
    public static TheoryData<string, int, string> Refused { get; } = new()
    {
        // Topics.
        { "CreateTopic?maxMsgSize=1024", 4000, "(10390)lacked of required parameter topicName" },
        { "CreateTopic?topicName=1st", 4000, "(10590)topic name format error" },
        { "CreateTopic?topicName=a.b", 4000, "(10590)topic name format error" },
        { "CreateTopic?topicName=TAGS", 4460, "(10550)topic is already existed" },
        { "CreateTopic?topicName=x&filterType=3", 4000, "(10350)parameter filterType value or length is out of range" },
        { "CreateTopic?topicName=x&filterType=tags", 4000, "(10360)parameter filterType error type" },
        { "CreateTopic?topicName=x&maxMsgSize=1023", 4000, "(10350)parameter maxMsgSize value or length is out of range" },
        { "CreateTopic?topicName=x&maxMsgSize=1048577", 4000, "(10350)parameter maxMsgSize value or length is out of range" },
        { "SetTopicAttributes?topicName=tags&maxMsgSize=0", 4000, "(10350)parameter maxMsgSize value or length is out of range" },
        { "SetTopicAttributes?topicName=absent&maxMsgSize=1024", 4440, NoTopic },
        { "GetTopicAttributes?topicName=absent", 4440, NoTopic },
        { "QueryTopicRoute?topicName=absent", 4440, NoTopic },
        { "DeleteTopic?topicName=absent", 4440, NoTopic },
        { "DeleteTopic?topicName=tags", 4000, "(10540)there exists subscriptions under this topic, please unsubscribe all of them before DeleteTopic" },
        { "ListTopic?offset=-1", 4000, "(10350)parameter offset value or length is out of range" },

        // Subscriptions.
        { "Subscribe?topicName=absent&subscriptionName=s&protocol=queue&endpoint=orders", 4440, NoTopic },
        { "Subscribe?topicName=tags&subscriptionName=1st&protocol=queue&endpoint=orders", 4000, "(10580)subscription name format error" },
        { "Subscribe?topicName=tags&subscriptionName=VIP&protocol=queue&endpoint=orders", 4490, "(10470)subscribtion is already existed" },
        { "Subscribe?topicName=tags&subscriptionName=s&protocol=queue", 4000, "(10390)lacked of required parameter endpoint" },
        { "Subscribe?topicName=tags&subscriptionName=s&endpoint=orders", 4000, "(10390)lacked of required parameter protocol" },
        { "Subscribe?topicName=tags&protocol=queue&endpoint=orders", 4000, "(10390)lacked of required parameter subscriptionName" },
        { "Subscribe?topicName=tags&subscriptionName=s&protocol=ftp&endpoint=orders", 4000, "(10510)undefined protocol" },
        { "Subscribe?topicName=tags&subscriptionName=s&protocol=queue&endpoint=1st", 4000, "(10500)endpoint format error" },
        { "Subscribe?topicName=tags&subscriptionName=s&protocol=queue&endpoint=absent", 4000, "(10630)illegal endpoint" },
        { NewHook, 4000, "(10500)endpoint format error" },
        { NewHook + "ftp://127.0.0.1/", 4000, "(10500)endpoint format error" },
        { NewHook + "http://127.0.0.1/" + new string('x', 500), 4000, "(10500)endpoint format error" },
        { NewHook + "http://127.0.0.1/a b", 4510, "(10570)url connot contain any blank characters" },
        { NewSubscription + "&notifyStrategy=NEVER", 4000, "(10520)undefined notify retry stragety" },
        { NewSubscription + "&notifyContentFormat=XML", 4000, "(10530)undefined notify content format" },
        { NewSubscription + Listed("filterTag", 6), 4000, "(10670)too many filterTag" },
        { NewSubscription + Listed("filterTag", 40), 4000, "(10670)too many filterTag" },
        { NewSubscription + "&filterTag.1=seventeen-letters", 4000, "(10350)parameter filterTag value or length is out of range" },
        { NewSubscription + "&filterTag.x=a", 4000, "(10310)error: parameter filterTag key format error" },
        { NewSubscription + "&filterTag.2=a", 4000, "(10380)filterTag parameter is not consequent" },
        { NewSubscription + Listed("bindingKey", 6), 4000, "(10680)too many bindingKey" },
        { NewSubscription + "&bindingKey.1=" + new string('k', 65), 4000, "(10350)parameter bindingKey value or length is out of range" },
        { NewSubscription + "&bindingKey.1=" + new string('.', 16), 4000, "(10691)too many delimeters" },
        { "Subscribe?topicName=keys&subscriptionName=s&protocol=queue&endpoint=orders", 4000, "(10710)parameters lack of bindingKey" },
        { "SetSubscriptionAttributes?topicName=tags&subscriptionName=absent", 4000, NoSubscription },
        { "SetSubscriptionAttributes?topicName=absent&subscriptionName=vip", 4440, NoTopic },
        { "SetSubscriptionAttributes?topicName=tags&subscriptionName=vip&notifyStrategy=NEVER", 4000, "(10520)undefined notify retry stragety" },
        { "SetSubscriptionAttributes?topicName=tags&subscriptionName=vip" + Listed("filterTag", 6), 4000, "(10670)too many filterTag" },
        { "GetSubscriptionAttributes?topicName=tags&subscriptionName=absent", 4000, NoSubscription },
        { "GetSubscriptionAttributes?topicName=absent&subscriptionName=vip", 4440, NoTopic },
        { "ClearSubscriptionFilterTags?topicName=tags&subscriptionName=absent", 4000, NoSubscription },
        { "Unsubscribe?topicName=tags&subscriptionName=absent", 4000, NoSubscription },
        { "Unsubscribe?topicName=absent&subscriptionName=vip", 4440, NoTopic },
        { "ListSubscriptionByTopic?topicName=absent", 4440, NoTopic },
        { "ListSubscriptionByTopic?limit=1", 4000, "(10390)lacked of required parameter topicName" },

        // Publishing.
        { "PublishMessage?topicName=absent&msgBody=a", 4440, NoTopic },
        { "PublishMessage?topicName=tags", 4000, "(10390)lacked of required parameter msgBody" },
        { "PublishMessage?topicName=tags&msgBody=&msgTag.1=vip", 4000, "(10120)message body can't be empty" },
        { "PublishMessage?topicName=tags&msgTag.1=vip&msgBody=" + new string('x', 1025), 4400, "(10230)exceed maximum message size" },
        { "PublishMessage?topicName=quiet&msgBody=a", 6030, "(10650)topic has no subscription, please create a subscription before publishing message" },
        { "PublishMessage?topicName=tags&msgBody=a&msgTag.1=other", 6030, "(10730)no bindingKey or filterTag matches the routingKey or msgTag" },
        { "PublishMessage?topicName=tags&msgBody=a&msgTag.1=VIP", 6030, "(10730)no bindingKey or filterTag matches the routingKey or msgTag" },
        { "PublishMessage?topicName=tags&msgBody=a" + Listed("msgTag", 6), 4000, "(10720)too many msgTag" },
        { "PublishMessage?topicName=tags&msgBody=a&msgTag.1=seventeen-letters", 4000, "(10350)parameter msgTag value or length is out of range" },
        { "PublishMessage?topicName=keys&msgBody=a", 4000, "(10700)parameters lack of routingKey" },
        { "PublishMessage?topicName=keys&msgBody=a&routingKey=", 4000, "(10700)parameters lack of routingKey" },
        { "PublishMessage?topicName=keys&msgBody=a&routingKey=b.a", 6030, "(10730)no bindingKey or filterTag matches the routingKey or msgTag" },
        { "PublishMessage?topicName=keys&msgBody=a&routingKey=" + new string('.', 16), 4000, "(10691)too many delimeters" },
        { "PublishMessage?topicName=keys&msgBody=a&routingKey=" + new string('k', 65), 4000, "(10350)parameter routingKey value or length is out of range" },
        { "BatchPublishMessage?topicName=tags&msgTag.1=vip", 4000, "(10390)lacked of required parameter msgBody" },
        { "BatchPublishMessage?topicName=tags&msgTag.1=vip" + Listed("msgBody", 17), 4000, "(10370)msgBody parameter batch size is out of range" },
        { "BatchPublishMessage?topicName=tags&msgTag.1=vip&msgBody.0=a&msgBody.2=b", 4000, "(10380)msgBody parameter is not consequent" },
        { "BatchPublishMessage?topicName=quiet&msgBody.0=a", 6030, "(10650)topic has no subscription, please create a subscription before publishing message" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public Task A_request_that_cannot_be_served_is_refused_with_its_own_error(string request, int code, string message) =>
        prepared.AssertRefusedAsync(request, code, message);

    [Fact]
    public async Task The_name_of_a_deleted_topic_is_not_free_at_once_where_the_documents_limits_are_in_force()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(limits: CmqLimits.For(CmqProfile.Classic, strict: true));
        await server.PostAsync("CreateTopic", ("topicName", "gone"));
        await server.PostAsync("DeleteTopic", ("topicName", "gone"));
        ServerUnderTest.AssertError(await server.PostAsync("CreateTopic", ("topicName", "gone")), CmqErrors.PreviousTopicNotReleased);
        Assert.Equal("(10660)it will take some time to release resources of previous topic before you create a new one with the same name, please try later", CmqErrors.PreviousTopicNotReleased.WireMessage);
    }

    private static string Listed(string name, int count) => string.Concat(Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"&{name}.{i}=t{i}")));
}
