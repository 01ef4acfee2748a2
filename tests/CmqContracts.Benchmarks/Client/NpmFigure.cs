using System.Globalization;
using System.Text;

namespace CmqContracts.Benchmarks;

/// <summary>How many single sends a second of processor time suffices for, against the npm client cmq-sdk.</summary>
internal static class NpmFigure
{
    private const int Sends = 5_000;

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        string modules = await InstallAsync();
        using ServerProcess server = await ServerProcess.StartToolAsync();
        await using CmqClient client = CmqClient.Connect(RunningHandler.OptionsOf(server.Address, new CmqOptions()));
        IQueueClient<FigureOrder> queue = client.Queue<FigureOrder>();
        await queue.EnsureCreatedAsync();
        OperationCost ours = new(() => queue.SendAsync(FigureOrder.OfOneKibibyte));
        List<double> theirs = [];
        await OperationCost.MeasureAsync(
            async () =>
            {
                theirs.Add(await RunAsync(modules, server.Address));
                await queue.ClearAsync();
            },
            ours);
        double rate = 1e6 / ours.Microseconds, baseline = Rounds.Median(theirs);
        printer.Ratio("client.npm", rate / baseline, FigurePrinter.Baseline("cmq-sdk", baseline, "/s") + " bar>=5");
    }

    private static async Task<string> InstallAsync()
    {
        string folder = Directory.CreateDirectory(FigureDirectory.File("npm")).FullName, modules = Path.Combine(folder, "node_modules");
        await Command.EnsureInstalledAsync("npm", "npm");
        if (!Directory.Exists(Path.Combine(modules, "cmq-sdk")))
            await Command.RunAsync("npm", "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "cmq-sdk@2.1.0");
        return modules;
    }

    private static async Task<double> RunAsync(string modules, Uri server)
    {
        string scripts = Path.Combine(AppContext.BaseDirectory, "Client");
        string rate = await Command.RunAsync(
            "env",
            $"NODE_PATH={modules}",
            $"CMQ_TEST_PORT={server.Port}",
            $"CMQ_TEST_ID={SignedRequests.SecretId}",
            $"CMQ_TEST_KEY={SignedRequests.SecretKey}",
            $"CMQ_FIGURE_COUNT={Sends}",
            $"CMQ_FIGURE_BODY={Encoding.UTF8.GetString(FigureOrder.Body)}",
            "node",
            "--no-deprecation",
            "--require",
            Path.Combine(scripts, "redirect.js"),
            Path.Combine(scripts, "send.js"));
        return double.Parse(rate, CultureInfo.InvariantCulture);
    }
}
