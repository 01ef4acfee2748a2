using System.Globalization;
using System.Numerics;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using CmqContracts.Protocol;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Compares the largest body that a message can have with what its queue takes.</summary>
internal static class BodySizeRule
{
    public static IEnumerable<QueueProblem> Check(INamedTypeSymbol message, Compilation compilation, QueueSpec queue, CmqLimits limits)
    {
        long allowed = queue.MaxMsgSize ?? limits.MaxMsgSize.Default ?? limits.MaxMsgSize.Maximum;
        if (limits.MaxMsgSize.Contains(allowed) && WorstCaseSize.Of(message, compilation) is { } largest && largest > allowed)
        {
            yield return new QueueProblem(
                Descriptors.LargerThanMaxMsgSize,
                nameof(queue.MaxMsgSize),
                new object[] { message.DisplayName(), largest.ToString(CultureInfo.InvariantCulture), allowed });
        }
    }
}
