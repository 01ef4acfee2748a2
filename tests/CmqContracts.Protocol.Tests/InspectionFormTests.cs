using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Protocol.Tests;

/// <summary>Whatever the inspector is asked and answers survives the wire.</summary>
public sealed class InspectionFormTests
{
    private static readonly string[] Names = ["q", "Orders", "a_b-1"];
    private static readonly string?[] Texts = [null, "", "a", "\"quoted\" \\ &x=1", "中文 🚀", "\u0001\n"];

    [Fact]
    public void Any_request_survives_the_form() => Holds(static values =>
    {
        PeekMessagesRequest peek = new(values.Name, values.Of<MessageState>())
        {
            NewestFirst = values.Flag,
            AfterMessageId = values.Maybe(values.Id),
            From = values.Maybe<DateTimeOffset>(values.Time),
            MaxMessages = values.Count,
            MaxBytes = values.Count,
            MaxBodyBytes = values.Maybe<int>(values.Count),
        };
        Assert.Equal(peek, InspectMessagesForm.Read(Over(parameters => InspectMessagesForm.Write(parameters, peek))));

        FindMessageRequest find = new(values.Name, values.Id) { MaxBodyBytes = values.Maybe<int>(values.Count) };
        Assert.Equal(find, InspectMessageForm.Read(Over(parameters => InspectMessageForm.Write(parameters, find))));

        SearchMessagesRequest search = new(values.Name, values.Of<MessageState>(), values.Filter)
        {
            NewestFirst = values.Flag,
            AfterMessageId = values.Maybe(values.Id),
            From = values.Maybe<DateTimeOffset>(values.Time),
            MaxExamined = values.Count,
            MaxMessages = values.Count,
            MaxBytes = values.Count,
            MaxBodyBytes = values.Maybe<int>(values.Count),
        };
        Assert.Equal(search, InspectSearchForm.Read(Over(parameters => InspectSearchForm.Write(parameters, search))));

        DeleteMessagesByIdRequest delete = new(values.Name, values.List(values => values.Id, atLeast: 1)) { State = values.Maybe<MessageState>(values.Of<MessageState>()) };
        Assert.Equivalent(delete, InspectActForm.ReadDelete(Over(parameters => InspectActForm.Write(parameters, delete))), strict: true);

        MoveMessagesRequest byId = new(values.Name, values.Maybe(values.Name), values.List(values => values.Id, atLeast: 1)) { State = values.Maybe<MessageState>(values.Of<MessageState>()) };
        Assert.Equivalent(byId, InspectActForm.ReadMove(Over(parameters => InspectActForm.Write(parameters, byId))), strict: true);
        MoveMessagesRequest oldest = new(values.Name, values.Maybe(values.Name), values.Count);
        Assert.Equal(oldest, InspectActForm.ReadMove(Over(parameters => InspectActForm.Write(parameters, oldest))));

        MessageJobRequest job = values.JobRequest;
        Assert.Equal(job, InspectStartJobForm.Read(Over(parameters => InspectStartJobForm.Write(parameters, job))));

        DescribeQueuesRequest describe = new() { QueueNames = values.Flag ? values.List(values => values.Name, atLeast: 1) : null, SearchWord = values.Maybe("a"), Offset = values.Count, Limit = values.Count % 50 };
        Assert.Equivalent(describe, InspectQueuesForm.Read(Over(parameters => InspectQueuesForm.Write(parameters, describe)), CmqLimits.Classic), strict: true);
    });

    [Fact]
    public void An_empty_list_of_queues_does_not_become_all_queues() =>
        Assert.Equal([""], InspectQueuesForm.Read(Over(parameters => InspectQueuesForm.Write(parameters, new DescribeQueuesRequest { QueueNames = [] })), CmqLimits.Classic).QueueNames!);

