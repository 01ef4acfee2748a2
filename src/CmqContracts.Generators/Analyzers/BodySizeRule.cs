using System.Globalization;
using System.Numerics;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using CmqContracts.Protocol;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Compares the largest body that a message can have with what its queue or topic takes.</summary>
internal static class BodySizeRule
{
    /// <param name="message">The message type.</param>
    /// <param name="compilation">What it is seen from.</param>
    /// <param name="kind">The word for what it is sent to.</param>
    /// <param name="stated">What that takes; <see langword="null"/>: the limit's default.</param>
    /// <param name="limit">What it may take.</param>
    public static IEnumerable<AttributeProblem> Check(INamedTypeSymbol message, Compilation compilation, string kind, long? stated, CmqLimit limit)
    {
        long allowed = stated ?? limit.Default ?? limit.Maximum;
        if (limit.Contains(allowed) && WorstCaseSize.Of(message, compilation) is { } largest && largest > allowed)
        {
            yield return new AttributeProblem(
                Descriptors.LargerThanMaxMsgSize,
                "MaxMsgSize",
                new object[] { message.DisplayName(), largest.ToString(CultureInfo.InvariantCulture), kind, allowed });
        }
    }
}
