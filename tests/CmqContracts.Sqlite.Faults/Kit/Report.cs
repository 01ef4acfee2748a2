namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>Reports the first problems: a store that loses something often loses much.</summary>
internal static class Report
{
    private const int Shown = 20;

    public static void AssertNothing(IReadOnlyCollection<string> problems, string when) =>
        Assert.True(problems.Count == 0, $"{problems.Count} problems after {when}:\n{string.Join('\n', problems.Take(Shown))}");
}
