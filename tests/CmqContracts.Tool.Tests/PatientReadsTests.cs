using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

public sealed class PatientReadsTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ManualResetEventSlim _hangs = new(initialState: true);
    private int _reads;

    public void Dispose()
    {
        _hangs.Set();
        _hangs.Dispose();
    }

    [Fact]
    public async Task Few_threads_hang_however_long_it_takes_and_it_goes_on_at_once_when_one_ends()
    {
        PatientReads<string> reads = new(Read, _clock);
        Assert.Equal("1", await NextAsync(reads));
        _hangs.Reset();
        for (int day = 0; day < 3; day++)
        {
            DateTimeOffset end = _clock.GetUtcNow().AddDays(1);
            while (_clock.GetUtcNow() < end)
                Assert.Null(await NextAsync(reads));
        }

        Assert.InRange(reads.Hanging, 2, 16);
        _hangs.Set();
        string? found;
        while ((found = await NextAsync(reads)) is null)
            await Task.Yield();
        Assert.Equal(_reads.ToString(System.Globalization.CultureInfo.InvariantCulture), found);
    }

    [Fact]
    public async Task While_one_hangs_others_are_tried_so_that_a_path_which_leads_elsewhere_is_seen()
    {
        PatientReads<string> reads = new(Read, _clock);
        _hangs.Reset();
        Assert.Null(await NextAsync(reads));
        int hanging = _reads;
        DateTimeOffset since = _clock.GetUtcNow();
        while (_reads == hanging)
            await NextAsync(reads);
        Assert.InRange(_clock.GetUtcNow() - since, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Readings_that_hang_forever_delay_nothing_once_others_have_ended()
    {
        int number = 0;
        PatientReads<string> reads = new(
            () =>
            {
                if (Interlocked.Increment(ref number) % 2 == 1)
                    _hangs.Wait();
                return "found";
            },
            _clock);
        _hangs.Reset();
        for (int i = 0; i < 20; i++)
        {
            Task<string?> hanging = reads.NextAsync(CancellationToken.None);
            _clock.Advance(PatientReads<string>.Longest);
            Assert.Null(await hanging);
            _clock.Advance(PatientReads<string>.Longest);
            Assert.Equal("found", await reads.NextAsync(CancellationToken.None));
        }
    }

    [Fact]
    public async Task What_a_reading_throws_is_thrown()
    {
        PatientReads<string> reads = new(static () => throw new InvalidOperationException("no"), _clock);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reads.NextAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_wait_for_what_hangs_can_be_ended()
    {
        using CancellationTokenSource end = new();
        _hangs.Reset();
        Task<string?> next = new PatientReads<string>(Read, _clock).NextAsync(end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    /// <summary>Reads once more, and lets the time pass that a hanging reading is given, or a second.</summary>
    private async Task<string?> NextAsync(PatientReads<string> reads)
    {
        Task<string?> next = reads.NextAsync(CancellationToken.None);
        if (_hangs.IsSet)
            return await next;
        _clock.Advance(next.IsCompleted ? TimeSpan.FromSeconds(1) : PatientReads<string>.Longest);
        return await next;
    }

    private string Read()
    {
        int number = Interlocked.Increment(ref _reads);
        _hangs.Wait();
        return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
