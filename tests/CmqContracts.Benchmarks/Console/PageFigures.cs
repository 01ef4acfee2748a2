using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CmqContracts.Benchmarks;

/// <summary>How soon pages come and how large they are: the first one, the overview of 1,000 queues, and the newest messages of a million.</summary>
internal static partial class PageFigures
{
    private const int Queues = 1_000;
    private const int Messages = 1_000_000;
    private const int Senders = 8;
    private const string Crowded = "crowded";

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        printer.Absolute("console.first", (await Rounds.MediansAsync(FirstAsync))[0], "ms", "bar<=700");
        await MeasureOverviewAsync(printer);
        await MeasureMessagesAsync(printer, "console.messages", []);
        string directory = FigureDirectory.File("console-data");
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        await MeasureMessagesAsync(printer, "console.messages.sqlite", ["--data", directory]);
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>The first page after a start, which loads and compiles all that pages need.</summary>
    private static async Task<double> FirstAsync()
    {
        using ServerProcess server = await ServerProcess.StartToolAsync();
        using HttpClient http = new();
        long start = Stopwatch.GetTimestamp();
        await http.GetStringAsync(new Uri(server.Address, "/console/sign-in"));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task MeasureOverviewAsync(FigurePrinter printer)
    {
        using ServerProcess server = await ServerProcess.StartToolAsync();
        using SignedRequests requests = new(server.Address);
        for (int i = 0; i < Queues; i++)
            await requests.CreateQueueAsync(string.Create(CultureInfo.InvariantCulture, $"shop-{i % 10}-orders-of-region-{i}"));
        using ConsoleVisitor visitor = await ConsoleVisitor.SignInAsync(server.Address);
        for (int i = 0; i < 20; i++)
            await FirstByteAsync(visitor, "");
        double[] overview = await Rounds.MediansAsync(() => FirstByteAsync(visitor, ""));
        printer.Absolute("console.overview", overview[0], "ms", "first-byte bar<=30");

        using HttpResponseMessage page = await visitor.GetAsync("", "br, gzip");
        long bytes = (await page.Content.ReadAsByteArrayAsync()).Length;
        using HttpResponseMessage plain = await visitor.GetAsync("");
        string html = await plain.Content.ReadAsStringAsync();
        foreach (string asset in Asset().Matches(html).Select(static match => match.Groups[1].Value).Distinct())
        {
            using HttpResponseMessage file = await visitor.GetAsync(asset, "br, gzip");
            bytes += (await file.Content.ReadAsByteArrayAsync()).Length;
        }

        printer.Absolute("console.weight", bytes / 1024.0, "KiB", FigurePrinter.Baseline("uncompressed-page", html.Length / 1024.0, "KiB") + " bar<=100");
    }

    private static async Task MeasureMessagesAsync(FigurePrinter printer, string name, string[] options)
    {
        using ServerProcess server = await ServerProcess.StartToolAsync(options);
        await using (CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = server.Address.ToString(), SecretId = SignedRequests.SecretId, SecretKey = SignedRequests.SecretKey }))
        {
            await client.Service.CreateQueueAsync(new CreateQueueRequest(Crowded, new QueueSettings()));
            ReadOnlyMemory<byte>[] batch = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)"""{"id":9007199254740993,"customer":"somebody"}"""u8.ToArray(), 16)];
            await Parallel.ForAsync(0, Messages / batch.Length, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (_, end) =>
                await client.Service.SendMessagesAsync(new SendMessagesRequest(Crowded, batch), end));
        }

        using ConsoleVisitor visitor = await ConsoleVisitor.SignInAsync(server.Address);
        for (int i = 0; i < 20; i++)
            await FirstByteAsync(visitor, $"/queues/{Crowded}");
        double[] newest = await Rounds.MediansAsync(() => WholeAsync(visitor, $"/queues/{Crowded}"));
        printer.Absolute(name, newest[0], "ms", name.EndsWith("sqlite", StringComparison.Ordinal) ? "-" : "bar<=50");
    }

    private static async Task<double> FirstByteAsync(ConsoleVisitor visitor, string path)
    {
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage answer = await visitor.GetAsync(path);
        await using Stream body = await answer.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[1]);
        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await body.CopyToAsync(Stream.Null);
        return time;
    }

    private static async Task<double> WholeAsync(ConsoleVisitor visitor, string path)
    {
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage answer = await visitor.GetAsync(path);
        await answer.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    [GeneratedRegex("(?:href|src)=\"/console/(assets/[^\"]+)\"")]
    private static partial Regex Asset();
}
