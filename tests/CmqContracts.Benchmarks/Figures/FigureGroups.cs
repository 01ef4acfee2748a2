namespace CmqContracts.Benchmarks;

/// <summary>The groups of figures by name.</summary>
internal static class FigureGroups
{
    private static readonly Dictionary<string, Func<FigurePrinter, Task>> Groups = new()
    {
        ["smoke"] = SmokeFigures.MeasureAsync,
        ["codec"] = CodecFigures.MeasureAsync,
        ["generator"] = GeneratorFigures.MeasureAsync,
        ["server"] = ServerFigures.MeasureAsync,
        ["durable"] = DurableFigures.MeasureAsync,
        ["client"] = ClientFigures.MeasureAsync,
        ["console"] = ConsoleFigures.MeasureAsync,
    };

    public static IEnumerable<string> Names => Groups.Keys;

    public static async Task<int> RunAsync(string[] names, TextWriter output)
    {
        string[] unknown = [.. names.Where(name => !Groups.ContainsKey(name))];
        if (names.Length == 0 || unknown.Length > 0)
        {
            await Console.Error.WriteLineAsync($"Unknown group '{string.Join(' ', unknown)}'. Groups: {string.Join(", ", Names)}.");
            return 1;
        }

        FigurePrinter printer = new(output);
        await MachineFigures.MeasureAsync(printer);
        foreach (string name in names)
            await Groups[name](printer);
        return 0;
    }
}
