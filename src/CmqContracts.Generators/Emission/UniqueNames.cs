namespace CmqContracts.Generators.Emission;

/// <summary>Identifiers of one scope, which get a number where they would be equal.</summary>
/// <param name="taken">The identifiers that are in use already.</param>
internal sealed class UniqueNames(params string[] taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    /// <summary>The wanted identifier, or the next free one after it.</summary>
    public string Next(string wanted)
    {
        string name = wanted;
        for (int i = 2; !_taken.Add(name); i++)
            name = FormattableString.Invariant($"{wanted}{i}");
        return name;
    }
}
