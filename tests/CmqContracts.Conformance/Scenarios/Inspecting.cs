using static CmqContracts.Conformance.ScenarioContext;

namespace CmqContracts.Conformance.Scenarios;

internal static class Inspecting
{
    public static async Task Accounts_are_listed_that_have_queues_or_topics(ScenarioContext cmq)
    {
        Assert.Empty(await cmq.Backend.ListAccountsAsync());
        await cmq.Other.CreateQueueAsync(new CreateQueueRequest("other", new QueueSettings()));
        Assert.Equal([Accounts[1]], await cmq.Backend.ListAccountsAsync());
        await cmq.CreateTopicAsync();
        Assert.Equal(Accounts, await cmq.Backend.ListAccountsAsync());
        await cmq.Other.DeleteQueueAsync("other");
        Assert.Equal([Accounts[0]], await cmq.Backend.ListAccountsAsync());
        await cmq.DeleteTopicAsync();
        Assert.Empty(await cmq.Backend.ListAccountsAsync());
    }

    public static async Task A_ping_finds_nothing_wrong_and_changes_nothing(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendAsync("x");
        QueueAttributes before = await cmq.AttributesAsync();
        Assert.Null(await cmq.Backend.PingAsync());
        Assert.Equivalent(before, await cmq.AttributesAsync(), strict: true);
    }

    public static async Task Descriptions_have_attributes_counters_and_dead_letter_sources(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync("b", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        await cmq.CreateAsync("a", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        await cmq.SendManyAsync(3, name: "a");
        await cmq.ReceiveAsync("a");
        QueueDescriptionList list = await cmq.Inspector.DescribeQueuesAsync(new DescribeQueuesRequest());
        Assert.Equal(3, list.TotalCount);
        Assert.Equal(["a", "b", "dead"], list.Queues.Select(static queue => queue.Attributes.QueueName));
        Assert.Equal((2, 1), (list.Queues[0].Attributes.ActiveMessages, list.Queues[0].Attributes.InactiveMessages));
        Assert.Equal("dead", list.Queues[0].Attributes.DeadLetterPolicy!.DeadLetterQueue);
        Assert.Empty(list.Queues[0].DeadLetterSources);
        Assert.Equal(["a", "b"], list.Queues[2].DeadLetterSources.Select(static source => source.QueueName));
        Assert.Equal(list.Queues.Take(2).Select(static queue => queue.Attributes.QueueId), list.Queues[2].DeadLetterSources.Select(static source => source.QueueId));
    }

    public static async Task Descriptions_come_in_pages_by_word_and_by_names(ScenarioContext cmq)
    {
        foreach (string name in (string[])["Beta", "alpha", "gamma", "delta"])
            await cmq.CreateAsync(name);
        Assert.Equal((4, "Beta delta"), await NamesAsync(new DescribeQueuesRequest { Offset = 1, Limit = 2 }));
        Assert.Equal((1, "Beta"), await NamesAsync(new DescribeQueuesRequest { SearchWord = "ET" }));
        Assert.Equal((3, "gamma alpha Beta"), await NamesAsync(new DescribeQueuesRequest { QueueNames = ["GAMMA", "none", "alpha", "", "gamma", "beta"] }));
        Assert.Equal((3, "alpha"), await NamesAsync(new DescribeQueuesRequest { QueueNames = ["gamma", "alpha", "beta"], Offset = 1, Limit = 1 }));
        Assert.Equal((1, "gamma"), await NamesAsync(new DescribeQueuesRequest { QueueNames = ["gamma", "alpha"], SearchWord = "gam" }));
        Assert.Equal((4, ""), await NamesAsync(new DescribeQueuesRequest { Limit = 0 }));
        Assert.Equal((0, ""), await NamesAsync(new DescribeQueuesRequest { QueueNames = [] }));

        async Task<(int Total, string Names)> NamesAsync(DescribeQueuesRequest request)
        {
            QueueDescriptionList list = await cmq.Inspector.DescribeQueuesAsync(request);
            return (list.TotalCount, string.Join(' ', list.Queues.Select(static queue => queue.Attributes.QueueName)));
        }
    }

    public static async Task A_page_out_of_range_and_too_many_names_are_refused(ScenarioContext cmq)
    {
        await FailsAsync(CmqErrors.ParameterOutOfRange("offset"), () => cmq.Inspector.DescribeQueuesAsync(new DescribeQueuesRequest { Offset = -1 }).AsTask());
        await FailsAsync(CmqErrors.ParameterOutOfRange("limit"), () => cmq.Inspector.DescribeQueuesAsync(new DescribeQueuesRequest { Limit = -1 }).AsTask());
        await FailsAsync(CmqErrors.InvalidRequestParameters, () => cmq.Inspector.DescribeQueuesAsync(new DescribeQueuesRequest { QueueNames = [.. Enumerable.Repeat("a", 1001)] }).AsTask());
    }
}
