using System.Globalization;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Checks the delay of a send, where it is a constant, against the queue of the message type.</summary>
internal static class DelayRules
{
    /// <summary>A bound in seconds above every limit, so that longer durations can be converted to a whole number.</summary>
    private const double MaxSeconds = 1e15;

    public static Diagnostic? Check(IInvocationOperation call, CmqLimits limits, ContractIndex index, CancellationToken cancellation)
    {
        if (call.TargetMethod.Name is not ("SendAsync" or "SendManyAsync")
            || ClientCall.MessageOf(call, KnownNames.QueueProducer, KnownNames.QueueClient) is not { } message
            || ClientCall.ArgumentOf(call, "delay") is not { ArgumentKind: ArgumentKind.Explicit } delay
            || ConstantTimeSpan.Seconds(delay.Value) is not { } duration)
        {
            return null;
        }

        // Which queue of the message type the client uses is not known, so the one with the longest retention is assumed.
        IEnumerable<QueueSpec> all = index.OfMessage(message, cancellation).Select(declaration => declaration.Queue).OfType<QueueSpec>();
        if (ContractAttributes.Of(message) is { Queue: { } attribute })
            all = all.Prepend(QueueParser.Parse(attribute));
        QueueSpec? queue = all.OrderByDescending(queue => QueueRules.Retention(queue, limits)).FirstOrDefault();
        return queue is null ? null : Check(WholeSeconds(duration), delay.Value.Syntax.GetLocation(), queue, limits);
    }

    /// <summary>A duration in whole seconds, as the client rounds it; <see langword="null"/>: it is not known before the program runs.</summary>
    public static long? ConstantSeconds(IOperation value) => ConstantTimeSpan.Seconds(value) is { } duration ? WholeSeconds(duration) : null;

    private static Diagnostic? Check(long seconds, Location place, QueueSpec queue, CmqLimits limits)
    {
        if (!limits.DelaySeconds.Contains(seconds))
        {
            // Above the range no fix is offered: the nearest allowed delay would still be longer than any retention.
            string? nearest = seconds < limits.DelaySeconds.Minimum ? limits.DelaySeconds.Minimum.ToString(CultureInfo.InvariantCulture) : null;
            return Descriptors.DelayOutOfRange.At(place, DiagnosticProperties.Of(nearest), QueueRules.Explain("delay", seconds, limits.DelaySeconds));
        }

        long retention = QueueRules.Retention(queue, limits);
        return seconds >= retention && limits.MsgRetentionSeconds.Contains(retention)
            ? Descriptors.DelayNotBelowRetention.At(place, seconds, queue.Name, retention)
            : null;
    }

    /// <summary>Rounds away from zero, as the client does.</summary>
    private static long WholeSeconds(double duration)
    {
        // Rounded first, because floating-point arithmetic is inexact.
        double seconds = Math.Ceiling(Math.Round(Math.Min(Math.Abs(duration), MaxSeconds), 6));
        return Math.Sign(duration) * (long)seconds;
    }
}
