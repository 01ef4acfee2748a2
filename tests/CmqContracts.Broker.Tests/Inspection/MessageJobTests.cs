using System.Globalization;
using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Inspection;

/// <summary>Jobs: one at a time on a queue, ended in the middle, and forgotten in time.</summary>
public sealed class MessageJobTests : IAsyncLifetime
{
    private const string Account = "100000000001";
    private const int Messages = 600;

    /// <summary>What one step moves of small messages.</summary>
    private const int StepMessages = 256;

    private static readonly MessageJobRequest Move = new("from", MessageState.Active, MessageJobAction.Move) { TargetQueueName = "to" };

    private readonly ManualTimeProvider _clock = new();
    private readonly SnapshotStore _store = new();
    private readonly CmqBroker _broker;
    private readonly BusyStore _busy;

    public MessageJobTests()
    {
        _busy = new BusyStore(_store, _clock);
        _broker = Open(_busy);
        _busy.Ask = () => _broker.ListAccountsAsync().AsTask();
    }

    private ICmqService Service => _broker.GetService(Account);

    private ICmqInspector Inspector => _broker.GetInspector(Account);

    public async Task InitializeAsync()
    {
        foreach (string queue in (string[])["from", "to", "other"])
            await Service.CreateQueueAsync(new CreateQueueRequest(queue, new QueueSettings()));
        for (int i = 0; i < Messages; i++)
            await Service.SendMessagesAsync(new SendMessagesRequest("from", [BodyOf(i)]));
    }

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task A_second_job_on_a_queue_is_refused_until_the_first_has_ended()
    {
        MessageJob first = await StartAndPauseAsync();
        foreach (string name in (string[])["from", "FROM"])
        {
            CmqServiceException refusal = await Assert.ThrowsAsync<CmqServiceException>(() => Inspector.StartJobAsync(new MessageJobRequest(name, MessageState.Active, MessageJobAction.Delete)).AsTask());
            Assert.Equal(CmqErrors.InvalidRequestParameters, refusal.Error);
            Assert.Contains($"Job {first.Id} ", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(MessageJobState.Completed, (await EndAsync(await Inspector.StartJobAsync(new MessageJobRequest("other", MessageState.Active, MessageJobAction.Delete)))).State);
        await Inspector.CancelJobAsync(first.Id);
        Assert.Equal(MessageJobState.Completed, (await EndAsync(await Inspector.StartJobAsync(Move))).State);
    }

    [Fact]
    public async Task A_job_that_is_cancelled_in_the_middle_loses_nothing_and_another_finishes_its_work()
    {
        MessageJob job = await Inspector.CancelJobAsync((await StartAndPauseAsync()).Id);
        Assert.Equal((MessageJobState.Canceled, Messages, StepMessages, null), (job.State, job.Total, job.Done, job.Error));
        Assert.NotNull(job.EndedAt);
        Assert.Equal(Enumerable.Range(StepMessages, Messages - StepMessages), await NumbersAsync(_broker, "from"));
        Assert.Equal(Enumerable.Range(0, StepMessages), await NumbersAsync(_broker, "to"));

        MessageJob next = await EndAsync(await Inspector.StartJobAsync(Move));
        Assert.Equal((MessageJobState.Completed, Messages - StepMessages), (next.State, next.Done));
        Assert.Equal(Enumerable.Range(0, Messages), await NumbersAsync(_broker, "to"));
    }

    [Fact]
    public async Task A_broker_that_is_closed_ends_its_jobs_and_loses_nothing()
    {
        await StartAndPauseAsync();
        await _broker.DisposeAsync();
        await using CmqBroker after = Open(_store.AfterCrash());
        IEnumerable<int> from = await NumbersAsync(after, "from"), to = await NumbersAsync(after, "to");
        Assert.Equal(StepMessages, to.Count());
        Assert.Equal(Enumerable.Range(0, Messages), to.Concat(from));
        Assert.Empty(await after.GetInspector(Account).ListJobsAsync());
    }

    [Fact]
    public async Task What_arrives_after_the_start_of_a_job_is_not_touched_and_what_has_changed_its_state_is_counted()
    {
        MessageJob job = await StartAndPauseAsync();
        IReadOnlyList<CmqMessage> received = await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest("from") { MaxMessages = 16, PollingWaitSeconds = 0 });
        await Service.SendMessagesAsync(new SendMessagesRequest("from", [BodyOf(Messages)]));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        job = await EndAsync(job);
        Assert.Equal((MessageJobState.Completed, Messages, Messages - received.Count), (job.State, job.Total, job.Done));
        Assert.Equal([Messages], await NumbersAsync(_broker, "from"));
    }

    [Fact]
    public async Task The_last_hundred_jobs_that_have_ended_are_remembered_the_newest_first()
    {
        List<string> ids = [];
        for (int i = 0; i < 105; i++)
            ids.Add((await EndAsync(await Inspector.StartJobAsync(new MessageJobRequest("other", MessageState.Active, MessageJobAction.Delete)))).Id);
        ids.Reverse();
        Assert.Equal(ids.Take(100), (await Inspector.ListJobsAsync()).Select(static job => job.Id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    private CmqBroker Open(MessageStore store) => new(new BrokerOptions { TimeProvider = _clock, Store = store });

    private static byte[] BodyOf(int number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Starts a job whose first step takes time while others ask, so that it makes way for as long as the clock stands still.</summary>
    private async Task<MessageJob> StartAndPauseAsync()
    {
        _busy.IsBusy = true;
        MessageJob job = await Inspector.StartJobAsync(Move);
        while (job.Done == 0)
        {
            await Task.Yield();
            job = await FindAsync(job.Id);
        }

        Assert.Equal((MessageJobState.Running, StepMessages), (job.State, job.Done));
        return job;
    }

    private async Task<MessageJob> EndAsync(MessageJob job)
    {
        while (job.State == MessageJobState.Running)
        {
            await Task.Yield();
            job = await FindAsync(job.Id);
        }

        return job;
    }

    private async Task<MessageJob> FindAsync(string id) => (await Inspector.ListJobsAsync()).Single(job => job.Id == id);

    private static async Task<IEnumerable<int>> NumbersAsync(CmqBroker broker, string queue) =>
        (await broker.GetInspector(Account).PeekAsync(new PeekMessagesRequest(queue, MessageState.Active) { MaxMessages = 1000 })).Select(static message => int.Parse(message.Body.Span, CultureInfo.InvariantCulture));

    /// <summary>Takes time for its first transfer, and others ask meanwhile.</summary>
    private sealed class BusyStore(MessageStore inner, ManualTimeProvider clock) : ForwardingStore(inner)
    {
        public Func<Task>? Ask { get; set; }

        public bool IsBusy { get; set; }

        internal override void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after, DeadLetterSource? source)
        {
            base.Transfer(queue, before, targetQueue, after, source);
            if (!IsBusy)
                return;
            IsBusy = false;
            clock.Advance(TimeSpan.FromMilliseconds(10));
            for (int i = 0; i < 5; i++)
                _ = Ask!();
        }
    }
}
