using System.Collections.Frozen;

namespace CmqContracts.Server;

/// <summary>The actions of one protocol by name. Case is ignored, because a Java client spells one of them differently.</summary>
/// <typeparam name="TContext">What the protocol's actions work on.</typeparam>
internal sealed class ActionTable<TContext>
{
    private readonly FrozenDictionary<string, ServerAction<TContext>>.AlternateLookup<ReadOnlySpan<char>> _byName;

    public ActionTable(params IReadOnlyList<ServerAction<TContext>> actions)
    {
        All = actions;
        _byName = actions.ToFrozenDictionary(static action => action.Info.Name, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>All actions.</summary>
    public IReadOnlyList<ServerAction<TContext>> All { get; }

    /// <summary>The action of a name; <see langword="null"/>: there is none.</summary>
    public ServerAction<TContext>? Find(ReadOnlySpan<char> name) => _byName.TryGetValue(name, out ServerAction<TContext>? action) ? action : null;
}
