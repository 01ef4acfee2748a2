using System.Diagnostics;

namespace CmqContracts.Benchmarks;

/// <summary>
/// The 99th percentile of the time of a send, at 30 % of the highest rate, while 20 people watch the overview, bodies of 1 MiB are peeked, a million messages are
/// searched and rewind profiles of ten million are taken, compared with the same without these; in memory and on SQLite. The server is this
/// program in a process of its own, whose queues are filled before.
/// </summary>
internal static class ConsoleDisturbFigure
{
    private const int Watchers = 20;
    private const int Senders = 16;
    private const double Share = 0.3;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Highest = TimeSpan.FromSeconds(3);
    private static readonly ReadOnlyMemory<byte>[] Single = [EngineFigures.Body()];

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        foreach (string store in new[] { "memory", "sqlite" })
        {
            using ServerProcess server = await ServerProcess.StartAsync(Command.ThisProgram, "console-server", store);
            await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = server.Address.ToString(), SecretId = SignedRequests.SecretId, SecretKey = SignedRequests.SecretKey });
            using ConsoleVisitor visitor = await ConsoleVisitor.SignInAsync(server.Address);
            await SendAsync(client, Highest, perSecond: null);
            double rate = Share * (await SendAsync(client, Highest, perSecond: null)).Length / Highest.TotalSeconds;
            double[] p99 = await Rounds.MediansAsync(
                async () =>
                {
                    using CancellationTokenSource end = new();
                    Task[] lookers =
                    [
                        .. Enumerable.Range(0, Watchers).Select(_ => visitor.WatchAsync(end.Token)),
                        LookAsync(async () => await visitor.GetAsync($"/queues/{ConsoleServerProgram.Large}"), end.Token),
                        LookAsync(client.Inspector, PeekAsync, end.Token),
                        LookAsync(client.Inspector, SearchAsync, end.Token),
                        LookAsync(client.Inspector, static (inspector, token) => inspector.GetRewindProfileAsync(ConsoleServerProgram.Rewindable, token).AsTask(), end.Token),
                    ];
                    double result = Rounds.Percentile(await SendAsync(client, Round, rate), 0.99);
                    await end.CancelAsync();
                    await Task.WhenAll(lookers);
                    return result;
                },
                async () => Rounds.Percentile(await SendAsync(client, Round, rate), 0.99));
            printer.Ratio(
                $"console.disturb.{store}",
                p99[0] / p99[1],
                $"{FigurePrinter.Baseline("undisturbed-p99", p99[1], "us")},{FigurePrinter.Baseline("disturbed-p99", p99[0], "us")},{FigurePrinter.Baseline("rate", rate, "/s")} bar<=2.0");
        }
    }

    /// <summary>Sends with all senders, each as soon as it may: with a rate, at fixed times, from which the time is counted, so that a send that is late delays no other one unseen.</summary>
    /// <returns>The times of all sends in microseconds, in ascending order.</returns>
    private static async Task<double[]> SendAsync(CmqClient client, TimeSpan time, double? perSecond)
    {
        List<double>[] times = [.. Enumerable.Range(0, Senders).Select(static _ => new List<double>())];
        long start = Stopwatch.GetTimestamp();
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            while (true)
            {
                TimeSpan due = perSecond is { } rate ? TimeSpan.FromSeconds(Interlocked.Increment(ref next) / rate) : Stopwatch.GetElapsedTime(start);
                if (due > time)
                    return;
                TimeSpan wait = due - Stopwatch.GetElapsedTime(start);
                if (wait > TimeSpan.FromMilliseconds(1))
                    await Task.Delay(wait);
                while (Stopwatch.GetElapsedTime(start) < due)
                    await Task.Yield();
                await client.Service.SendMessagesAsync(new SendMessagesRequest(ConsoleServerProgram.Busy, Single));
                times[sender].Add((Stopwatch.GetElapsedTime(start) - due).TotalMicroseconds);
            }
        })));
        return [.. times.SelectMany(static each => each).Order()];
    }

    private static async Task PeekAsync(ICmqInspector inspector, CancellationToken end) =>
        await inspector.PeekMessagesAsync(new PeekMessagesRequest(ConsoleServerProgram.Large, MessageState.Active) { MaxMessages = 16, MaxBytes = 16 * 1024 * 1024 }, end);

    private static async Task SearchAsync(ICmqInspector inspector, CancellationToken end)
    {
        SearchMessagesRequest request = new(ConsoleServerProgram.Searched, MessageState.Active, new MessageFilter { JsonPath = "$.customer", Value = "nobody" }) { MaxExamined = 100_000 };
        while (true)
        {
            SearchResult result = await inspector.SearchMessagesAsync(request, end);
            if (result.ContinueAfter is null)
                return;
            request = request with { AfterMessageId = result.ContinueAfter };
        }
    }

    private static Task LookAsync(ICmqInspector inspector, Func<ICmqInspector, CancellationToken, Task> look, CancellationToken end) => LookAsync(
        async () =>
        {
            await look(inspector, end);
            return null;
        },
        end);

    private static async Task LookAsync(Func<Task<HttpResponseMessage?>> look, CancellationToken end)
    {
        try
        {
            while (!end.IsCancellationRequested)
            {
                using HttpResponseMessage? answer = await look();
                if (answer is not null)
                    await answer.Content.ReadAsByteArrayAsync(end);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
