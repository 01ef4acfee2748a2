namespace CmqContracts.Tests.Telemetry;

/// <summary>Where nobody looks, telemetry costs nothing.</summary>
[Collection(nameof(UnobservedTests))]
[CollectionDefinition(nameof(UnobservedTests), DisableParallelization = true)] // Listeners are of the whole process.
public sealed class UnobservedTests
{
    private const int Rounds = 1_000;

    private static readonly InstantService Instant = new();
    private static readonly TelemetryService Service = new TelemetryService(Instant, new ClientTelemetry(server: null, TimeProvider.System));

    [Fact]
    public async Task Requests_allocate_nothing()
    {
        SendMessagesRequest send = new("q", ["a"u8.ToArray()]);
        PublishMessagesRequest publish = new("t", ["a"u8.ToArray()]);
        ReceiveMessagesRequest receive = new("q");
        DeleteMessagesRequest delete = new("q", ["h"]);
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Rounds; i++)
            {
                await Service.SendMessagesAsync(send);
                await Service.PublishMessagesAsync(publish);
                await Service.ReceiveMessagesAsync(receive);
                await Service.DeleteMessagesAsync(delete);
            }

            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(round == 0 || bytes < Rounds, $"{bytes} bytes");
        }
    }

    [Fact]
    public void No_span_begins()
    {
        ClientTelemetry telemetry = new(server: null, TimeProvider.System);

        Assert.Null(telemetry.BeginSend(Operation.Send, "q"));
        Assert.Null(telemetry.BeginCreate("q"));
        Assert.Null(telemetry.BeginProcess("q", "1", created: default, continues: false));
        Assert.Null(RequestTries.Begin());
    }

    private sealed class InstantService() : DelegatingCmqService(CallRecorder.Create())
    {
        private static readonly IReadOnlyList<string> Ids = ["1"];

        public override ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default) => new(Ids);

        public override ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default) => new(Ids);

        public override ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default) => new((IReadOnlyList<CmqMessage>)[]);

        public override ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default) => new((IReadOnlyList<DeleteMessageFailure>)[]);
    }
}
