using CmqContracts.Broker;
using CmqContracts.Server;

namespace CmqContracts.Benchmarks;

/// <summary>Three figures of the main use case: a round trip over signed HTTP, one order encoded, one order decoded.</summary>
internal static class SmokeFigures
{
    private const int Connections = 4;

    // Sizes of the three requests and replies of the round trip, so that the baseline transfers as many bytes.
    private const int SendRequest = 330, SendReply = 80, ReceiveRequest = 250, ReceiveReply = 330, DeleteRequest = 260, DeleteReply = 45;

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await MeasureRoundTripAsync(printer);
        using CodecBenchmarks codec = new();
        (double ours, double baseline) = Rounds.NanosecondsPerCall(codec.Encode, codec.EncodeWithSystemTextJson);
        printer.Ratio("smoke.encode", ours / baseline, FigurePrinter.Baseline("system-text-json", baseline, "ns"));
        (ours, baseline) = Rounds.NanosecondsPerCall(() => codec.Decode(), () => codec.DecodeWithSystemTextJson());
        printer.Ratio("smoke.decode", ours / baseline, FigurePrinter.Baseline("system-text-json", baseline, "ns"));
    }

    private static async Task MeasureRoundTripAsync(FigurePrinter printer)
    {
        await using CmqBroker broker = new();
        await using CmqServer server = await CmqServer.StartAsync(broker, new CmqServerOptions { Keys = [new CmqKey { SecretId = "AKIDsmoke", SecretKey = "key" }] });
        await using CmqClient cmq = CmqClient.Connect(new CmqOptions { Endpoint = server.Endpoint.ToString(), SecretId = "AKIDsmoke", SecretKey = "key" });
        IQueueClient<SmokeOrder> orders = cmq.Queue<SmokeOrder>();
        await orders.EnsureCreatedAsync();

        await using BareKestrel kestrel = await BareKestrel.StartAsync();
        using BareClient client = new();
        (Uri Address, byte[] Body)[] requests =
        [
            (kestrel.Answering(SendReply), new byte[SendRequest]),
            (kestrel.Answering(ReceiveReply), new byte[ReceiveRequest]),
            (kestrel.Answering(DeleteReply), new byte[DeleteRequest]),
        ];

        (double ours, double baseline) = await Rounds.OperationsPerSecondAsync(
            end => Workers.RunAsync(Connections, _ => RoundTripAsync(orders), end),
            end => Workers.RunAsync(
                Connections,
                async _ =>
                {
                    foreach ((Uri address, byte[] body) in requests)
                        await client.PostAsync(address, body);
                },
                end),
            TimeSpan.FromSeconds(1));
        printer.Ratio("smoke.roundtrip", ours / baseline, FigurePrinter.Baseline("bare-kestrel", baseline, "/s"));
    }

    private static async Task RoundTripAsync(IQueueClient<SmokeOrder> orders)
    {
        await orders.SendAsync(SmokeOrder.Sample);
        ReceivedMessage<SmokeOrder> message = await orders.ReceiveAsync(wait: TimeSpan.FromSeconds(3)) ?? throw new InvalidOperationException("A message that was sent did not come.");
        await message.DeleteAsync();
    }
}
