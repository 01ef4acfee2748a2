using CmqContracts.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>A handler gets each message in a scope of its own, and what it returns decides what becomes of the message.</summary>
public sealed class HandlingTests
{
    [Fact]
    public async Task A_handled_message_is_deleted()
    {
        await using HandlerHost host = await HandlerHost.StartAsync();

        await host.SendAsync(1, 2, 3);

        Assert.Equal([1, 2, 3], host.Work.Ended.Order());
        Assert.Equal(3, host.Jobs.Deleted.Count);
        Assert.Equal(3, host.Control.Handled);
    }

    [Fact]
    public async Task A_message_that_is_left_comes_again_when_its_visibility_ends()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(work: static (message, _) => Task.FromResult(message.DequeueCount == 1 ? Settle.Leave : Settle.Done));
        await host.SendAsync(1);
        Assert.Single(host.Work.Begun);

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.Single(host.Work.Begun);
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal([1, 1], host.Work.Begun);
        Assert.Single(host.Jobs.Deleted);
        Assert.Equal(1, host.Control.Left);
    }

    [Fact]
    public async Task An_exception_leaves_the_message_and_is_logged()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(work: static (message, _) => message.DequeueCount == 1 ? throw new InvalidOperationException("No stock.") : Task.FromResult(Settle.Done));

        await host.SendAsync(1);

        Assert.Empty(host.Jobs.Deleted);
        string line = Assert.Single(host.Logs, static line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Matches("^Error: DoJob failed on message [0-9]+ of queue jobs, received 1 times. What becomes of it: Leave. System.InvalidOperationException: No stock.", line);
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Single(host.Jobs.Deleted);
    }

    [Fact]
    public async Task An_exception_settles_as_the_options_say_by_the_first_that_fits()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(
            static options => options.OnException<ArgumentNullException>(static _ => Settle.Leave).OnException<ArgumentException>(static _ => Settle.Done),
            work: static (message, _) => message.Body.Number == 1 ? throw new ArgumentOutOfRangeException("number") : throw new ArgumentNullException("number"));

        await host.SendAsync(1, 2);

        Assert.Equal([new Job(1)], host.Jobs.Deleted);
    }

    [Theory]
    [InlineData(true, "System.InvalidOperationException: No rule.")]
    [InlineData(false, "System.InvalidOperationException: What was given to OnException<FormatException> returned null. Return a Settle: Done, Leave, RetryAfter or Reject.")]
    public async Task A_failure_of_OnException_leaves_the_message_and_is_logged_with_that_of_the_handler(bool throws, string failure)
    {
        await using HandlerHost host = await HandlerHost.StartAsync(
            options => options.OnException<FormatException>(_ => throws ? throw new InvalidOperationException("No rule.") : null!),
            work: static (_, _) => throw new FormatException("No number."));

        await host.SendAsync(1);

        Assert.Equal(1, host.Control.Left);
        string line = Assert.Single(host.Logs, static line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Contains("DoJob failed on message", line, StringComparison.Ordinal);
        Assert.Contains(failure, line, StringComparison.Ordinal);
        Assert.Contains("System.FormatException: No number.", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "ReturnNull returned null in place of a task.")]
    [InlineData(false, "ReturnNull returned null. Return a Settle: Done, Leave, RetryAfter or Reject.")]
    public async Task Null_from_a_handler_leaves_the_message_and_names_the_handler(bool isTask, string failure)
    {
        LogList logs = new();
        await using CmqTestHost host = await CmqTestHost.StartAsync(services =>
        {
            services.AddSingleton(logs.Factory).AddScoped(_ => new ReturnNull(isTask));
            services.AddCmq().AddHandler<ReturnNull>("jobs");
        });
        await host.SettleAsync();

        await host.Queue("jobs").Client.SendAsync("1"u8.ToArray());
        await host.SettleAsync();

        Assert.Equal(1, host.Services.GetRequiredService<CmqHandlers>()["jobs"].Left);
        Assert.Contains(logs.Lines, line => line.Contains(failure, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Null_from_a_filter_or_to_a_filter_names_who_returned_it()
    {
        await using HandlerHost filter = await HandlerHost.StartAsync(add: static builder => builder.AddFilter<NullFilter>());
        await filter.SendAsync(1);
        await using HandlerHost handler = await HandlerHost.StartAsync(add: static builder => builder.AddFilter<PassingFilter>(), work: static (_, _) => Task.FromResult<Settle>(null!));
        await handler.SendAsync(1);

        Assert.Contains(filter.Logs, static line => line.Contains("NullFilter returned null. Return a Settle", StringComparison.Ordinal));
        Assert.Contains(handler.Logs, static line => line.Contains("DoJob returned null. Return a Settle", StringComparison.Ordinal));
        Assert.Equal((1, 1), (filter.Control.Left, handler.Control.Left));
    }

    [Fact]
    public async Task A_service_that_fails_when_its_scope_ends_changes_nothing_about_the_message()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(
            static options => options.OnException<Exception>(static _ => Settle.Done),
            static builder => builder.Services.AddScoped<IMessageFilter, BrittleFilter>(),
            static (message, _) => Task.FromResult(message.Body.Number == 1 ? Settle.Done : Settle.Leave));

        await host.SendAsync(1, 2);

        Assert.Equal([new Job(1)], host.Jobs.Deleted);
        Assert.Equal((1, 1), (host.Control.Handled, host.Control.Left));
        Assert.Equal(2, host.Logs.Count(static line => line.Contains("failed in its Dispose. What becomes of the message stays as it was decided. System.InvalidOperationException: Not disposed.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_message_has_a_scope_of_its_own()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(add: static builder => builder.Services.AddSingleton(new List<Scoped>()).AddScoped<Scoped>().AddScoped<IMessageFilter, ScopeFilter>());

        await host.SendAsync(1, 2, 3);

        List<Scoped> scopes = host.Test.Services.GetRequiredService<List<Scoped>>();
        Assert.Equal(3, scopes.Distinct().Count());
        Assert.All(scopes, static scope => Assert.True(scope.IsDisposed));
    }

    [Fact]
    public async Task Filters_stand_around_the_handler_in_the_order_in_which_they_were_added_and_may_change_the_result()
    {
        List<string> calls = [];
        await using HandlerHost host = await HandlerHost.StartAsync(
            add: builder =>
            {
                builder.Services.AddSingleton(calls);
                builder.AddFilter<OuterFilter>().AddFilter<InnerFilter>();
            },
            work: (_, _) =>
            {
                calls.Add("handler");
                return Task.FromResult(Settle.Leave);
            });

        await host.SendAsync(7);

        Assert.Equal(["outer jobs DoJob 7", "inner", "handler", "inner: Leave", "outer: Done"], calls);
        Assert.Single(host.Jobs.Deleted);
    }

    [Fact]
    public async Task A_message_of_a_binding_and_one_without_type_have_handlers_too()
    {
        List<string> seen = [];
        await using CmqTestHost host = await CmqTestHost.StartAsync(services =>
        {
            services.AddSingleton(seen);
            services.AddCmq().AddHandler<Release, ReleaseQueue, NoteRelease>().AddHandler<NoteBytes>("raw");
        });
        await host.SettleAsync();

        await host.Queue<Release, ReleaseQueue>().Client.SendAsync(new Release("1.2"));
        await host.Queue("raw").Client.SendAsync("text"u8.ToArray());
        await host.SettleAsync();

        Assert.Equal(["1.2", "text"], seen.Order());
        Assert.Equal(["raw", "releases"], host.Services.GetRequiredService<CmqHandlers>().Select(static handler => handler.QueueName).Order());
    }

    private sealed class Scoped(List<Scoped> all) : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Note()
        {
            lock (all)
                all.Add(this);
        }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class NullFilter : IMessageFilter
    {
        public Task<Settle> HandleAsync(HandlingContext context, Func<Task<Settle>> next, CancellationToken cancellationToken) => Task.FromResult<Settle>(null!);
    }

    private sealed class PassingFilter : IMessageFilter
    {
        public async Task<Settle> HandleAsync(HandlingContext context, Func<Task<Settle>> next, CancellationToken cancellationToken)
        {
            Settle settle = await next();
            return settle.ToString() == "Leave" ? Settle.Leave : settle;
        }
    }

    private sealed class BrittleFilter : IMessageFilter, IDisposable
    {
        public Task<Settle> HandleAsync(HandlingContext context, Func<Task<Settle>> next, CancellationToken cancellationToken) => next();

        public void Dispose() => throw new InvalidOperationException("Not disposed.");
    }

    private sealed class ScopeFilter(Scoped scoped) : IMessageFilter
    {
        public Task<Settle> HandleAsync(HandlingContext context, Func<Task<Settle>> next, CancellationToken cancellationToken)
        {
            Assert.Same(scoped, context.Services.GetRequiredService<Scoped>());
            scoped.Note();
            return next();
        }
    }

    private sealed class OuterFilter(List<string> calls) : IMessageFilter
    {
        public async Task<Settle> HandleAsync(HandlingContext context, Func<Task<Settle>> next, CancellationToken cancellationToken)
        {
            calls.Add($"outer {context.QueueName} {context.HandlerType.Name} {((ReceivedMessage<Job>)context.Message).Body.Number}");
            await next();
            calls.Add("outer: Done");
            return Settle.Done;
        }
    }

    private sealed class InnerFilter(List<string> calls) : IMessageFilter
    {
        public async Task<Settle> HandleAsync(HandlingContext context, Func<Task<Settle>> next, CancellationToken cancellationToken)
        {
            calls.Add("inner");
            Settle settle = await next();
            calls.Add($"inner: {settle}");
            return settle;
        }
    }

    private sealed class ReturnNull(bool isTask) : IMessageHandler<ReadOnlyMemory<byte>>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<ReadOnlyMemory<byte>> message, CancellationToken cancellationToken) => isTask ? null! : Task.FromResult<Settle>(null!);
    }

    private sealed class NoteRelease(List<string> seen) : IMessageHandler<Release>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<Release> message, CancellationToken cancellationToken) => Note(seen, message.Body.Name);
    }

    private sealed class NoteBytes(List<string> seen) : IMessageHandler<ReadOnlyMemory<byte>>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<ReadOnlyMemory<byte>> message, CancellationToken cancellationToken) => Note(seen, System.Text.Encoding.UTF8.GetString(message.Body.Span));
    }

    private static Task<Settle> Note(List<string> seen, string text)
    {
        lock (seen)
            seen.Add(text);
        return Task.FromResult(Settle.Done);
    }
}

[CmqQueue<Release>("releases")]
public partial class ReleaseQueue;

public sealed record Release(string Name);
