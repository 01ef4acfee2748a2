using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

public sealed class BackoffReaderTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ManualResetEventSlim _hangs = new(initialState: true);
    private int _reads;
    private int _ended;

    public void Dispose()
    {
        _hangs.Set();
        _hangs.Dispose();
    }

    [Fact]
    public async Task Only_few_threads_hang_and_reading_continues_at_once_when_one_of_them_ends()
    {
        BackoffReader<string> reader = new(Read, _clock);
        Assert.Equal("1", await NextAsync(reader));
        _hangs.Reset();
        for (int day = 0; day < 3; day++)
        {
            DateTimeOffset end = _clock.GetUtcNow().AddDays(1);
            while (_clock.GetUtcNow() < end)
                Assert.Null(await NextAsync(reader));
        }

        Assert.InRange(Volatile.Read(ref _reads) - Volatile.Read(ref _ended), 2, 16);
        _hangs.Set();
        string? found;
        while ((found = await NextAsync(reader)) is null)
            await Task.Yield();
        Assert.Equal(_reads.ToString(System.Globalization.CultureInfo.InvariantCulture), found);
    }

    [Fact]
    public async Task Another_read_is_tried_within_ten_seconds_while_one_hangs()
    {
        BackoffReader<string> reader = new(Read, _clock);
        _hangs.Reset();
        Assert.Null(await NextAsync(reader));
        int hanging = _reads;
        DateTimeOffset since = _clock.GetUtcNow();
        while (_reads == hanging)
            await NextAsync(reader);
        Assert.InRange(_clock.GetUtcNow() - since, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Reads_that_hang_forever_cause_no_delay_after_a_successful_one()
    {
        int number = 0;
        BackoffReader<string> reader = new(
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
            Task<string?> hanging = reader.NextAsync(CancellationToken.None);
            while (Volatile.Read(ref number) % 2 == 0)
                await Task.Yield();
            _clock.Advance(BackoffReader<string>.ReadTimeout);
            Assert.Null(await hanging);
            _clock.Advance(BackoffReader<string>.ReadTimeout);
            Assert.Equal("found", await reader.NextAsync(CancellationToken.None));
        }
    }

    [Fact]
    public async Task An_exception_of_a_read_is_rethrown()
    {
        BackoffReader<string> reader = new(static () => throw new InvalidOperationException("no"), _clock);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.NextAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Waiting_for_a_hanging_read_can_be_cancelled()
    {
        using CancellationTokenSource end = new();
        _hangs.Reset();
        Task<string?> next = new BackoffReader<string>(Read, _clock).NextAsync(end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    /// <summary>Reads once, and advances the clock by the read timeout if the read hangs, or by a second.</summary>
    private async Task<string?> NextAsync(BackoffReader<string> reader)
    {
        int reads = Volatile.Read(ref _reads);
        Task<string?> next = reader.NextAsync(CancellationToken.None);
        if (_hangs.IsSet)
            return await next;
        bool isReading = !next.IsCompleted;
        while (isReading && Volatile.Read(ref _reads) == reads)
            await Task.Yield();
        _clock.Advance(isReading ? BackoffReader<string>.ReadTimeout : TimeSpan.FromSeconds(1));
        return await next;
    }

    private string Read()
    {
        int number = Interlocked.Increment(ref _reads);
        _hangs.Wait();
        Interlocked.Increment(ref _ended);
        return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
