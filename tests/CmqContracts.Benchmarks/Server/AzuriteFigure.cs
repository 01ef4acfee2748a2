using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Benchmarks;

/// <summary>Sends per second, compared with Azurite's queue, a well-known emulator, with its own signatures: both in memory, or both on disk.</summary>
internal static class AzuriteFigure
{
    private const string Queue = "figures";
    private const string Account = "devstoreaccount1";
    private const int Connections = 64;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    // The published key of Azurite's only account.
    private static readonly byte[] Key = Convert.FromBase64String("Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==");

    public static Task MeasureInMemoryAsync(FigurePrinter printer) => MeasureAsync(printer, "server.azurite", ["--inMemoryPersistence"], []);

    public static async Task MeasureOnDiskAsync(FigurePrinter printer)
    {
        string azurite = DurableQueue.NewDirectory("azurite.store");
        await MeasureAsync(printer, "durable.azurite", ["--location", azurite], ["--data", DurableQueue.NewDirectory()]);
        DurableQueue.Delete(azurite);
    }

    private static async Task MeasureAsync(FigurePrinter printer, string figure, string[] azuriteStore, string[] ourStore)
    {
        await Command.EnsureInstalledAsync("wrk", "wrk");
        await InstallAsync();
        using ServerProcess azurite = await ServerProcess.StartAsync(
            "node",
            [
                Path.Combine(FigureDirectory.File("azurite"), "node_modules", "azurite", "dist", "src", "queue", "main.js"),
                "--disableTelemetry",
                "--skipApiVersionCheck",
                "--silent",
                "--queuePort",
                FreePort().ToString(CultureInfo.InvariantCulture),
                .. azuriteStore,
            ]);
        using ServerProcess server = await ServerProcess.StartToolAsync(ourStore);
        using SignedRequests requests = new(server.Address);
        await requests.CreateQueueAsync(Queue);
        string file = SignedRequests.Write("send", 64, () => requests.Request(V2Actions.SendMessage, SignedRequests.Send(Queue)));
        string azuriteFile = SignedRequests.Write("send.azurite", 1, () => Request(azurite.Address, "POST", $"{Queue}/messages", $"<QueueMessage><MessageText>{WebUtility.HtmlEncode(SignedRequests.Body)}</MessageText></QueueMessage>"));
        await CreateQueueAsync(azurite.Address);

        double[] medians = await Rounds.MediansAsync(
            () => SendFigures.SendAsync(server, requests, file, Connections),
            async () => (await Wrk.SendAsync(azurite.Address, Connections, Round, azuriteFile)).PerSecond);
        printer.Ratio(figure, medians[0] / medians[1], $"{FigurePrinter.Baseline("azurite", medians[1], "/s")},{FigurePrinter.Baseline("ours", medians[0], "/s")}");
    }

    private static async Task InstallAsync()
    {
        string folder = FigureDirectory.File("azurite");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "azurite")))
            await Command.RunAsync("npm", "install", "--prefix", Directory.CreateDirectory(folder).FullName, "--ignore-scripts", "--no-audit", "--no-fund", "azurite@3.35.0");
    }

    private static async Task CreateQueueAsync(Uri azurite)
    {
        using Socket connection = new(SocketType.Stream, ProtocolType.Tcp);
        await connection.ConnectAsync(IPAddress.Loopback, azurite.Port);
        await connection.SendAsync(Request(azurite, "PUT", Queue, ""));
        byte[] reply = new byte[4096];
        string text = Encoding.ASCII.GetString(reply, 0, await connection.ReceiveAsync(reply));
        if (!text.StartsWith("HTTP/1.1 201", StringComparison.Ordinal))
            throw new MeasurementException($"Azurite refuses: {text.Split('\r')[0]}");
    }

    /// <summary>A request with Azure's SharedKey signature over verb, length, date, version and resource.</summary>
    private static byte[] Request(Uri azurite, string method, string resource, string body)
    {
        string date = DateTime.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        const string version = "2024-11-04";
        string length = body.Length == 0 ? "" : body.Length.ToString(CultureInfo.InvariantCulture);
        string signed = $"{method}\n\n\n{length}\n\n\n\n\n\n\n\n\nx-ms-date:{date}\nx-ms-version:{version}\n/{Account}/{Account}/{resource}";
        string signature = Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(signed)));
        return Encoding.ASCII.GetBytes($"{method} /{Account}/{resource} HTTP/1.1\r\nHost: {azurite.Authority}\r\nx-ms-date: {date}\r\nx-ms-version: {version}\r\nAuthorization: SharedKey {Account}:{signature}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
