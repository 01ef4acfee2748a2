using System.Globalization;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using CmqContracts.Protocol;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Checks the delay of a send, where it is a constant, against the queue of the message type.</summary>
internal static class DelayRules
{
    /// <summary>Above every limit, and still representable in seconds.</summary>
    private const double Endless = 1e15;

    public static Diagnostic? Check(IInvocationOperation call, CmqLimits limits, ContractIndex index, CancellationToken cancellation)
    {
        if (call.TargetMethod.Name is not ("SendAsync" or "SendManyAsync")
            || ClientCall.MessageOf(call, KnownNames.QueueProducer, KnownNames.QueueClient) is not { } message
            || ClientCall.ArgumentOf(call, "delay") is not { ArgumentKind: ArgumentKind.Explicit } delay
            || ConstantTimeSpan.Seconds(delay.Value) is not { } duration)
        {
            return null;
        }

        // It is not known which of its queues the client uses, so the one with the longest retention counts.
        IEnumerable<QueueSpec> all = index.OfMessage(message, cancellation).Select(use => use.Queue).OfType<QueueSpec>();
        if (ContractAttributes.Of(message) is { Queue: { } attribute })
            all = all.Prepend(QueueParser.Parse(attribute));
        QueueSpec? queue = all.OrderByDescending(queue => QueueRules.Retention(queue, limits)).FirstOrDefault();
        return queue is null ? null : Check(WholeSeconds(duration), delay.Value.Syntax.GetLocation(), queue, limits);
    }

    private static Diagnostic? Check(long seconds, Location place, QueueSpec queue, CmqLimits limits)
    {
        if (!limits.DelaySeconds.Contains(seconds))
        {
            // Above the range, the nearest delay would still be longer than any retention.
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
        // Rounded first, as floating-point arithmetic adds digits.
        double seconds = Math.Ceiling(Math.Round(Math.Min(Math.Abs(duration), Endless), 6));
        return Math.Sign(duration) * (long)seconds;
    }
}
