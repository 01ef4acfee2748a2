using CmqContracts.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>A message whose key was handled is deleted without being handled; one that was not handled is never deleted.</summary>
public sealed class DeduplicationTests
{
    [Fact]
    public async Task A_message_that_was_sent_twice_is_handled_once()
    {
        await using PaymentHost host = await PaymentHost.StartAsync();

        await host.SendAsync("a", "b", "a");
        await host.SendAsync("a");

        Assert.Equal(["a", "b"], host.Effects.Order());
        Assert.Equal((2, 2), (host.Control.Handled, host.Control.Duplicates));
        Assert.Equal(4, host.Payments.Deleted.Count);
    }

    [Fact]
    public async Task A_message_that_was_handled_and_not_deleted_is_deleted_when_it_comes_again()
    {
        await using PaymentHost host = await PaymentHost.StartAsync();
        host.Test.Faults.Next(CmqCalls.Delete, 10_000).NotSent();
        await host.SendAsync("a");
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(29));
        host.Test.Faults.Clear();

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(["a"], host.Effects);
        Assert.Equal(1, host.Control.Duplicates);
        Assert.Single(host.Payments.Deleted);
    }

    [Theory]
    [InlineData("leave")]
    [InlineData("reject")]
    [InlineData("throw")]
    public async Task A_message_that_was_not_done_is_handled_again(string first)
    {
        int attempts = 0;
        await using PaymentHost host = await PaymentHost.StartAsync(work: (_, _) => Task.FromResult(Interlocked.Increment(ref attempts) > 1 ? Settle.Done : first switch
        {
            "leave" => Settle.Leave,
            "reject" => Settle.Reject("no"),
            _ => throw new InvalidOperationException("no"),
        }));

        await host.SendAsync("a", "a");
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(31));

        Assert.Equal(2, attempts);
        Assert.Equal((1, 1), (host.Control.Handled, host.Control.Duplicates));
    }

    [Fact]
    public async Task A_second_delivery_waits_for_the_first_and_is_handled_when_that_fails()
    {
        int attempts = 0;
        await using PaymentHost host = await PaymentHost.StartAsync();
        host.Work = async (_, _) =>
        {
            if (Interlocked.Increment(ref attempts) > 1)
                return Settle.Done;
            await Task.Delay(TimeSpan.FromSeconds(10), host.Time, CancellationToken.None);
            return Settle.Leave;
        };
        await host.SendAsync("a", "a");
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(9));
        Assert.Equal(1, attempts);

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(2, attempts);
        Assert.Equal((1, 1), (host.Control.Handled, host.Control.Left));
    }

    /// <summary>Both come again after the first, which took too long, has committed: so they are known.</summary>
    [Fact]
    public async Task A_second_delivery_whose_time_ends_while_it_waits_is_left_whatever_becomes_of_exceptions()
    {
        await using PaymentHost host = await PaymentHost.StartAsync(static options => options.OnException<Exception>(static _ => Settle.Done));
        host.Work = async (message, _) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(29.5), host.Time, CancellationToken.None);
            host.Effects.Enqueue(message.Body.Key);
            return Settle.Done;
        };
        await host.SendAsync("a", "a");

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(29.2));
        Assert.Equal((0, 1, 0), (host.Control.Handled, host.Control.Abandoned, host.Payments.Deleted.Count));
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(["a"], host.Effects);
        Assert.Equal(2, host.Payments.Deleted.Count);
        Assert.Single(host.Logs, static line => line.StartsWith("Warning: Message", StringComparison.Ordinal) && line.Contains("its time ended, or the host stops, while it waited for the de-duplication store", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Queues_have_keys_of_their_own()
    {
        await using PaymentHost host = await PaymentHost.StartAsync(add: static builder => builder.AddHandler<Payment, RefundQueue, HandlePayment>(static options => options.Deduplicate = true));

        await host.SendAsync("a");
        await host.Test.Queue<Payment, RefundQueue>().Client.SendAsync(new Payment("a"));
        await host.Test.SettleAsync();

        Assert.Equal(["a", "a"], host.Effects);
    }

    [Fact]
    public async Task Without_the_option_messages_are_handled_as_often_as_they_come()
    {
        await using PaymentHost host = await PaymentHost.StartAsync(static options => options.Deduplicate = false);

        await host.SendAsync("a", "a");

        Assert.Equal(["a", "a"], host.Effects);
    }

    [Fact]
    public async Task After_a_rewind_handled_messages_are_skipped_unless_their_keys_are_forgotten()
    {
        await using PaymentHost host = await PaymentHost.StartAsync();
        await host.SendAsync("early");
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(10));
        DateTimeOffset from = host.Time.GetUtcNow();
        await host.SendAsync("late");
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(10));

        await host.Payments.Client.RewindAsync(from);
        await host.Test.SettleAsync();
        Assert.Equal(["early", "late"], host.Effects);
        Assert.Equal(1, host.Control.Duplicates);

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(10));
        await host.Test.Services.GetRequiredService<IDeduplicationStore>().ForgetAsync("PAYMENTS", from);
        await host.Payments.Client.RewindAsync(from - TimeSpan.FromSeconds(30));
        await host.Test.SettleAsync();
        Assert.Equal(["early", "late", "late"], host.Effects);
        Assert.Equal(2, host.Control.Duplicates);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(null, "is null")]
    [InlineData("a\0b", "has the character U+0000 in it")]
    [InlineData("half", "has half of a surrogate pair in it")]
    [InlineData("257", "has 257 characters")]
    public async Task A_key_that_is_none_leaves_the_message_whatever_becomes_of_exceptions_and_is_not_shown(string? key, string why)
    {
        await using PaymentHost host = await PaymentHost.StartAsync(static options => options.OnException<Exception>(static _ => Settle.Done), messageKey: () => key switch
        {
            "257" => new string('k', 257),
            "half" => "a\ud800b",
            _ => key!,
        });

        await host.SendAsync("secret");

        Assert.Empty(host.Effects);
        Assert.Empty(host.Payments.Deleted);
        Assert.Equal((0, 1), (host.Control.Handled, host.Control.Left));
        string line = Assert.Single(host.Logs, static line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Contains($"The de-duplication key of a Payment {why}", line, StringComparison.Ordinal);
        Assert.Contains("It must be 1 to 256 characters of text", line, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Logs, static line => line.Contains("kkk", StringComparison.Ordinal) || line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_of_256_characters_is_one()
    {
        await using PaymentHost host = await PaymentHost.StartAsync(messageKey: static () => new string('k', 254) + "\U0001F4E6");

        await host.SendAsync("a", "b");

        Assert.Single(host.Effects);
    }

    [Fact]
    public async Task In_memory_there_is_no_transaction()
    {
        string? why = null;
        await using PaymentHost host = await PaymentHost.StartAsync();
        host.WorkInScope = (services, _) =>
        {
            why = Assert.Throws<InvalidOperationException>(() => services.CreateCommand()).Message;
            return Settle.Done;
        };

        await host.SendAsync("a");

        Assert.Contains("AddPostgresDeduplication", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_does_not_start_without_a_key_or_a_store()
    {
        OptionsValidationException wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => CmqTestHost.StartAsync(static services => services.AddSingleton(new Work()).AddCmq()
            .AddHandler<Job, DoJob>(static options => options.Deduplicate = true)));
        Assert.Equal("HandlerOptions.Deduplicate of queue 'jobs' is set, and nothing tells a message of queue 'jobs' from its duplicates. Put [DeduplicationKey] on a member of Job that is given once for each thing that happened, such as the id of an order, or [CmqEnvelope] beside [CmqQueue], whose id is the key then.", Assert.Single(wrong.Failures));

        wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => CmqTestHost.StartAsync(static services => services.AddCmq()
            .AddHandler<Payment, HandlePayment>(static options => options.Deduplicate = true)));
        Assert.Contains("the host has no IDeduplicationStore. Add one: AddCmq(...).AddPostgresDeduplication or AddSqliteDeduplication", Assert.Single(wrong.Failures), StringComparison.Ordinal);
    }

    private sealed class BookPayment(MessageTransaction transaction) : IMessageHandler<Payment>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<Payment> message, CancellationToken cancellationToken) => Task.FromResult(transaction is null ? Settle.Leave : Settle.Done);
    }

    [Fact]
    public async Task A_host_does_not_start_with_a_handler_that_takes_a_transaction_and_gets_none()
    {
        OptionsValidationException wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => CmqTestHost.StartAsync(static services => services.AddCmq().AddMemoryDeduplication().AddHandler<Payment, BookPayment>()));

        Assert.Equal("HandlerOptions.Deduplicate of queue 'payments' is not set, and BookPayment, the handler of queue 'payments', takes a MessageTransaction, which a message has only when it is de-duplicated. Set it, or take the MessageTransaction out of the handler's constructor.", Assert.Single(wrong.Failures));
    }

    [Fact]
    public void A_host_has_one_store()
    {
        CmqBuilder builder = new ServiceCollection().AddCmq().AddMemoryDeduplication();
        Assert.Contains("already", Assert.Throws<InvalidOperationException>(builder.AddMemoryDeduplication).Message, StringComparison.Ordinal);
    }
}
