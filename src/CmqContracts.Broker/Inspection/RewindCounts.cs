using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>Counts, step by step, what rewinds would bring back.</summary>
/// <param name="steps">Runs the steps.</param>
/// <param name="account">The account.</param>
/// <param name="queueName">The queue.</param>
internal sealed class RewindCounts(InspectionSteps steps, Account account, string queueName)
{
    private readonly LookPace _pace = steps.BeginPace();

    /// <summary>Counts rewindable messages from one sequence to before another.</summary>
    public async Task<long> CountAsync(long from, long before, CancellationToken cancellationToken)
    {
        long count = 0, after = from - 1;
        int step;
        do
        {
            (step, after) = await steps.RunAsync(engine => (engine.Store.CountUpTo(account.Find(queueName).Key, MessageState.Rewindable, after, before, MessageCursor.StepMessages, out long last), last), cancellationToken).ConfigureAwait(false);
            count += step;
            await _pace.PauseAsync(cancellationToken).ConfigureAwait(false);
        }
        while (step == MessageCursor.StepMessages);
        return count;
    }

    public async Task<RewindProfile> ProfileAsync(CancellationToken cancellationToken)
    {
        RewindWindow window = await steps.RunAsync(engine => QueueCatalog.FindRewindWindow(engine, account.Find(queueName)), cancellationToken).ConfigureAwait(false);
        long[] times = Spread(window.Earliest, window.Latest);
        long[] starts = new long[times.Length + 1];
        starts[^1] = long.MaxValue;
        for (int i = 0; i < times.Length; i++)
        {
            long milliseconds = times[i] * 1000;
            starts[i] = await steps.RunAsync(engine => engine.Lifecycle.FirstFrom(account.Find(queueName), MessageState.Rewindable, milliseconds)?.Sequence ?? long.MaxValue, cancellationToken).ConfigureAwait(false);
        }

        RewindPoint[] points = new RewindPoint[times.Length];
        long messages = 0;
        for (int i = times.Length - 1; i >= 0; i--)
        {
            if (starts[i] < starts[i + 1])
                messages += await CountAsync(starts[i], starts[i + 1], cancellationToken).ConfigureAwait(false);
            points[i] = new RewindPoint(DateTimeOffset.FromUnixTimeSeconds(times[i]), messages);
        }

        return new RewindProfile { Points = points };
    }

    /// <summary>Whole seconds, as evenly as they go, both ends included; none where the oldest unconsumed message is older than the rewind time.</summary>
    private static long[] Spread(long earliest, long latest)
    {
        int count = (int)Math.Clamp(latest - earliest + 1, 0, InspectionRules.ProfilePoints);
        long[] times = new long[count];
        for (int i = 0; i < count; i++)
            times[i] = count == 1 ? latest : earliest + ((latest - earliest) * i / (count - 1));
        return times;
    }
}
