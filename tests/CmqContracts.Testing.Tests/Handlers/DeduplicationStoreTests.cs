using System.Data.Common;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>A store of the user's own is asked for what the interface says, and whatever it fails with, no message is lost.</summary>
public sealed class DeduplicationStoreTests
{
    [Fact]
    public async Task A_store_that_fails_leaves_the_message_whatever_becomes_of_exceptions()
    {
        FakeStore store = new() { Begin = static () => throw new TimeoutException("no database") };
        await using PaymentHost host = await PaymentHost.StartAsync(static options => options.OnException<Exception>(static _ => Settle.Done), store: store);

        await host.SendAsync("a");

        Assert.Empty(host.Effects);
        Assert.Equal((1, 0), (host.Control.Left, host.Payments.Deleted.Count));
        Assert.Contains(host.Logs, static line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("the de-duplication store failed", StringComparison.Ordinal) && line.Contains("no database", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_commit_that_fails_leaves_the_message_whatever_becomes_of_exceptions()
    {
        FakeStore store = new() { Commit = static () => throw new TimeoutException("no answer") };
        await using PaymentHost host = await PaymentHost.StartAsync(static options => options.OnException<Exception>(static _ => Settle.Done), store: store);

        await host.SendAsync("a");

        Assert.Equal((0, 1, 0), (host.Control.Handled, host.Control.Left, host.Payments.Deleted.Count));
        Assert.Equal(1, store.Disposed);
        Assert.Contains(host.Logs, static line => line.Contains("was handled and is left: its transaction was not committed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_transaction_that_fails_when_it_is_disposed_changes_nothing_about_its_message()
    {
        FakeStore store = new() { Dispose = static () => throw new TimeoutException("gone") };
        await using PaymentHost host = await PaymentHost.StartAsync(store: store);

        await host.SendAsync("a");

        Assert.Equal((1, 1, 1), (store.Committed, host.Control.Handled, host.Payments.Deleted.Count));
        Assert.Contains(host.Logs, static line => line.Contains("failed in its Dispose. What becomes of the message stays as it was decided.", StringComparison.Ordinal) && line.Contains("gone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_is_not_begun_when_the_wait_for_the_store_has_left_less_time_than_the_budget()
    {
        int waits = 0;
        FakeStore store = new() { Wait = (time, cancellationToken) => waits++ > 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(15), time, cancellationToken) };
        await using PaymentHost host = await PaymentHost.StartAsync(static options => options.Budget = TimeSpan.FromSeconds(20), store: store);
        store.Time = host.Time;
        await host.SendAsync("a");

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(16));
        Assert.Empty(host.Effects);
        Assert.Equal((1, 0, 0, 1), (host.Control.Abandoned, host.Control.Left, store.Committed, store.Disposed));
        Assert.Contains(host.Logs, static line => line.Contains("was left unhandled: 15 s were left of its time.", StringComparison.Ordinal));
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(["a"], host.Effects);
    }

    [Fact]
    public async Task A_store_gets_the_message_and_the_service_s_times()
    {
        FakeStore store = new();
        await using PaymentHost host = await PaymentHost.StartAsync(store: store);
        DateTimeOffset sent = host.Time.GetUtcNow();

        await host.SendAsync("a");

        DeduplicationRequest request = Assert.Single(store.Requests);
        Assert.Equal(("payments", "a"), (request.QueueName, request.Key));
        Assert.Equal(sent, request.ProducedAt, TimeSpan.FromSeconds(1));
        Assert.Equal(sent.AddSeconds(30), request.HandledAt, TimeSpan.FromSeconds(1));
        Assert.Contains("Key = 1 characters,", request.ToString(), StringComparison.Ordinal);
        Assert.Equal((1, 1), (store.Committed, store.Disposed));
    }

    /// <summary>All earlier messages are consumed, so that only a rewind, for 600 s, could bring them back.</summary>
    [Fact]
    public async Task Keys_expire_when_no_copy_can_come_any_more()
    {
        FakeStore store = new();
        await using PaymentHost host = await PaymentHost.StartAsync(static options => options.DuplicateWindow = TimeSpan.FromSeconds(100), store: store);
        await host.SendAsync("a");
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(61));
        await host.SendAsync("b");

        DateTimeOffset now = host.Time.GetUtcNow();
        Assert.Equal(2, store.Expiries.Count);
        Assert.Equal(now.AddSeconds(-600 - 100), store.Expiries[1], TimeSpan.FromSeconds(1));
    }

    /// <summary>The retention of an hour ends what is left in the queue.</summary>
    [Fact]
    public async Task A_message_that_stays_in_the_queue_keeps_all_keys_that_are_younger()
    {
        FakeStore store = new();
        await using PaymentHost host = await PaymentHost.StartAsync(static options => options.DuplicateWindow = TimeSpan.FromSeconds(100), store: store);
        host.Work = static (message, _) => Task.FromResult(message.Body.Key == "stays" ? Settle.Leave : Settle.Done);
        DateTimeOffset oldest = host.Time.GetUtcNow();
        await host.SendAsync("stays");
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(1800));
        await host.SendAsync("b");
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(61));
        Assert.Equal(oldest.AddSeconds(-100), store.Expiries[^1], TimeSpan.FromSeconds(1));

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(3600));
        await host.SendAsync("c");
        Assert.Equal(host.Time.GetUtcNow().AddSeconds(-600 - 100), store.Expiries[^1], TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Expired_keys_are_deleted_in_small_steps_once_a_minute_or_while_there_are_more()
    {
        FakeStore store = new() { Expired = 1_200 };
        await using PaymentHost host = await PaymentHost.StartAsync(store: store);

        for (int i = 0; i < 6; i++)
            await host.SendAsync($"key {i}");

        Assert.Equal([500, 500, 200], store.Steps);
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(61));
        await host.SendAsync("later");
        Assert.Equal([500, 500, 200, 0], store.Steps);
    }

    [Fact]
    public async Task Keys_that_cannot_be_deleted_do_no_harm_to_messages()
    {
        FakeStore store = new() { Expire = static () => throw new TimeoutException("busy") };
        await using PaymentHost host = await PaymentHost.StartAsync(store: store);

        await host.SendAsync("a");

        Assert.Equal((1, 0), (host.Control.Handled, host.Control.Left));
        Assert.Contains(host.Logs, static line => line.StartsWith("Warning: Expired keys of queue payments could not be deleted", StringComparison.Ordinal));
    }

    private sealed class FakeStore : IDeduplicationStore, IDeduplicationTransaction
    {
        public List<DeduplicationRequest> Requests { get; } = [];

        public List<DateTimeOffset> Expiries { get; } = [];

        public List<int> Steps { get; } = [];

        public int Expired { get; set; }

        public int Committed { get; private set; }

        public int Disposed { get; private set; }

        public Action? Begin { get; init; }

        public Action? Commit { get; init; }

        public Action? Expire { get; init; }

        public Action? Dispose { get; init; }

        public Func<TimeProvider, CancellationToken, Task>? Wait { get; init; }

        public TimeProvider Time { get; set; } = TimeProvider.System;

        public DbTransaction? Transaction => null;

        public async Task<IDeduplicationTransaction?> TryBeginAsync(DeduplicationRequest request, CancellationToken cancellationToken)
        {
            Begin?.Invoke();
            await (Wait?.Invoke(Time, cancellationToken) ?? Task.CompletedTask);
            Requests.Add(request);
            return this;
        }

        public Task CommitAsync(CancellationToken cancellationToken)
        {
            Commit?.Invoke();
            Committed++;
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            Disposed++;
            Dispose?.Invoke();
            return ValueTask.CompletedTask;
        }

        public Task ForgetAsync(string queueName, DateTimeOffset producedFrom, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<int> ExpireAsync(string queueName, DateTimeOffset handledBefore, int most, CancellationToken cancellationToken = default)
        {
            Expire?.Invoke();
            int deleted = Math.Min(Expired, most);
            Expired -= deleted;
            Expiries.Add(handledBefore);
            Steps.Add(deleted);
            return Task.FromResult(deleted);
        }
    }
}
