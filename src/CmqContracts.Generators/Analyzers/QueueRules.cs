using System.Globalization;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>An error in the values of an attribute.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Argument">The argument whose value or absence breaks it; <see langword="null"/>: the name.</param>
/// <param name="Arguments">The arguments of the rule's message.</param>
/// <param name="Nearest">The nearest allowed value, as text; <see langword="null"/>: there is none.</param>
internal sealed record AttributeProblem(DiagnosticDescriptor Rule, string? Argument, object[] Arguments, string? Nearest = null);

/// <summary>Checks the values of <c>[CmqQueue]</c> against the limits that client and server enforce.</summary>
internal static class QueueRules
{
    /// <summary>The maximum that TDMQ's documents advise. The service accepts more.</summary>
    private const int AdvisedPollingWaitSeconds = 3;

    public static IEnumerable<AttributeProblem> Check(QueueSpec queue, CmqLimits limits)
    {
        if (CmqNameRule.Explain(queue.Name, limits) is { } wrong)
            yield return new AttributeProblem(Descriptors.QueueName, null, new object[] { Clause(wrong) }, NearestName.Of(queue.Name, limits));
        foreach ((string name, long? value, CmqLimit limit) in Ranges(queue, limits))
        {
            if (value is { } given && !limit.Contains(given))
                yield return new AttributeProblem(Descriptors.OutOfRange, name, new object[] { Explain(name, given, limit) }, limit.Clamp(given).ToString(CultureInfo.InvariantCulture));
        }

        long retention = Retention(queue, limits);
        if (limits.Profile == CmqProfile.Classic && queue.RewindSeconds is { } rewind && rewind > retention && limits.RewindSeconds.Contains(rewind))
            yield return new AttributeProblem(Descriptors.RewindLongerThanRetention, nameof(queue.RewindSeconds), new object[] { rewind, retention });
        foreach (AttributeProblem problem in CheckDeadLetters(queue, limits, retention).Concat(CheckAdvised(queue, limits, retention)))
            yield return problem;
    }

    /// <summary>How long a queue keeps messages.</summary>
    public static long Retention(QueueSpec queue, CmqLimits limits) => queue.MsgRetentionSeconds ?? limits.MsgRetentionSeconds.Default ?? long.MaxValue;

    /// <summary>Warnings about values that are allowed but probably not intended.</summary>
    private static IEnumerable<AttributeProblem> CheckAdvised(QueueSpec queue, CmqLimits limits, long retention)
    {
        if (queue.VisibilityTimeout is { } visibility && visibility > retention && limits.VisibilityTimeout.Contains(visibility) && limits.MsgRetentionSeconds.Contains(retention))
            yield return new AttributeProblem(Descriptors.VisibilityLongerThanRetention, nameof(queue.VisibilityTimeout), new object[] { visibility, retention });
        if (limits.Profile == CmqProfile.Tdmq && queue.PollingWaitSeconds is { } wait && wait > AdvisedPollingWaitSeconds && limits.PollingWaitSeconds.Contains(wait))
        {
            yield return new AttributeProblem(
                Descriptors.LongPollingWait,
                nameof(queue.PollingWaitSeconds),
                new object[] { wait, AdvisedPollingWaitSeconds },
                AdvisedPollingWaitSeconds.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<AttributeProblem> CheckDeadLetters(QueueSpec queue, CmqLimits limits, long retention)
    {
        if (queue.DeadLetterQueue is null)
        {
            string? incomplete = queue.MaxReceiveCount is not null ? nameof(queue.MaxReceiveCount) : queue.MaxTimeToLive is not null ? nameof(queue.MaxTimeToLive) : null;
            if (incomplete is not null)
                yield return new AttributeProblem(Descriptors.DeadLetterIncomplete, incomplete, new object[] { incomplete + " says when a message becomes a dead letter, but not where it goes: set DeadLetterQueue too" });
            yield break;
        }

        if (CmqNameRule.Explain(queue.DeadLetterQueue, limits) is { } wrong)
            yield return new AttributeProblem(Descriptors.QueueName, nameof(queue.DeadLetterQueue), new object[] { Clause(wrong) }, NearestOtherName(queue.DeadLetterQueue, queue.Name, limits));
        if (CmqNameRule.Comparer.Equals(queue.DeadLetterQueue, queue.Name))
            yield return new AttributeProblem(Descriptors.OwnDeadLetterQueue, nameof(queue.DeadLetterQueue), new object[] { queue.Name });
        if (queue.MaxReceiveCount is null && queue.MaxTimeToLive is null)
            yield return new AttributeProblem(Descriptors.DeadLetterIncomplete, nameof(queue.DeadLetterQueue), new object[] { "DeadLetterQueue says where dead letters go, but not when: set MaxReceiveCount or MaxTimeToLive too" });
        if (queue.MaxReceiveCount is not null && queue.MaxTimeToLive is not null)
            yield return new AttributeProblem(Descriptors.DeadLetterIncomplete, nameof(queue.MaxTimeToLive), new object[] { "A queue has one dead-letter policy: set MaxReceiveCount or MaxTimeToLive, not both" });
        if (queue.MaxTimeToLive is { } seconds && seconds >= retention && limits.MaxTimeToLive.Contains(seconds))
            yield return new AttributeProblem(Descriptors.TimeToLiveNotBelowRetention, nameof(queue.MaxTimeToLive), new object[] { seconds, retention });
    }

    private static IEnumerable<(string Name, long? Value, CmqLimit Limit)> Ranges(QueueSpec queue, CmqLimits limits)
    {
        yield return (nameof(queue.VisibilityTimeout), queue.VisibilityTimeout, limits.VisibilityTimeout);
        yield return (nameof(queue.PollingWaitSeconds), queue.PollingWaitSeconds, limits.PollingWaitSeconds);
        yield return (nameof(queue.MaxMsgSize), queue.MaxMsgSize, limits.MaxMsgSize);
        yield return (nameof(queue.MsgRetentionSeconds), queue.MsgRetentionSeconds, limits.MsgRetentionSeconds);
        yield return (nameof(queue.RewindSeconds), queue.RewindSeconds, limits.RewindSeconds);
        yield return (nameof(queue.MaxMsgHeapNum), queue.MaxMsgHeapNum, limits.MaxMsgHeapNum);
        yield return (nameof(queue.MaxReceiveCount), queue.MaxReceiveCount, limits.MaxReceiveCount);
        yield return (nameof(queue.MaxTimeToLive), queue.MaxTimeToLive, limits.MaxTimeToLive);
    }

    /// <summary>The nearest name, unless it is the queue's own: for TDMQ, <c>orders-dlq</c> beside <c>orders</c> would become a queue that is its own dead-letter queue.</summary>
    private static string? NearestOtherName(string name, string taken, CmqLimits limits) =>
        NearestName.Of(name, limits) is { } nearest && !CmqNameRule.Comparer.Equals(nearest, taken) ? nearest : null;

    /// <summary>The error in a value, with its name in C# instead of that in the protocol.</summary>
    public static string Explain(string name, long value, CmqLimit limit) => string.Format(CultureInfo.InvariantCulture, "{0} is {1}; it must be {2}", name, value, limit.Range);

    /// <summary>A sentence of the limits without its full stop, as messages of analyzers are written.</summary>
    public static string Clause(string sentence) => sentence.TrimEnd('.');
}
