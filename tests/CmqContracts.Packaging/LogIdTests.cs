using System.Globalization;
using System.Text.RegularExpressions;

namespace CmqContracts.Packaging;

/// <summary>People filter logs by ids: each is of one message, and lies in the range that the page about telemetry gives to its part.</summary>
public sealed partial class LogIdTests
{
    private const string Page = "src/docs/telemetry.md";

    private static readonly (string File, int Id)[] Messages =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => Message().Matches(File.ReadAllText(Repository.PathOf(file))).Select(match => (file, int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture)))),
    ];

    [Fact]
    public void Every_message_has_an_id_of_its_own()
    {
        Assert.True(Messages.Length > 40, $"{Messages.Length} messages found");
        Assert.Empty(Messages.GroupBy(message => message.Id).Where(same => same.Count() > 1).SelectMany(same => same));
    }

    [Fact]
    public void Every_id_is_in_the_range_of_its_part()
    {
        (string Project, int First, int Last)[] ranges = [.. Ranges()];
        Assert.True(ranges.Length > 4, $"{ranges.Length} ranges found");
        Assert.DoesNotContain(Messages, message => !ranges.Any(range => message.File.StartsWith($"src/{range.Project}/", StringComparison.Ordinal) && message.Id >= range.First && message.Id <= range.Last));
    }

    [Fact]
    public void No_two_ranges_overlap()
    {
        int last = 0;
        foreach ((_, int first, int end) in Ranges().OrderBy(range => range.First))
        {
            Assert.True(first > last && end >= first, $"{first} to {end}");
            last = end;
        }
    }

    private static IEnumerable<(string Project, int First, int Last)> Ranges() => Range().Matches(File.ReadAllText(Repository.PathOf(Page)))
        .Select(match => (match.Groups["project"].Value, int.Parse(match.Groups["first"].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups["last"].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"\[LoggerMessage\((?<id>\d+),")]
    private static partial Regex Message();

    [GeneratedRegex(@"^\| (?<first>\d+) to (?<last>\d+) \| `(?<project>CmqContracts[\w.]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Range();
}
