using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Inspection;

/// <summary>A long look makes way for others: as long as it has worked, and only while they ask.</summary>
public sealed class LookPaceTests : IAsyncLifetime
{
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(10);

    private readonly ManualTimeProvider _clock = new();
    private readonly Executor _executor;
    private readonly LookPace _pace;

    public LookPaceTests()
    {
        _executor = new Executor(new MemoryStore(), new BrokerOptions { TimeProvider = _clock });
        _pace = new LookPace(_executor);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _executor.DisposeAsync();

    [Fact]
    public async Task Nobody_waits_while_nobody_else_asks()
    {
        for (int step = 0; step < 5; step++)
        {
            await AskAsync(1);
            _clock.Advance(Work);
            Assert.True(PauseAsync().IsCompletedSuccessfully);
        }
    }

    [Fact]
    public async Task While_others_ask_a_look_pauses_for_as_long_as_it_has_worked()
    {
        await AskAsync(2);
        _clock.Advance(Work);
        Task pause = PauseAsync();
        _clock.Advance(Work - TimeSpan.FromMilliseconds(1));
        Assert.False(pause.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await pause;

        // The pause itself is no work, and the requests before it count no more.
        await AskAsync(1);
        _clock.Advance(Work);
        Assert.True(PauseAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Short_steps_add_up_until_a_pause_is_worth_it()
    {
        TimeSpan step = TimeSpan.FromMilliseconds(1.5);
        await AskAsync(2);
        _clock.Advance(step);
        Assert.True(PauseAsync().IsCompletedSuccessfully);
        await AskAsync(2);
        _clock.Advance(step);
        Task pause = PauseAsync();
        _clock.Advance(step);
        Assert.False(pause.IsCompleted);
        _clock.Advance(step);
        await pause;
    }

    [Fact]
    public async Task A_pause_ends_with_its_token()
    {
        using CancellationTokenSource source = new();
        await AskAsync(2);
        _clock.Advance(Work);
        Task pause = _pace.PauseAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pause);
    }

    private Task PauseAsync() => _pace.PauseAsync(default).AsTask();

    /// <summary>The look's own request, and those of others.</summary>
    private async Task AskAsync(int requests)
    {
        for (int i = 0; i < requests; i++)
            await _executor.Submit(new ControlRequest<bool>(static _ => true));
    }
}
