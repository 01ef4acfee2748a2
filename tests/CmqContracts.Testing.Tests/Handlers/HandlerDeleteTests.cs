using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>Handled messages are deleted in batches, and again until it is known that they are gone.</summary>
public sealed class HandlerDeleteTests
{
    [Fact]
    public async Task Messages_that_are_handled_together_are_deleted_together()
    {
        List<int> deletes = [];
        await using HandlerHost host = await HandlerHost.StartAsync(add: builder => builder.Use(inner => new DeleteSizes(inner, deletes)));

        host.Control.Pause();
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(10));
        await host.SendAsync([.. Enumerable.Range(0, 48)]);
        host.Control.Resume();
        await host.Test.SettleAsync();

        Assert.Equal([16, 16, 16], deletes);
    }

    [Fact]
    public async Task A_message_is_deleted_soon_although_others_are_handled_for_long()
    {
        await using HandlerHost host = await HandlerHost.StartAsync();
        host.Work.Do = async (message, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(message.Body.Number), host.Time, cancellationToken);
            return Settle.Done;
        };
        await host.SendAsync(1, 20);

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(1.02));

        Assert.Equal([new Job(1)], host.Jobs.Deleted);
    }

    [Theory]
    [InlineData("not sent")]
    [InlineData("throttled")]
    [InlineData("lost")]
    public async Task A_delete_that_fails_is_repeated(string failure)
    {
        await using HandlerHost host = await HandlerHost.StartAsync();
        FaultRule fault = host.Test.Faults.Next(CmqCalls.Delete, times: 3);
        _ = failure switch
        {
            "not sent" => fault.NotSent(),
            "throttled" => fault.Throttle(),
            _ => fault.LoseAnswer(),
        };

        await host.SendAsync(1);
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Single(host.Jobs.Deleted);
        Assert.DoesNotContain(host.Logs, static line => line.Contains("not deleted", StringComparison.Ordinal));
        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal([1], host.Work.Begun);
    }

    [Fact]
    public async Task A_handle_that_is_gone_without_a_lost_answer_is_a_warning()
    {
        await using HandlerHost host = await HandlerHost.StartAsync();
        host.Test.Faults.Next(CmqCalls.Delete).Refuse(CmqErrors.ReceiptHandleInvalid);

        await host.SendAsync(1);

        Assert.Contains(host.Logs, static line => line.StartsWith("Warning: Message ", StringComparison.Ordinal) && line.Contains("of queue jobs was handled and not deleted, so that it comes again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Handled_messages_of_a_queue_that_is_gone_are_gone_with_it_and_that_is_said_once()
    {
        List<int> deletes = [];
        await using HandlerHost host = await HandlerHost.StartAsync(add: builder => builder.Use(inner => new DeleteSizes(inner, deletes)));
        host.Work.Do = async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5), host.Time, cancellationToken);
            return Settle.Done;
        };
        await host.SendAsync(1, 2, 3);

        await host.Jobs.Client.DeleteQueueAsync();
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(40));

        Assert.Equal([3], deletes);
        Assert.Single(host.Logs, static line => line == "Warning: Queue jobs is gone, and 3 messages that were handled are gone with it: they need not be deleted.");
        Assert.DoesNotContain(host.Logs, static line => line.Contains("not deleted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_deleted_in_its_time_is_said_and_comes_again()
    {
        await using HandlerHost host = await HandlerHost.StartAsync();
        FaultRule fault = host.Test.Faults.Some(CmqCalls.Delete, share: 1);
        fault.NotSent();
        await host.SendAsync(1);

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.Single(host.Logs, static line => line.Contains("was handled and not deleted", StringComparison.Ordinal));
        host.Test.Faults.Clear();
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Equal([1, 1], host.Work.Begun);
        Assert.Single(host.Jobs.Deleted);
    }

    private sealed class DeleteSizes(ICmqService inner, List<int> sizes) : DelegatingCmqService(inner)
    {
        public override ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default)
        {
            lock (sizes)
                sizes.Add(request.ReceiptHandles.Count);
            return base.DeleteMessagesAsync(request, cancellationToken);
        }
    }
}