    [Fact]
    public void Any_answer_survives_the_reply() => Holds(static values =>
    {
        PeekResult page = new() { Messages = values.List(static values => values.Message), ContinueAfter = values.Maybe(values.Id) };
        AssertSame(page, InspectMessagesForm.ReadReply(Reply(json => InspectMessagesForm.WriteReply(json, page))));

        SearchResult found = new() { Messages = page.Messages, Examined = values.Count, ContinueAfter = page.ContinueAfter };
        AssertSame(found, InspectSearchForm.ReadReply(Reply(json => InspectSearchForm.WriteReply(json, found))));

        InspectedMessage? message = values.Flag ? values.Message : null;
        AssertSame(message, InspectMessageForm.ReadReply(Reply(json => InspectMessageForm.WriteReply(json, message))));

        long count = values.Number;
        Assert.Equal(count, InspectRewindForm.ReadCount(Reply(json => InspectRewindForm.WriteCount(json, count))));
        RewindProfile profile = new() { Points = values.List(static values => new RewindPoint(values.Time, values.Number)) };
        Assert.Equal(profile.Points, InspectRewindForm.ReadProfile(Reply(json => InspectRewindForm.WriteProfile(json, profile))).Points);

        IReadOnlyList<MessageJob> jobs = values.List(static values => values.Job, atLeast: 1);
        AssertSame(jobs, MessageJobForm.ReadListReply(Reply(json => MessageJobForm.WriteListReply(json, jobs, withFilterTexts: true))));
        AssertSame(jobs[0], MessageJobForm.ReadReply(Reply(json => MessageJobForm.WriteReply(json, jobs[0]))));

        QueueDescriptionList queues = new() { TotalCount = values.Count, Queues = values.List(static values => values.Queue) };
        AssertSame(queues, InspectQueuesForm.ReadReply(Reply(json => InspectQueuesForm.WriteReply(json, queues))));

        MessageActionResult result = new() { Done = values.Count, Skipped = values.List(static values => new SkippedMessage(values.Id, values.Of<SkipReason>())) };
        AssertSame(result, MessageActionResultForm.ReadReply(Reply(json => MessageActionResultForm.WriteReply(json, result))));
    });

    public static TheoryData<Exception> Ends => new()
    {
        new CmqServiceException(CmqErrors.MaximumMessageRetentionNumberReached, "Queue 'q' holds 3 messages and takes 3."),
        new CmqServiceException(CmqErrors.ServerInternalError),
        new CmqUnavailableException("The broker is closed.", CmqOutcome.NotSent),
        new CmqUnavailableException("The broker is closed."),
        new OperationCanceledException("It was cancelled."),
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void What_ended_an_action_comes_back_as_it_was(Exception end)
    {
        MessageActionResult read = MessageActionResultForm.ReadReply(Reply(json => MessageActionResultForm.WriteReply(json, new MessageActionResult { Done = 1, Skipped = [], EndedBy = end })));
        Assert.IsType(end.GetType(), read.EndedBy);
        Assert.Equal(end.Message, read.EndedBy!.Message);
        Assert.Equal((end as CmqException)?.Outcome, (read.EndedBy as CmqException)?.Outcome);
        Assert.Equal((end as CmqServiceException)?.Error, (read.EndedBy as CmqServiceException)?.Error);
    }

    [Fact]
    public void A_reply_without_one_of_its_fields_is_refused()
    {
        Values values = new(new Random(1));
        foreach ((byte[] reply, Action<byte[]> read) in ((byte[], Action<byte[]>)[])
            [
                (Reply(json => InspectMessagesForm.WriteReply(json, new PeekResult { Messages = [Full(values)] })), static reply => InspectMessagesForm.ReadReply(reply)),
                (Reply(json => InspectSearchForm.WriteReply(json, new SearchResult { Messages = [Full(values)], Examined = 1 })), static reply => InspectSearchForm.ReadReply(reply)),
                (Reply(json => InspectMessageForm.WriteReply(json, Full(values))), static reply => InspectMessageForm.ReadReply(reply)),
                (Reply(json => InspectRewindForm.WriteCount(json, 1)), static reply => InspectRewindForm.ReadCount(reply)),
                (Reply(json => InspectRewindForm.WriteProfile(json, new RewindProfile { Points = [new RewindPoint(values.Time, 1)] })), static reply => InspectRewindForm.ReadProfile(reply)),
                (Reply(json => MessageJobForm.WriteReply(json, values.Job)), static reply => MessageJobForm.ReadReply(reply)),
                (Reply(json => MessageJobForm.WriteListReply(json, [values.Job], withFilterTexts: true)), static reply => MessageJobForm.ReadListReply(reply)),
                (Reply(json => MessageActionResultForm.WriteReply(json, new MessageActionResult { Done = 1, Skipped = [new SkippedMessage("1", SkipReason.NotFound)], EndedBy = new OperationCanceledException() })), static reply => MessageActionResultForm.ReadReply(reply)),
            ])
        {
            read(reply);
            string text = Encoding.UTF8.GetString(reply);
            foreach (string field in Fields(reply))
            {
                if (field is not ("code" or "message" or "requestId") && !Optional.Contains(field))
                    Assert.Throws<JsonException>(() => read(Encoding.UTF8.GetBytes(text.Replace($"\"{field}\":", "\"other\":", StringComparison.Ordinal))));
            }
        }
    }

    private static readonly HashSet<string> Optional = ["firstDequeueTimeMs", "nextVisibleTimeMs", "deadLetterSource", "targetQueueName", "text", "jsonPath", "value", "endTimeMs", "error", "continueAfter", "endedBy", "detail"];

    private static InspectedMessage Full(Values values)
    {
        InspectedMessage message;
        do
            message = values.Message;
        while (message.DeadLetterSource is null);
        return message;
    }

    private static HashSet<string> Fields(byte[] reply)
    {
        Utf8JsonReader json = new(reply);
        HashSet<string> fields = [];
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName)
                fields.Add(json.GetString()!);
        }

