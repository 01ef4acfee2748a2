using System.Globalization;
using System.Numerics;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Schema;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Compares the largest body that a message can have with the largest that its queue or topic accepts.</summary>
internal static class BodySizeRule
{
    /// <param name="schema">The message.</param>
    /// <param name="kind"><c>queue</c> or <c>topic</c>, for the message.</param>
    /// <param name="envelope">The bytes of the envelope that it is in; 0: it is in none.</param>
    /// <param name="stated">The largest body that is accepted, in bytes; <see langword="null"/>: the limit's default.</param>
    /// <param name="limit">The range of <c>MaxMsgSize</c>.</param>
    public static IEnumerable<AttributeProblem> Check(ContractSchema schema, string kind, int envelope, long? stated, CmqLimit limit)
    {
        long allowed = stated ?? limit.Default ?? limit.Maximum;
        if (limit.Contains(allowed) && WorstCaseSize.Of(schema) is { } body && body + envelope > allowed)
        {
            yield return new AttributeProblem(
                Descriptors.LargerThanMaxMsgSize,
                "MaxMsgSize",
                new object[] { schema.MessageType, (body + envelope).ToString(CultureInfo.InvariantCulture), kind, allowed });
        }
    }
}
