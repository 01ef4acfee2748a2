using System.Diagnostics.Metrics;
using CmqContracts.Broker;
using CmqContracts.Testing;

namespace CmqContracts.Server.Tests;

/// <summary>How often the metrics of queues read the queues.</summary>
/// <remarks>A listener reads the meters of all servers in the process, so tests with listeners run one after another.</remarks>
[Collection(nameof(MeterListener))]
public sealed class QueueReadingTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly CountingBackend _backend = new();
    private readonly HttpClient _http = new();
    private CmqServer _server = null!;

    public async Task InitializeAsync() =>
        _server = await CmqServer.StartAsync(_backend, new CmqServerOptions { AllowAnonymous = true, TimeProvider = _clock });

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task Each_reader_of_the_page_causes_one_reading()
    {
        for (int i = 0; i < 20; i++)
        {
            await ReadPageAsync();
            _clock.AdvanceSeconds(i % 2);
        }

        Assert.Equal(20, _backend.Readings);
    }

    [Fact]
    public async Task Others_that_listen_cause_a_reading_when_the_last_one_is_a_second_old()
    {
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == CmqServer.MeterName)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        listener.Start();
        await ReadPageAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        for (int i = 0; i < 20; i++)
            listener.RecordObservableInstruments();
        await ReadPageAsync();
        Assert.Equal(2, _backend.Readings);

        _clock.AdvanceSeconds(1);
        listener.RecordObservableInstruments();
        while (_backend.Readings == 2)
            await Task.Delay(10);
    }

    private Task<string> ReadPageAsync() => _http.GetStringAsync(new Uri(_server.Endpoint, "/metrics"));

    private sealed class CountingBackend() : ForwardingBackend(new CmqBroker())
    {
        private int _readings;

        public int Readings => Volatile.Read(ref _readings);

        public override ValueTask<IReadOnlyList<string>> ListAccountsAsync(CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _readings);
            return base.ListAccountsAsync(cancellationToken);
        }
    }
}
