using CmqContracts.Protocol;
using CmqContracts.Server;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace CmqContracts.Tool;

/// <summary>Where measurements are sent by OTLP.</summary>
/// <param name="Endpoint">The collector's address. With HTTP it is the complete address, such as <c>http://127.0.0.1:4318/v1/metrics</c>.</param>
/// <param name="Protocol">gRPC or HTTP.</param>
/// <param name="Interval">Time between two exports.</param>
internal sealed record OtlpSettings(Uri Endpoint, OtlpExportProtocol Protocol, TimeSpan Interval)
{
    private enum Transport
    {
        Grpc,
        Http,
    }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ArgumentException">Names the setting that is invalid.</exception>
    public static OtlpSettings Read(SettingsReader settings)
    {
        Uri endpoint = HostText.TryParseUrl(settings.RequireText("Endpoint"), out Uri? url) && url.UserInfo.Length == 0
            ? url
            : throw settings.Wrong("Endpoint", "must be a URL without a user, such as http://127.0.0.1:4317");
        OtlpExportProtocol protocol = settings.Choice<Transport>("Protocol") is Transport.Http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        TimeSpan interval = TimeSpan.FromSeconds(settings.Number("IntervalSeconds", 1, 3600) ?? 60);
        settings.RefuseUnknown();
        return new OtlpSettings(endpoint, protocol, interval);
    }

    /// <summary>Exports the measurements of the servers of this process until it is disposed.</summary>
    public IDisposable Start() => new Export(Sdk.CreateMeterProviderBuilder()
        .AddMeter(CmqServer.MeterName)
        .AddOtlpExporter((exporter, reader) =>
        {
            exporter.Endpoint = Endpoint;
            exporter.Protocol = Protocol;
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)Interval.TotalMilliseconds;
        })
        .Build());

    /// <summary>Exports the last measurements when it is disposed, but waits only so long for the collector that the process stops in time.</summary>
    private sealed class Export(MeterProvider provider) : IDisposable
    {
        private const int ShutdownMilliseconds = 1500;

        public void Dispose()
        {
            provider.Shutdown(ShutdownMilliseconds);
            provider.Dispose();
        }
    }
}
