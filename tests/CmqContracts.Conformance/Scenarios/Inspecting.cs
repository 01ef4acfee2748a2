using System.Text;
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

    public static async Task Pages_of_messages_continue_behind_each_other_from_either_end(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendManyAsync(5);
        PeekResult first = await cmq.Inspector.PeekMessagesAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxMessages = 2 });
        Assert.Equal("m1 m2", Bodies(first.Messages));
        PeekResult second = await cmq.Inspector.PeekMessagesAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxMessages = 3, AfterMessageId = first.ContinueAfter });
        Assert.Equal(("m3 m4 m5", null), (Bodies(second.Messages), second.ContinueAfter));

        PeekResult newest = await cmq.Inspector.PeekMessagesAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxMessages = 4, NewestFirst = true });
        Assert.Equal("m5 m4 m3 m2", Bodies(newest.Messages));
        PeekResult oldest = await cmq.Inspector.PeekMessagesAsync(new PeekMessagesRequest(Queue, MessageState.Active) { NewestFirst = true, AfterMessageId = newest.ContinueAfter });
        Assert.Equal(("m1", null), (Bodies(oldest.Messages), oldest.ContinueAfter));
    }

    public static async Task A_page_continues_behind_a_message_that_is_gone(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        IReadOnlyList<string> ids = await cmq.SendManyAsync(4);
        await cmq.ConsumeAsync();
        await cmq.ConsumeAsync();
        Assert.Equal("m3 m4", Bodies(await cmq.PeekAsync(new PeekMessagesRequest(Queue, MessageState.Active) { AfterMessageId = ids[1] })));
        Assert.Equal("", Bodies(await cmq.PeekAsync(new PeekMessagesRequest(Queue, MessageState.Active) { AfterMessageId = ids[1], NewestFirst = true })));
    }

    public static async Task A_look_begins_at_a_time_and_goes_on_or_back(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        DateTimeOffset start = cmq.Now;
        foreach (string body in (string[])["a", "b", "c"])
        {
            await cmq.SendAsync(body);
            await cmq.AdvanceAsync(10);
        }

        Assert.Equal("b c", Bodies(await cmq.PeekAsync(new PeekMessagesRequest(Queue, MessageState.Active) { From = start.AddSeconds(10) })));
        Assert.Equal("c", Bodies(await cmq.PeekAsync(new PeekMessagesRequest(Queue, MessageState.Active) { From = start.AddSeconds(11) })));
        Assert.Equal("", Bodies(await cmq.PeekAsync(new PeekMessagesRequest(Queue, MessageState.Active) { From = start.AddSeconds(21) })));
        Assert.Equal("b a", Bodies(await cmq.PeekAsync(new PeekMessagesRequest(Queue, MessageState.Active) { From = start.AddSeconds(10), NewestFirst = true })));
        Assert.Equal("a", Bodies(await cmq.PeekAsync(new PeekMessagesRequest(Queue, MessageState.Active) { From = start.AddSeconds(9), NewestFirst = true })));
        Assert.Equal("", Bodies(await cmq.PeekAsync(new PeekMessagesRequest(Queue, MessageState.Active) { From = start.AddSeconds(-1), NewestFirst = true })));
    }

    public static async Task A_page_takes_so_many_bytes_and_one_larger_body_alone(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        foreach (string body in (string[])["aaaa", "bbb", "cccccccccc", "d"])
            await cmq.SendAsync(body);
        List<string> pages = [];
        string? after = null;
        do
        {
            PeekResult page = await cmq.Inspector.PeekMessagesAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxBytes = 8, AfterMessageId = after });
            pages.Add(Bodies(page.Messages));
            after = page.ContinueAfter;
        }
        while (after is not null);
        Assert.Equal(["aaaa bbb", "cccccccccc", "d"], pages);
        Assert.Equal("aa bb cc d", Bodies(await cmq.PeekAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxBytes = 8, MaxBodyBytes = 2 })));
    }

    public static async Task Bodies_come_whole_or_cut_or_not_at_all_and_their_length_always(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        string id = await cmq.SendAsync("消息 1");
        foreach ((int? most, int bytes) in ((int?, int)[])[(null, 8), (100, 8), (7, 7), (3, 3), (0, 0)])
        {
            InspectedMessage peeked = Assert.Single(await cmq.PeekAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxBodyBytes = most }));
            InspectedMessage found = (await cmq.Inspector.FindMessageAsync(new FindMessageRequest(Queue, id) { MaxBodyBytes = most }))!;
            Assert.Equal((8, bytes, 8, bytes), (peeked.BodyLength, peeked.Body.Length, found.BodyLength, found.Body.Length));
            Assert.Equal(Utf8("消息 1").Span[..bytes], peeked.Body.Span);
        }

        // Half a character is there, or left out where bodies are text.
        InspectedMessage half = (await cmq.Inspector.FindMessageAsync(new FindMessageRequest(Queue, id) { MaxBodyBytes = 4 }))!;
        Assert.InRange(half.Body.Length, 3, 4);
        Assert.Equal(Utf8("消息 1").Span[..half.Body.Length], half.Body.Span);
    }

    public static async Task A_message_is_found_by_its_id_in_every_state_and_not_when_it_is_gone(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { RewindSeconds = 60, VisibilityTimeout = 10 });
        await cmq.CreateAsync("other");
        string id = await cmq.SendAsync("x", delay: 5);
        Assert.Equal(MessageState.Delayed, await StateAsync());
        await cmq.AdvanceAsync(5);
        Assert.Equal(MessageState.Active, await StateAsync());
        CmqMessage received = await cmq.ReceiveAsync();
        Assert.Equal(MessageState.Inactive, await StateAsync());
        Assert.Empty(await cmq.DeleteAsync(received.ReceiptHandle));
        Assert.Equal(MessageState.Rewindable, await StateAsync());
        Assert.Null(await cmq.Inspector.FindMessageAsync(new FindMessageRequest("other", id)));
        await cmq.AdvanceAsync(60);
        Assert.Null(await StateAsync());
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.Inspector.FindMessageAsync(new FindMessageRequest("none", id)).AsTask());
        await FailsAsync(CmqErrors.InvalidRequestParameters, () => cmq.Inspector.FindMessageAsync(new FindMessageRequest(Queue, "x")).AsTask());

        async Task<MessageState?> StateAsync() => (await cmq.Inspector.FindMessageAsync(new FindMessageRequest(Queue, id)))?.State;
    }

    public static async Task A_search_finds_bodies_by_text_and_by_a_value_in_their_json(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        string[] bodies =
        [
            """{"id":1,"customer":{"name":"Ann"},"lines":[{"sku":"x"},{"sku":"y"}]}""",
            """{"id":1.0,"customer":{"name":"ann"},"lines":[]}""",
            "customer Ann, id 1",
        ];
        foreach (string body in bodies)
            await cmq.SendAsync(body);
        Assert.Equal("0 2", await FindAsync(new MessageFilter { Text = "Ann" }));
        Assert.Equal("0", await FindAsync(new MessageFilter { JsonPath = "$.customer.name", Value = "Ann" }));
        Assert.Equal("0", await FindAsync(new MessageFilter { JsonPath = "$.id", Value = "1" }));
        Assert.Equal("1", await FindAsync(new MessageFilter { JsonPath = "$.id", Value = "1.0" }));
        Assert.Equal("0 1", await FindAsync(new MessageFilter { JsonPath = "$['customer']" }));
        Assert.Equal("0", await FindAsync(new MessageFilter { JsonPath = "$.lines[*].sku", Value = "y" }));
        Assert.Equal("1", await FindAsync(new MessageFilter { Text = "ann", JsonPath = "$.lines" }));
        await FailsAsync(CmqErrors.InvalidRequestParameters, () => FindAsync(new MessageFilter { JsonPath = "id" }));
        await FailsAsync(CmqErrors.InvalidRequestParameters, () => FindAsync(new MessageFilter()));

        async Task<string> FindAsync(MessageFilter filter)
        {
            SearchResult result = await cmq.Inspector.SearchMessagesAsync(new SearchMessagesRequest(Queue, MessageState.Active, filter));
            Assert.Equal((bodies.Length, null), (result.Examined, result.ContinueAfter));
            return string.Join(' ', result.Messages.Select(message => Array.IndexOf(bodies, Encoding.UTF8.GetString(message.Body.Span))));
        }
    }

    public static async Task A_search_looks_at_so_many_messages_and_the_next_continues(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendManyAsync(12);
        List<(string Found, int Examined)> searches = [];
        string? after = null;
        do
        {
            SearchResult result = await cmq.Inspector.SearchMessagesAsync(new SearchMessagesRequest(Queue, MessageState.Active, new MessageFilter { Text = "1" }) { MaxExamined = 5, AfterMessageId = after });
            searches.Add((Bodies(result.Messages), result.Examined));
            after = result.ContinueAfter;
        }
        while (after is not null);
        Assert.Equal([("m1", 5), ("m10", 5), ("m11 m12", 2)], searches);
    }

    public static async Task A_search_ends_where_its_page_is_full_and_the_next_finds_the_rest(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendManyAsync(12);
        SearchMessagesRequest search = new(Queue, MessageState.Active, new MessageFilter { Text = "1" }) { MaxMessages = 3, NewestFirst = true };
        SearchResult first = await cmq.Inspector.SearchMessagesAsync(search);
        Assert.Equal("m12 m11 m10", Bodies(first.Messages));
        SearchResult second = await cmq.Inspector.SearchMessagesAsync(search with { AfterMessageId = first.ContinueAfter });
        Assert.Equal(("m1", null), (Bodies(second.Messages), second.ContinueAfter));
    }

    public static async Task A_rewind_profile_says_for_each_time_what_a_rewind_would_bring_back(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { RewindSeconds = 60 });
        for (int i = 0; i < 3; i++)
        {
            await cmq.SendManyAsync(2);
            await cmq.ConsumeAsync();
            await cmq.ConsumeAsync();
            await cmq.AdvanceAsync(10);
        }

        RewindProfile profile = await cmq.Inspector.GetRewindProfileAsync(Queue);
        Assert.Equal(Enumerable.Range(0, 61).Select(second => cmq.NowSeconds - 60 + second), profile.Points.Select(static point => point.Time.ToUnixTimeSeconds()));
        foreach (RewindPoint point in profile.Points)
            Assert.Equal(await cmq.Inspector.CountRewindAsync(new RewindQueueRequest(Queue, point.Time.ToUnixTimeSeconds())), point.Messages);
        Assert.Equal([6, 4, 2, 0], profile.Points.Select(static point => point.Messages).Distinct());
        Assert.Equal((0, 0, 0, 6), await cmq.CountersAsync());
    }

    public static async Task A_long_rewind_time_has_a_hundred_points_that_end_at_the_oldest_unconsumed_message(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { RewindSeconds = 3600 });
        await cmq.SendManyAsync(2);
        await cmq.ConsumeAsync();
        long oldest = cmq.NowSeconds;
        await cmq.AdvanceAsync(100);
        RewindProfile profile = await cmq.Inspector.GetRewindProfileAsync(Queue);
        Assert.Equal(100, profile.Points.Count);
        Assert.Equal((cmq.NowSeconds - 3600, oldest), (profile.Points[0].Time.ToUnixTimeSeconds(), profile.Points[^1].Time.ToUnixTimeSeconds()));
        Assert.All(profile.Points, static point => Assert.Equal(1, point.Messages));
    }

    public static async Task A_queue_that_cannot_be_rewound_now_or_ever_has_no_profile(ScenarioContext cmq)
    {
        await cmq.CreateAsync("never");
        await FailsAsync(CmqErrors.QueueCannotBeRewound, () => cmq.Inspector.GetRewindProfileAsync("never").AsTask());
        await cmq.CreateAsync(new QueueSettings { RewindSeconds = 60 });
        await cmq.SendAsync("unconsumed");
        await cmq.AdvanceAsync(61);
        Assert.Empty((await cmq.Inspector.GetRewindProfileAsync(Queue)).Points);
    }

    public static async Task Messages_deleted_by_id_become_rewindable_and_rewindable_ones_are_gone(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { RewindSeconds = 600 });
        string inactive = await cmq.SendAsync("inactive");
        CmqMessage received = await cmq.ReceiveAsync();
        string active = await cmq.SendAsync("active"), delayed = await cmq.SendAsync("delayed", delay: 60);

        MessageActionResult result = await cmq.Inspector.DeleteMessagesAsync(new DeleteMessagesByIdRequest(Queue, [active, inactive, delayed, active]));
        Assert.Equal((3, 0, null), (result.Done, result.Skipped.Count, result.EndedBy));
        Assert.Equal((0, 0, 0, 3), await cmq.CountersAsync());
        Assert.Equal([received.ReceiptHandle], await cmq.DeleteAsync(received.ReceiptHandle));

        Assert.Equal(2, (await cmq.Inspector.DeleteMessagesAsync(new DeleteMessagesByIdRequest(Queue, [active, inactive]))).Done);
        Assert.Equal((0, 0, 0, 1), await cmq.CountersAsync());
        await cmq.RewindAsync(cmq.NowSeconds);
        Assert.Equal("delayed", Text(await cmq.ReceiveAsync()));
    }

    public static async Task What_is_gone_or_in_another_state_by_then_is_not_deleted(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        IReadOnlyList<string> ids = await cmq.SendManyAsync(3);
        await cmq.ConsumeAsync();
        await cmq.ReceiveAsync();
        MessageActionResult result = await cmq.Inspector.DeleteMessagesAsync(new DeleteMessagesByIdRequest(Queue, ids) { State = MessageState.Active });
        Assert.Equal(1, result.Done);
        Assert.Equal([new SkippedMessage(ids[0], SkipReason.NotFound), new SkippedMessage(ids[1], SkipReason.StateChanged)], result.Skipped);
        Assert.Equal((0, 1, 0, 0), await cmq.CountersAsync());
    }

    public static async Task Active_and_delayed_messages_move_by_id_and_are_new_in_the_other_queue(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { RewindSeconds = 600, VisibilityTimeout = 100 });
        await cmq.CreateAsync("other");
        List<string> ids = [];
        foreach (string body in (string[])["rewindable", "inactive", "active"])
            ids.Add(await cmq.SendAsync(body));
        ids.Add(await cmq.SendAsync("delayed", delay: 60));
        await cmq.ConsumeAsync();
        await cmq.ReceiveAsync();
        await cmq.AdvanceAsync(7);

        MessageActionResult result = await cmq.Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, "other", ids));
        Assert.Equal((2, null), (result.Done, result.EndedBy));
        Assert.Equal([new SkippedMessage(ids[0], SkipReason.NotMovable), new SkippedMessage(ids[1], SkipReason.NotMovable)], result.Skipped);
        Assert.Equal((0, 1, 0, 1), await cmq.CountersAsync());
        IReadOnlyList<InspectedMessage> moved = await cmq.PeekAsync(new PeekMessagesRequest("other", MessageState.Active));
        Assert.Equal("active delayed", Bodies(moved));
        Assert.All(moved, message =>
        {
            Assert.DoesNotContain(message.MessageId, ids);
            Assert.Equal((cmq.Now, 0, null), (message.EnqueuedAt, message.DequeueCount, message.DeadLetterSource));
        });
    }

    public static async Task A_move_leaves_what_is_too_large_and_ends_at_a_full_target(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.CreateAsync("small", new QueueSettings { MaxMsgSize = 1024, MaxMsgHeapNum = 2 });
        List<string> ids = [await cmq.SendAsync(new string('x', 1025))];
        ids.AddRange(await cmq.SendManyAsync(3));
        MessageActionResult result = await cmq.Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, "small", ids));
        Assert.Equal((2, CmqErrors.MaximumMessageRetentionNumberReached), (result.Done, ((CmqServiceException)result.EndedBy!).Error));
        Assert.Equal([new SkippedMessage(ids[0], SkipReason.TooLarge)], result.Skipped);
        await FailsAsync(CmqErrors.MaximumMessageRetentionNumberReached, () => cmq.Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, "small", [ids[3]])).AsTask());
        Assert.Equal(((2, 0, 0, 0), (2, 0, 0, 0)), (await cmq.CountersAsync(), await cmq.CountersAsync("small")));
    }

    public static async Task A_move_to_or_from_a_queue_that_is_not_there_is_refused_whatever_it_would_move(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, "none", 1)).AsTask());
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.Inspector.MoveMessagesAsync(new MoveMessagesRequest("none", Queue, ["1"])).AsTask());
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.Inspector.DeleteMessagesAsync(new DeleteMessagesByIdRequest("none", ["1"])).AsTask());
    }

    public static async Task A_dead_letter_says_what_it_was(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync(new QueueSettings { VisibilityTimeout = 10, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 2) });
        DateTimeOffset sentAt = cmq.Now;
        string id = await cmq.SendAsync("x");
        for (int i = 0; i < 2; i++)
        {
            await cmq.ReceiveAsync();
            await cmq.AdvanceAsync(10);
        }

        InspectedMessage dead = Assert.Single(await cmq.PeekAsync(new PeekMessagesRequest("dead", MessageState.Active)));
        Assert.Equal((Queue, id, sentAt, 2), (dead.DeadLetterSource!.QueueName, dead.DeadLetterSource.MessageId, dead.DeadLetterSource.EnqueuedAt, dead.DeadLetterSource.DequeueCount));
        Assert.NotEqual(id, dead.MessageId);
        Assert.Equal((sentAt.AddSeconds(20), 0), (dead.EnqueuedAt, dead.DequeueCount));
    }

    public static async Task Dead_letters_go_back_to_where_each_comes_from(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        string[] queues = ["a", "b"];
        foreach (string queue in queues)
        {
            await cmq.CreateAsync(queue, new QueueSettings { VisibilityTimeout = 10, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
            await cmq.SendAsync("of " + queue, name: queue);
            await cmq.ReceiveAsync(queue);
        }

        await cmq.AdvanceAsync(10);
        Assert.Equal((2, 0, 0, 0), await cmq.CountersAsync("dead"));
        Assert.Equal(2, (await cmq.Inspector.MoveMessagesAsync(new MoveMessagesRequest("dead", null, 10))).Done);
        foreach (string queue in queues)
            Assert.Equal("of " + queue, Text(await cmq.ReceiveAsync(queue)));
    }

    public static async Task A_message_without_a_note_goes_to_where_its_envelope_says_or_to_the_only_bound_queue(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync("a", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        await cmq.CreateAsync("b");
        string byHand = await cmq.SendAsync("by hand", name: "dead");
        string rejected = await cmq.SendAsync("""{"specversion":"1.0","rejectedfrom":"b"}""", name: "dead");
        string gone = await cmq.SendAsync("""{"specversion":"1.0","rejectedfrom":"gone"}""", name: "dead");
        MessageActionResult result = await cmq.Inspector.MoveMessagesAsync(new MoveMessagesRequest("dead", null, [byHand, rejected, gone]));
        Assert.Equal(2, result.Done);
        Assert.Equal([new SkippedMessage(gone, SkipReason.SourceUnknown)], result.Skipped);
        Assert.Equal("by hand", Text(await cmq.ReceiveAsync("a")));
        await cmq.ReceiveAsync("b");

        await cmq.CreateAsync("c", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        string open = await cmq.SendAsync("of a or c", name: "dead");
        Assert.Equal([new SkippedMessage(open, SkipReason.SourceUnknown)], (await cmq.Inspector.MoveMessagesAsync(new MoveMessagesRequest("dead", null, [open]))).Skipped);
    }

    public static async Task A_job_deletes_what_a_search_would_find(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendManyAsync(12);
        MessageJob job = await RunAsync(cmq, new MessageJobRequest(Queue, MessageState.Active, MessageJobAction.Delete) { Filter = new MessageFilter { Text = "1" } });
        Assert.Equal((MessageJobState.Completed, 12, 12, 4, 0, null), (job.State, job.Total, job.Examined, job.Done, job.Skipped, job.Error));
        Assert.Equal((8, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task A_job_brings_all_dead_letters_back_and_says_how_many_it_could_not(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync(new QueueSettings { VisibilityTimeout = 10, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        await cmq.SendManyAsync(5);
        await cmq.ReceiveManyAsync();
        await cmq.AdvanceAsync(10);
        await cmq.SendAsync("""{"specversion":"1.0","rejectedfrom":"gone"}""", name: "dead");
        MessageJob job = await RunAsync(cmq, new MessageJobRequest("dead", MessageState.Active, MessageJobAction.Move));
        Assert.Equal((MessageJobState.Completed, 6, 5, 1), (job.State, job.Total, job.Done, job.Skipped));
        Assert.Equal(((5, 0, 0, 0), (1, 0, 0, 0)), (await cmq.CountersAsync(), await cmq.CountersAsync("dead")));
        Assert.Equal(job.Id, (await cmq.Inspector.ListJobsAsync())[0].Id);
    }

    public static async Task A_job_whose_target_becomes_full_fails_and_says_so(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.CreateAsync("small", new QueueSettings { MaxMsgHeapNum = 3 });
        await cmq.SendManyAsync(5);
        MessageJob job = await RunAsync(cmq, new MessageJobRequest(Queue, MessageState.Active, MessageJobAction.Move) { TargetQueueName = "small" });
        Assert.Equal((MessageJobState.Failed, 3), (job.State, job.Done));
        Assert.Contains("maxMsgHeapNum", job.Error, StringComparison.Ordinal);
        Assert.Equal(((2, 0, 0, 0), (3, 0, 0, 0)), (await cmq.CountersAsync(), await cmq.CountersAsync("small")));
    }

    public static async Task A_job_that_has_ended_stays_as_it_is_when_it_is_cancelled_and_unknown_ones_are_refused(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        MessageJob job = await RunAsync(cmq, new MessageJobRequest(Queue, MessageState.Active, MessageJobAction.Delete));
        Assert.Equal(MessageJobState.Completed, (await cmq.Inspector.CancelJobAsync(job.Id)).State);
        await FailsAsync(CmqErrors.InvalidRequestParameters, () => cmq.Inspector.CancelJobAsync("none").AsTask());
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.Inspector.StartJobAsync(new MessageJobRequest("none", MessageState.Active, MessageJobAction.Delete)).AsTask());
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.Inspector.StartJobAsync(new MessageJobRequest(Queue, MessageState.Active, MessageJobAction.Move) { TargetQueueName = "none" }).AsTask());
    }

    public static async Task Descriptions_count_what_has_happened_to_messages(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead", new QueueSettings { MsgRetentionSeconds = 60 });
        await cmq.CreateAsync(new QueueSettings { VisibilityTimeout = 10, RewindSeconds = 600, MsgRetentionSeconds = 600, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 2) });
        IReadOnlyList<string> ids = await cmq.SendManyAsync(4);
        await cmq.ConsumeAsync();
        await cmq.Inspector.DeleteMessagesAsync(new DeleteMessagesByIdRequest(Queue, [ids[1]]));
        for (int i = 0; i < 2; i++)
        {
            await cmq.ReceiveAsync();
            await cmq.AdvanceAsync(10);
        }

        Assert.Equal(new QueueCounts { Sent = 4, Received = 3, Deleted = 2, DeadLettered = 1 }, await CountsAsync(Queue));
        await cmq.RewindAsync(cmq.NowSeconds - 20);
        Assert.Equal(new QueueCounts { Sent = 4, Received = 3, Deleted = 2, DeadLettered = 1, Rewound = 2 }, await CountsAsync(Queue));
        Assert.Equal(new QueueCounts(), await CountsAsync("dead"));
        await cmq.AdvanceAsync(60);
        Assert.Equal(new QueueCounts { Expired = 1 }, await CountsAsync("dead"));

        async Task<QueueCounts> CountsAsync(string queue) => (await cmq.Inspector.DescribeQueuesAsync(new DescribeQueuesRequest { QueueNames = [queue] })).Queues[0].Counts;
    }

    public static async Task Looking_changes_nothing(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { RewindSeconds = 600, VisibilityTimeout = 60 });
        IReadOnlyList<string> ids = await cmq.SendManyAsync(4);
        await cmq.SendAsync("delayed", delay: 30);
        await cmq.ConsumeAsync();
        CmqMessage received = await cmq.ReceiveAsync();
        QueueDescription before = Assert.Single((await cmq.Inspector.DescribeQueuesAsync(new DescribeQueuesRequest())).Queues);
        foreach (MessageState state in Enum.GetValues<MessageState>())
        {
            await cmq.Inspector.PeekMessagesAsync(new PeekMessagesRequest(Queue, state));
            await cmq.Inspector.SearchMessagesAsync(new SearchMessagesRequest(Queue, state, new MessageFilter { Text = "m" }));
        }

        foreach (string id in ids)
            await cmq.Inspector.FindMessageAsync(new FindMessageRequest(Queue, id));
        await cmq.Inspector.CountRewindAsync(new RewindQueueRequest(Queue, cmq.NowSeconds));
        await cmq.Inspector.GetRewindProfileAsync(Queue);
        Assert.Equivalent(before, Assert.Single((await cmq.Inspector.DescribeQueuesAsync(new DescribeQueuesRequest())).Queues), strict: true);
        Assert.Empty(await cmq.DeleteAsync(received.ReceiptHandle));
        Assert.Equal(["m3", "m4"], (await cmq.ReceiveManyAsync()).Select(Text));
    }

    /// <summary>Runs a job to its end.</summary>
    private static async Task<MessageJob> RunAsync(ScenarioContext cmq, MessageJobRequest request)
    {
        MessageJob job = await cmq.Inspector.StartJobAsync(request);
        while (job.State == MessageJobState.Running)
        {
            await Task.Yield();
            job = (await cmq.Inspector.ListJobsAsync()).Single(one => one.Id == job.Id);
        }

        Assert.NotNull(job.EndedAt);
        return job;
    }

    private static async Task<IReadOnlyList<InspectedMessage>> PeekAsync(this ScenarioContext cmq, PeekMessagesRequest request) => (await cmq.Inspector.PeekMessagesAsync(request)).Messages;

    private static string Bodies(IEnumerable<InspectedMessage> messages) => string.Join(' ', messages.Select(static message => Encoding.UTF8.GetString(message.Body.Span)));
}
