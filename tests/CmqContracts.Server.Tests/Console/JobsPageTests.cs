using System.Net;
using System.Text.RegularExpressions;
using CmqContracts.Broker;

namespace CmqContracts.Server.Tests;

/// <summary>The page of jobs.</summary>
public sealed class JobsPageTests : IAsyncLifetime
{
    private const string Page = "/accounts/default/jobs";

    private readonly JobsBackend _backend = new(new CmqBroker());
    private CmqServer _server = null!;
    private ConsoleClient _client = null!;

    public async Task InitializeAsync()
    {
        CmqServerOptions options = new() { Keys = [new CmqKey { SecretId = "AKIDtest", SecretKey = "test key" }], Console = new ConsoleOptions { Token = ConsoleClient.Token } };
        ConsolePages.WithReader(options);
        _server = await CmqServer.StartAsync(_backend, options);
        _client = new ConsoleClient(_server);
        await _client.SignInWithTokenAsync();
        await _backend.GetService("default").CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        await _backend.GetService("default").CreateQueueAsync(new CreateQueueRequest("dead", new QueueSettings()));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task Each_job_shows_what_it_does_how_far_it_is_and_how_it_ended()
    {
        MessageJobRequest move = new("orders", MessageState.Active, MessageJobAction.Move) { TargetQueueName = "other" };
        _backend.Jobs =
        [
            Job("4", MessageJobState.Running, new MessageJobRequest("dead", MessageState.Active, MessageJobAction.Move)),
            Job("3", MessageJobState.Failed, move with { Filter = new MessageFilter { Text = "<b>\u202eevil</b>" } }, "<script>Queue 'other' is full\u001b[31m"),
            Job("2", MessageJobState.Canceled, move),
            Job("1", MessageJobState.Completed, new MessageJobRequest("orders", MessageState.Rewindable, MessageJobAction.Delete) { Filter = new MessageFilter { JsonPath = "$.id", Value = "7" } }),
        ];
        ConsoleAnswer page = await _client.PageAsync(Page);
        page.AssertShows("at work", "send back where they come from", "failed", "move to other", "cancelled", "completed", "delete", "rewindable messages whose $.id is 7", "1,500 of 200,000 looked at", "1,000", "\\u001b[31m", "\\u202e");
        Assert.DoesNotContain("<script>Queue", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', page.Text);
        Assert.Equal(4, Regex.Count(page.Text, "<progress max=\"200000\" value=\"1500\""));
        Assert.Single(Regex.Matches(page.Text, "handler=cancel"));
    }

    [Fact]
    public async Task The_page_is_taken_anew_as_long_as_a_job_is_at_work()
    {
        _backend.Jobs = [Job("1", MessageJobState.Running, new MessageJobRequest("dead", MessageState.Active, MessageJobAction.Delete))];
        Assert.Contains("data-live-part=\"on\"", (await _client.PageAsync(Page)).Text, StringComparison.Ordinal);
        _backend.Jobs = [Job("1", MessageJobState.Completed, new MessageJobRequest("dead", MessageState.Active, MessageJobAction.Delete))];
        Assert.Contains("data-live-part=\"off\"", (await _client.PageAsync(Page)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_is_cancelled_and_what_it_has_done_is_said()
    {
        _backend.Jobs = [Job("7", MessageJobState.Running, new MessageJobRequest("dead", MessageState.Active, MessageJobAction.Move))];
        (await _client.SubmitAsync(Page, "cancel", ("id", "7"))).AssertShows("Job 7 was cancelled: 1,000 messages were moved, and stay so.");
        (await _client.SubmitAsync(Page, "cancel", ("id", "8"))).AssertShows("There is no job '8'");
    }

    [Fact]
    public async Task A_second_job_on_a_queue_is_refused_with_the_first_ones_id()
    {
        _backend.Refusal = new CmqServiceException(CmqErrors.InvalidRequestParameters, "Job 7 is at work on queue 'dead'; wait until it has ended, or cancel it.");
        ConsoleAnswer page = await _client.SubmitAsync("/accounts/default/queues/dead/dead-letters", "all");
        page.AssertShows("Job 7 is at work on queue 'dead'; wait until it has ended, or cancel it.");
    }

    [Fact]
    public async Task A_key_that_only_reads_sees_no_texts_of_searches_and_cancels_nothing()
    {
        _backend.Jobs = [Job("7", MessageJobState.Running, new MessageJobRequest("dead", MessageState.Active, MessageJobAction.Move) { Filter = new MessageFilter { Text = "a part of a body" } })];
        using ConsoleClient reader = new(_server);
        await reader.SignInWithKeyAsync("AKIDreader", "reader key");
        ConsoleAnswer page = await reader.PageAsync(Page);
        page.AssertShows("active messages that a search finds");
        page.AssertShowsNo("a part of a body", "handler=cancel");
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync(Page + "?handler=cancel", ("id", "7"))).Status);
        Assert.Equal(MessageJobState.Running, _backend.Jobs[0].State);
    }

    private static MessageJob Job(string id, MessageJobState state, MessageJobRequest request, string? error = null) => new()
    {
        Id = id,
        Request = request,
        State = state,
        StartedAt = new DateTimeOffset(2026, 1, 31, 18, 0, 0, TimeSpan.Zero),
        EndedAt = state == MessageJobState.Running ? null : new DateTimeOffset(2026, 1, 31, 18, 1, 0, TimeSpan.Zero),
        Total = 200_000,
        Examined = 1_500,
        Done = 1_000,
        Skipped = 3,
        Error = error,
    };

    /// <summary>A backend whose jobs are those that a test has set.</summary>
    private sealed class JobsBackend(ICmqBackend inner) : ForwardingBackend(inner)
    {
        public IReadOnlyList<MessageJob> Jobs { get; set; } = [];

        public CmqServiceException? Refusal { get; set; }

        public override ICmqInspector GetInspector(string account) => new JobsInspector(base.GetInspector(account), this);

        public MessageJob Cancel(string id)
        {
            MessageJob job = Jobs.SingleOrDefault(job => job.Id == id) ?? throw new CmqServiceException(CmqErrors.InvalidRequestParameters, $"There is no job '{id}'; it may be from before the last start.");
            Jobs = [Job(id, MessageJobState.Canceled, job.Request)];
            return Jobs[0];
        }
    }

    /// <summary>Answers what is about jobs, and forwards the rest.</summary>
    private sealed class JobsInspector(ICmqInspector inner, JobsBackend backend) : ICmqInspector
    {
        public ValueTask<IReadOnlyList<MessageJob>> ListJobsAsync(CancellationToken cancellationToken = default) => new(backend.Jobs);

        public async ValueTask<MessageJob> CancelJobAsync(string jobId, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return backend.Cancel(jobId);
        }

        public ValueTask<MessageJob> StartJobAsync(MessageJobRequest request, CancellationToken cancellationToken = default) =>
            backend.Refusal is { } refusal ? ValueTask.FromException<MessageJob>(refusal) : inner.StartJobAsync(request, cancellationToken);

        public ValueTask<PeekResult> PeekMessagesAsync(PeekMessagesRequest request, CancellationToken cancellationToken = default) => inner.PeekMessagesAsync(request, cancellationToken);

        public ValueTask<InspectedMessage?> FindMessageAsync(FindMessageRequest request, CancellationToken cancellationToken = default) => inner.FindMessageAsync(request, cancellationToken);

        public ValueTask<SearchResult> SearchMessagesAsync(SearchMessagesRequest request, CancellationToken cancellationToken = default) => inner.SearchMessagesAsync(request, cancellationToken);

        public ValueTask<long> CountRewindAsync(RewindQueueRequest request, CancellationToken cancellationToken = default) => inner.CountRewindAsync(request, cancellationToken);

        public ValueTask<RewindProfile> GetRewindProfileAsync(string queueName, CancellationToken cancellationToken = default) => inner.GetRewindProfileAsync(queueName, cancellationToken);

        public ValueTask<MessageActionResult> DeleteMessagesAsync(DeleteMessagesByIdRequest request, CancellationToken cancellationToken = default) => inner.DeleteMessagesAsync(request, cancellationToken);

        public ValueTask<MessageActionResult> MoveMessagesAsync(MoveMessagesRequest request, CancellationToken cancellationToken = default) => inner.MoveMessagesAsync(request, cancellationToken);

        public ValueTask<QueueDescriptionList> DescribeQueuesAsync(DescribeQueuesRequest request, CancellationToken cancellationToken = default) => inner.DescribeQueuesAsync(request, cancellationToken);
    }
}
