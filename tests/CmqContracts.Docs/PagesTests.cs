namespace CmqContracts.Docs;

public sealed class PagesTests
{
    /// <summary>What the one-line snippets of the README's table stand in.</summary>
    private const string Surroundings = """
        using CmqContracts;

        (string endpoint, string secretId, string secretKey) = (args[0], args[1], args[2]);
        CancellationToken ct = new(args.Length > 3);
        OrderPlaced order = new(Guid.NewGuid(), "李雷", 12.50m);
        List<OrderPlaced> list = [order];
        {0}

        [CmqQueue("SnippetOrders")]
        public sealed partial record OrderPlaced(Guid Id, string Customer, decimal Total);
        """;

    public static TheoryData<string> PagesWithCode => [.. Pages.All.Where(page => Pages.Snippets(page).Any() && !page.Contains("/Rules/CMQ", StringComparison.Ordinal))];

    public static TheoryData<string> AllPages => [.. Pages.All];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public async Task Every_program_on_a_page_compiles(string page)
    {
        foreach (string snippet in Pages.Snippets(page))
        {
            IReadOnlyList<string> errors = await SnippetCompiler.CompileAsync(snippet);
            Assert.True(errors is [], snippet + "\n" + string.Join('\n', errors));
        }
    }

    [Fact]
    public async Task Every_line_that_replaces_one_of_CMQ_s_quick_start_compiles()
    {
        string[] lines = [.. Pages.LastColumn("README.md", "In the Python quick start")];
        Assert.True(lines.Length >= 18, $"{lines.Length} lines found");
        foreach (string line in lines)
        {
            string program = line.StartsWith("[CmqQueue", StringComparison.Ordinal)
                ? Surroundings.Replace("{0}", "", StringComparison.Ordinal) + $"\n{line}\npublic sealed partial record Other(int Id);"
                : Surroundings.Replace("{0}", Declarations(line) + line + (line.Contains("? one =", StringComparison.Ordinal) ? "\n_ = one;" : ""), StringComparison.Ordinal);
            IReadOnlyList<string> errors = await SnippetCompiler.CompileAsync(program);
            Assert.True(errors is [], line + "\n" + string.Join('\n', errors));
        }
    }

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Every_link_leads_somewhere(string page)
    {
        foreach (string link in Pages.Links(page))
        {
            string target = Path.Combine(Pages.Root, Path.GetDirectoryName(page)!, link);
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{page} links to {link}, which is not there.");
        }
    }

    /// <summary>The variables that a line uses and another line has made.</summary>
    private static string Declarations(string line)
    {
        string declarations = "";
        if (!line.Contains("var cmq", StringComparison.Ordinal))
            declarations += "await using var cmq = CmqClient.FromEnvironment();\n";
        if (!line.Contains("> orders =", StringComparison.Ordinal))
            declarations += "IQueueClient<OrderPlaced> orders = cmq.Queue<OrderPlaced>();\n";
        if (line.Contains("one.", StringComparison.Ordinal))
            declarations += "ReceivedMessage<OrderPlaced> one = (await orders.ReceiveAsync())!;\n";
        if (line.Contains("(some)", StringComparison.Ordinal))
            declarations += "IReadOnlyList<ReceivedMessage<OrderPlaced>> some = await orders.ReceiveManyAsync();\n";
        return line.Contains("var cmq", StringComparison.Ordinal) ? "" : declarations;
    }
}
