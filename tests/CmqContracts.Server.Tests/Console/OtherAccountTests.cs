using System.Net;

namespace CmqContracts.Server.Tests;

/// <summary>What a session of one account gets of another's pages: nothing.</summary>
public sealed class OtherAccountTests
{
    public static TheoryData<string, string> Pages => new()
    {
        { "/accounts/default/new-queue", "" },
        { "/accounts/default/queues/orders/settings", "save unbind clear delete" },
        { "/accounts/default/queues/orders/rewind", "" },
        { "/accounts/default/queues/orders/dead-letters", "chosen found all" },
        { "/accounts/default/jobs", "cancel" },
        { "/accounts/default/topics", "" },
        { "/accounts/default/new-topic", "" },
        { "/accounts/default/topics/news", "who publish save delete" },
        { "/accounts/default/topics/news/new-subscription", "" },
        { "/accounts/default/topics/news/subscriptions/mail", "save clear delete" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_of_another_account_does_not_exist(string path, string handlers)
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        ICmqService service = server.Broker.GetService("default");
        await service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        await service.CreateTopicAsync(new CreateTopicRequest("news", new TopicSettings()));
        await service.SubscribeAsync(new SubscribeRequest("news", "mail", SubscriptionProtocol.Queue, "orders"));
        using (ConsoleClient own = await ConsoleClient.SignInAsync(server, ServerUnderTest.SecretId, ServerUnderTest.SecretKey))
            await own.PageAsync(path);
        using ConsoleClient other = await ConsoleClient.SignInAsync(server, "AKIDother", "other key");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(path)).Status);
        await other.PageAsync("/accounts");
        foreach (string handler in handlers.Split(' '))
        {
            ConsoleAnswer answer = await other.PostAsync(handler.Length == 0 ? path : $"{path}?handler={handler}", ("account", "other account"), ("Account", "other account"), ("typedName", "orders"), ("name", "x"), ("id", "1"), ("to", "1"));
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        }

        Assert.Equal(1, (await service.ListQueuesAsync(new ListQueuesRequest())).TotalCount);
        Assert.Equal(1, (await service.ListTopicsAsync(new ListTopicsRequest())).TotalCount);
    }

    [Theory]
    [InlineData("/accounts/default/queues/nowhere/settings")]
    [InlineData("/accounts/default/queues/nowhere/rewind")]
    [InlineData("/accounts/default/queues/nowhere/dead-letters")]
    [InlineData("/accounts/default/topics/nowhere")]
    [InlineData("/accounts/default/topics/1!")]
    [InlineData("/accounts/default/topics/news/subscriptions/nowhere")]
    [InlineData("/accounts/default/topics/nowhere/new-subscription")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        await server.Broker.GetService("default").CreateTopicAsync(new CreateTopicRequest("news", new TopicSettings()));
        using ConsoleClient client = await ConsoleClient.SignInAsync(server);
        ConsoleAnswer answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        answer.AssertShows(" no ");
    }
}
