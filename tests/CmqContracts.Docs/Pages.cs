using System.Reflection;
using System.Text.RegularExpressions;

namespace CmqContracts.Docs;

/// <summary>The pages that users read, and the code they show.</summary>
internal static partial class Pages
{
    public static string Root { get; } = typeof(Pages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>All pages, as paths from the root.</summary>
    public static IEnumerable<string> All => Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or "node_modules" or ".git"))
        .Order(StringComparer.Ordinal);

    public static string Read(string page) => File.ReadAllText(Path.Combine(Root, page));

    /// <summary>The C# blocks of a page.</summary>
    public static IEnumerable<string> Snippets(string page) => Fence().Matches(Read(page)).Select(match => match.Groups["code"].Value);

    /// <summary>The relative links of a page, without fragments.</summary>
    public static IEnumerable<string> Links(string page) => Link().Matches(Read(page)).Select(match => match.Groups["target"].Value.Split('#')[0]).Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal));

    /// <summary>The code in the last column of the table whose header has this in it.</summary>
    public static IEnumerable<string> LastColumn(string page, string header)
    {
        IEnumerable<string> rows = Read(page).Split('\n').SkipWhile(line => !line.Contains(header, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));
        return rows.Select(row => row.TrimEnd().TrimEnd('|').Split(" | ")[^1]).Select(cell => Code().Match(cell).Groups["code"].Value);
    }

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();
}
