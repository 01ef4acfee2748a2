using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Checks the queue of one message type against those of the others in the compilation.</summary>
internal static class QueuePairRules
{
    public static IEnumerable<AttributeProblem> Check(ITypeSymbol message, QueueSpec queue, ContractIndex index, CancellationToken cancellation)
    {
        if (queue.Name.Length > 0
            && index.OfQueue(queue.Name, cancellation).FirstOrDefault() is { } first
            && !SymbolEqualityComparer.Default.Equals(first.Message, message))
        {
            yield return new AttributeProblem(Descriptors.QueueOfAnotherMessage, null, new object[] { queue.Name, first.Message.DisplayName() });
        }

        // A queue that names itself is reported by CMQ0106.
        if (queue.DeadLetterQueue is { Length: > 0 } dead
            && index.OfQueue(dead, cancellation).FirstOrDefault(declaration => declaration.Queue!.DeadLetterQueue is { } next && !CmqNameRule.Comparer.Equals(next, dead)) is { } nested)
        {
            yield return new AttributeProblem(
                Descriptors.NestedDeadLetterQueue,
                nameof(queue.DeadLetterQueue),
                new object[] { dead, nested.Queue!.DeadLetterQueue!, nested.Message.DisplayName() });
        }
    }
}
