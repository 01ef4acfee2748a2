namespace CmqContracts.Packaging;

/// <summary>The tables of the design, which show what tests enforce.</summary>
internal static class DesignTable
{
    /// <param name="header">The last words of the table's header.</param>
    /// <returns>The cells of each row, without the marks of code.</returns>
    public static IEnumerable<string[]> Rows(string header) => File.ReadLines(Repository.PathOf("src", "docs", "design.md"))
        .SkipWhile(line => !line.EndsWith($"{header} |", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => Array.ConvertAll(line.Replace("\\|", "¦", StringComparison.Ordinal).Trim('|').Split('|'), cell => cell.Trim().Trim('`').Replace('¦', '|')));
}
