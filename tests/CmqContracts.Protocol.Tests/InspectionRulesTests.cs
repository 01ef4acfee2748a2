namespace CmqContracts.Protocol.Tests;

/// <summary>Requests to the inspector that are refused before any queue is asked.</summary>
public sealed class InspectionRulesTests
{
    private static readonly CmqLimits Limits = CmqLimits.Classic;
    private static readonly MessageFilter Filter = new() { Text = "x" };
    private static readonly PeekMessagesRequest Peek = new("orders", MessageState.Active);
    private static readonly SearchMessagesRequest Search = new("orders", MessageState.Active, Filter);
    private static readonly DeleteMessagesByIdRequest Delete = new("orders", ["1"]);
    private static readonly MoveMessagesRequest Move = new("dead", "orders", ["1"]);
    private static readonly MessageJobRequest Job = new("dead", MessageState.Active, MessageJobAction.Move);

    [Fact]
    public void Every_request_is_refused_for_a_name_that_no_queue_can_have()
    {
        const string Bad = "bad name";
        Action[] requests =
        [
            () => InspectionRules.Check(Peek with { QueueName = Bad }, Limits),
            () => InspectionRules.Check(new FindMessageRequest(Bad, "1"), Limits),
            () => InspectionRules.Check(Search with { QueueName = Bad }, Limits),
            () => InspectionRules.Take(Delete with { QueueName = Bad }, Limits),
            () => InspectionRules.Take(Move with { SourceQueueName = Bad }, Limits),
            () => InspectionRules.Take(Move with { TargetQueueName = Bad }, Limits),
            () => InspectionRules.Check(Job with { QueueName = Bad }, Limits),
            () => InspectionRules.Check(Job with { TargetQueueName = Bad }, Limits),
        ];
        foreach (Action request in requests)
            Refusal.Expect(CmqErrors.QueueNameFormatError, request, $"'{Bad}'");
    }

    [Fact]
    public void What_is_within_the_ranges_is_taken()
    {
        InspectionRules.Check(Peek with { MaxMessages = 1000, MaxBytes = 16 * 1024 * 1024, MaxBodyBytes = 0, AfterMessageId = "0", NewestFirst = true, From = DateTimeOffset.MinValue }, Limits);
        InspectionRules.Check(Search with { MaxMessages = 1, MaxBytes = 1, MaxExamined = 100_000, AfterMessageId = long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture) }, Limits);
        Assert.Equal(1000, InspectionRules.Take(Delete with { MessageIds = [.. Enumerable.Repeat("1", 1000)], State = MessageState.Rewindable }, Limits).MessageIds.Count);
        Assert.Null(InspectionRules.Take(Move with { TargetQueueName = null }, Limits).TargetQueueName);
        Assert.Null(InspectionRules.Check(Job, Limits));
        Assert.NotNull(InspectionRules.Check(Job with { State = MessageState.Delayed, Filter = Filter }, Limits));
        Assert.Null(InspectionRules.Check(Job with { Action = MessageJobAction.Delete, State = MessageState.Rewindable }, Limits));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Numbers_out_of_range_are_named(int number)
    {
        Refuses("maxMessages", () => InspectionRules.Check(Peek with { MaxMessages = number }, Limits), number);
        Refuses("maxBytes", () => InspectionRules.Check(Peek with { MaxBytes = number }, Limits), number);
        Refuses("maxMessages", () => InspectionRules.Check(Search with { MaxMessages = number }, Limits), number);
        Refuses("maxBytes", () => InspectionRules.Check(Search with { MaxBytes = number }, Limits), number);
        Refuses("maxExamined", () => InspectionRules.Check(Search with { MaxExamined = number }, Limits), number);
        Refuses("maxMessages", () => InspectionRules.Take(new MoveMessagesRequest("dead", "orders", number), Limits), number);
    }

    [Fact]
    public void Fewer_bytes_of_a_body_than_none_are_refused()
    {
        Refuses("maxBodyBytes", static () => InspectionRules.Check(Peek with { MaxBodyBytes = -1 }, Limits), -1);
        Refuses("maxBodyBytes", static () => InspectionRules.Check(Search with { MaxBodyBytes = -1 }, Limits), -1);
        Refuses("maxBodyBytes", static () => InspectionRules.Check(new FindMessageRequest("orders", "1") { MaxBodyBytes = -1 }, Limits), -1);
    }

    [Fact]
    public void States_and_actions_that_there_are_not_are_refused()
    {
        MessageState none = (MessageState)4;
        Refuses("state", () => InspectionRules.Check(Peek with { State = none }, Limits), 4);
        Refuses("state", () => InspectionRules.Check(Search with { State = none }, Limits), 4);
        Refuses("state", () => InspectionRules.Take(Delete with { State = none }, Limits), 4);
        Refuses("state", () => InspectionRules.Take(Move with { State = none }, Limits), 4);
        Refuses("state", () => InspectionRules.Check(Job with { State = none }, Limits), 4);
        Refuses("action", static () => InspectionRules.Check(Job with { Action = (MessageJobAction)2 }, Limits), 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("٣")]
    [InlineData("9223372036854775808")]
    public void What_is_no_message_id_is_named(string id)
    {
        Action[] requests =
        [
            () => InspectionRules.Check(Peek with { AfterMessageId = id }, Limits),
            () => InspectionRules.Check(Search with { AfterMessageId = id }, Limits),
            () => InspectionRules.Check(new FindMessageRequest("orders", id), Limits),
            () => InspectionRules.Take(Delete with { MessageIds = ["1", id] }, Limits),
            () => InspectionRules.Take(Move with { MessageIds = [id] }, Limits),
        ];
        foreach (Action request in requests)
            Refusal.Expect(CmqErrors.InvalidRequestParameters, request, $"'{id}'");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void One_to_a_thousand_ids_are_taken(int count)
    {
        string[] ids = [.. Enumerable.Repeat("1", count)];
        Refuses("messageIds", () => InspectionRules.Take(Delete with { MessageIds = ids }, Limits), count);
        Refuses("messageIds", () => InspectionRules.Take(Move with { MessageIds = ids }, Limits), count);
    }

    [Fact]
    public void The_ids_are_copied_before_they_are_used()
    {
        List<string> ids = ["1"];
        DeleteMessagesByIdRequest taken = InspectionRules.Take(Delete with { MessageIds = ids }, Limits);
        ids[0] = "2";
        Assert.Equal(["1"], taken.MessageIds);
    }

    [Fact]
    public void A_job_that_could_do_nothing_is_refused()
    {
        Refusal.Expect(CmqErrors.InvalidRequestParameters, static () => InspectionRules.Check(Job with { Action = MessageJobAction.Delete, TargetQueueName = "orders" }, Limits), "'orders'");
        Refusal.Expect(CmqErrors.InvalidRequestParameters, static () => InspectionRules.Check(Job with { TargetQueueName = "DEAD" }, Limits), "'dead'");
        foreach (MessageState state in (MessageState[])[MessageState.Inactive, MessageState.Rewindable])
            Assert.Throws<CmqServiceException>(() => InspectionRules.Check(Job with { State = state }, Limits));
        Refusal.Expect(CmqErrors.InvalidRequestParameters, static () => InspectionRules.Check(Job with { Filter = new MessageFilter { JsonPath = "id" } }, Limits), "'id'");
    }

    private static void Refuses(string parameter, Action request, int number) =>
        Refusal.Expect(CmqErrors.ParameterOutOfRange(parameter), request, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
