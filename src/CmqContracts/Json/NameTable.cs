namespace CmqContracts.Json;

/// <summary>Finds names ignoring case in constant time. The hash is seeded by the process, so no body can be made of names that collide.</summary>
internal sealed class NameTable
{
    private readonly Dictionary<int, int[]> _indexes = [];
    private readonly List<string> _names = [];
    private int _longest;

    /// <summary>Adds a name at the next index, from 0 on.</summary>
    public void Add(string name)
    {
        int hash = Hash(name);
        _indexes[hash] = [.. _indexes.GetValueOrDefault(hash, []), _names.Count];
        _names.Add(name);
        _longest = Math.Max(_longest, name.Length);
    }

    /// <summary>The indexes of all names that may be this one, ignoring case, in order: their hash is the same.</summary>
    public ReadOnlySpan<int> Candidates(ReadOnlySpan<char> name) =>
        name.Length <= _longest && _indexes.TryGetValue(Hash(name), out int[]? indexes) ? indexes : [];

    /// <summary>The index of a name: of the one with the same case, or else of the first that differs by case alone; -1: it is none.</summary>
    public int Find(ReadOnlySpan<char> name)
    {
        int found = -1;
        foreach (int index in Candidates(name))
        {
            if (name.SequenceEqual(_names[index]))
                return index;
            if (found < 0 && name.Equals(_names[index], StringComparison.OrdinalIgnoreCase))
                found = index;
        }

        return found;
    }

    private static int Hash(ReadOnlySpan<char> name) => string.GetHashCode(name, StringComparison.OrdinalIgnoreCase);
}
