using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using CmqContracts.Protocol;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>A message type and a queue of it.</summary>
/// <param name="Type">The type that has the attribute.</param>
/// <param name="Message">The message type: that one, or the one that it binds.</param>
/// <param name="Queue">The queue.</param>
internal sealed record QueueUse(INamedTypeSymbol Type, ITypeSymbol Message, QueueSpec Queue);

/// <summary>
/// The queues of all message types of a compilation. It is made when a rule first asks, so that a project without messages pays
/// nothing, and every message can compare itself with the others while one types, without an action at the compilation's end.
/// </summary>
internal sealed class QueueIndex(Compilation compilation)
{
    private ILookup<string, QueueUse>? _queues;
    private ILookup<ITypeSymbol, QueueUse>? _messages;

    /// <summary>Who uses a queue, in the order of files and lines.</summary>
    public IEnumerable<QueueUse> Of(string queue, CancellationToken cancellation)
    {
        // Two threads may both make it; what they make is equal.
        _queues ??= Find(compilation.Assembly.GlobalNamespace, cancellation)
            .OrderBy(found => found.Place.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(found => found.Place.Span.Start)
            .ToLookup(found => found.Use.Queue.Name, found => found.Use, CmqNameRule.Comparer);
        return _queues[queue];
    }

    /// <summary>The queues of a message type: its own, and those that it is bound to.</summary>
    public IEnumerable<QueueUse> Of(ITypeSymbol message, CancellationToken cancellation)
    {
        _messages ??= Find(compilation.Assembly.GlobalNamespace, cancellation).ToLookup(found => found.Use.Message, found => found.Use, (IEqualityComparer<ITypeSymbol>)SymbolEqualityComparer.Default);
        return _messages[message];
    }

    private static IEnumerable<(QueueUse Use, SyntaxReference Place)> Find(INamespaceOrTypeSymbol space, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (space is INamedTypeSymbol type && ContractParser.FindAttribute(type) is { ApplicationSyntaxReference: { } place } attribute && QueueParser.IsComplete(attribute))
            yield return (new QueueUse(type, BindingParser.MessageOf(attribute) ?? type, QueueParser.Parse(attribute)), place);
        IEnumerable<INamespaceOrTypeSymbol> members = space is INamespaceSymbol names ? names.GetMembers() : space.GetTypeMembers();
        foreach (INamespaceOrTypeSymbol member in members)
        {
            foreach ((QueueUse Use, SyntaxReference Place) found in Find(member, cancellation))
                yield return found;
        }
    }
}
