using System.Globalization;
using System.Text;
using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>
/// Names the generated files after the types in them. File names ignore case and allow fewer characters than type names, so equal
/// ones get a number.
/// </summary>
internal static class HintNames
{
    public const string Registration = "CmqContracts.AddContracts";

    private const string Extension = ".g.cs";
    private const int LongestName = 80;

    /// <summary>The types whose plain file names are not unique.</summary>
    /// <param name="types">All types, by the names of reflection.</param>
    public static EquatableArray<HintNameClash> Clashes(IEnumerable<string> types)
    {
        List<HintNameClash> clashes = new();
        foreach (IGrouping<string, string> group in types.GroupBy(Plain, StringComparer.OrdinalIgnoreCase))
        {
            bool isReserved = string.Equals(group.Key, Registration, StringComparison.OrdinalIgnoreCase);
            string[] distinct = group.Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal).ToArray();
            if (!isReserved && group.Count() == 1)
                continue;
            for (int i = 0; i < distinct.Length; i++)
                clashes.Add(new HintNameClash(distinct[i], group.Count(name => name == distinct[i]) > 1 ? HintNameClash.DeclaredTwice : i + 1));
        }

        return new EquatableArray<HintNameClash>(clashes.OrderBy(clash => clash.Type, StringComparer.Ordinal));
    }

    /// <summary>The name of a type's file; <see langword="null"/>: the type is declared twice, which the compiler refuses.</summary>
    public static string? Of(string type, EquatableArray<HintNameClash> clashes)
    {
        foreach (HintNameClash clash in clashes)
        {
            if (clash.Type == type)
                return clash.Number == HintNameClash.DeclaredTwice ? null : Plain(type) + "-" + clash.Number.ToString(CultureInfo.InvariantCulture) + Extension;
        }

        return Plain(type) + Extension;
    }

    private static string Plain(string type)
    {
        StringBuilder name = new();
        foreach (char c in type)
            name.Append(char.IsLetterOrDigit(c) || c is '.' or '+' or '`' ? c : '_');

        // File systems allow 255 bytes, and a letter may take three.
        return name.Length <= LongestName ? name.ToString() : name.ToString(name.Length - LongestName, LongestName);
    }
}