        return fields;
    }

    private static void Holds(Action<Values> property) => Check.QuickThrowOnFailure(Prop.ForAll<int>(seed => property(new Values(new Random(seed)))));

    private static void AssertSame<T>(T expected, T actual) => Assert.Equivalent(expected, actual, strict: true);

    private static V2Parameters Over(Action<V2Parameters> write)
    {
        using V2Parameters sent = new();
        write(sent);
        using PooledBufferWriter form = new();
        sent.WriteForm(form);
        V2Parameters received = new();
        received.AddForm(form.WrittenSpan);
        return received;
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

    /// <summary>Values of every kind that the inspector's requests and answers have.</summary>
    private sealed class Values(Random random)
    {
        public bool Flag => random.Next(2) == 0;

        public int Count => random.Next(2) == 0 ? random.Next(1, 100) : random.Next();

        public long Number => random.NextInt64(2) == 0 ? random.Next(100) : random.NextInt64();

        public string Name => Names[random.Next(Names.Length)];

        public string Id => Number.ToString(System.Globalization.CultureInfo.InvariantCulture);

        public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(-62_135_596_800_000, 253_402_300_799_999));

        public DateTimeOffset Second => DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(253_402_300_799));

        public string? Text => Texts[random.Next(Texts.Length)];

        public MessageFilter Filter => new() { Text = Text, JsonPath = Text, Value = Text };

        public MessageJobRequest JobRequest
        {
            get
            {
                MessageFilter filter = Filter;
                return new MessageJobRequest(Name, Of<MessageState>(), Of<MessageJobAction>()) { TargetQueueName = Maybe(Name), Filter = filter == new MessageFilter() ? null : filter };
            }
        }

        public InspectedMessage Message => new()
        {
            MessageId = Id,
            State = Of<MessageState>(),
            Body = Encoding.UTF8.GetBytes(Text ?? "body"),
            BodyLength = Count,
            EnqueuedAt = Time,
            FirstReceivedAt = Maybe<DateTimeOffset>(Time),
            VisibleAt = Maybe<DateTimeOffset>(Time),
            DequeueCount = Count,
            DeadLetterSource = Flag ? new DeadLetterSource { QueueName = Name, MessageId = Id, EnqueuedAt = Time, DequeueCount = Count } : null,
        };

        public MessageJob Job => new()
        {
            Id = Id,
            Request = JobRequest,
            State = Of<MessageJobState>(),
            StartedAt = Time,
            EndedAt = Maybe<DateTimeOffset>(Time),
            Total = Number,
            Examined = Number,
            Done = Number,
            Skipped = Number,
            Error = Text,
        };

        public QueueDescription Queue => QueueOf(Flag);

        private QueueDescription QueueOf(bool isSource) => new()
        {
            Attributes = new QueueAttributes
            {
                QueueName = Name,
                QueueId = Id,
                MaxMsgHeapNum = Number,
                PollingWaitSeconds = Count,
                VisibilityTimeout = Count,
                MaxMsgSize = Count,
                MsgRetentionSeconds = Count,
                RewindSeconds = Count,
                DeadLetterPolicy = isSource ? DeadLetterPolicy.AfterReceives("dead", 1 + (Count % 1000)) : null,
                DeadLetterQueueId = isSource ? Id : null,
                CreatedAt = Second,
                LastModifiedAt = Second,
                ActiveMessages = Number,
                InactiveMessages = Number,
                DelayedMessages = Number,
                RewindableMessages = Number,
                OldestMessageAt = Second,
            },
            DeadLetterSources = List(static values => new QueueListEntry { QueueId = values.Id, QueueName = values.Name }),
            WaitingReceives = Count,
            OldestMessageAge = TimeSpan.FromMilliseconds(Count),
            Counts = new QueueCounts { Sent = Number, Received = Number, Deleted = Number, Expired = Number, DeadLettered = Number, Rewound = Number },
        };

        public T Of<T>()
            where T : struct, Enum
        {
            T[] all = Enum.GetValues<T>();
            return all[random.Next(all.Length)];
        }

        public string? Maybe(string value) => Flag ? value : null;

        public T? Maybe<T>(T value)
            where T : struct => Flag ? value : null;

        public IReadOnlyList<T> List<T>(Func<Values, T> next, int atLeast = 0) => [.. Enumerable.Range(0, random.Next(atLeast, 4)).Select(_ => next(this))];
    }
}
