using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace CmqContracts.Benchmarks;

/// <summary>
/// What a send costs and what it is compared with, measured in a process of its own whose pool threads do not spin before they sleep: spinning is
/// processor time too, but how much of it there is depends on how fast the server answers.
/// </summary>
/// <param name="Microseconds">Processor time of a call.</param>
/// <param name="Bytes">Bytes that a call allocates.</param>
internal sealed record SendCosts(double Microseconds, double Bytes)
{
    /// <summary>A send, and a bare POST of the same bytes, prepared before, with the same timeout.</summary>
    public const string AgainstPost = "post";

    /// <summary>A send while all spans and metrics are heard, and one while none is.</summary>
    public const string AgainstSilence = "silence";

    private static readonly MediaTypeHeaderValue FormType = new("application/x-www-form-urlencoded");

    /// <summary>Starts the process.</summary>
    /// <param name="comparison">What is compared.</param>
    /// <param name="server">The server.</param>
    /// <returns>The costs of both.</returns>
    public static async Task<(SendCosts Ours, SendCosts Baseline)> MeasureAsync(string comparison, Uri server)
    {
        ProcessStartInfo start = Command.StartInfo(Command.ThisProgram, "send-costs", comparison, server.ToString());
        start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        string[] lines = (await Command.RunAsync(start)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (Parse(lines[0]), Parse(lines[1]));
    }

    /// <summary>The work of that process.</summary>
    public static async Task RunAsync(string comparison, Uri server, TextWriter output)
    {
        await using CmqClient client = CmqClient.Connect(RunningHandler.OptionsOf(server, new CmqOptions()));
        IQueueClient<FigureOrder> queue = client.Queue<FigureOrder>();
        await queue.EnsureCreatedAsync();
        using BarePost post = new(server, queue.QueueName);
        (OperationCost ours, OperationCost baseline) = comparison switch
        {
            AgainstPost => (new OperationCost(Send), new OperationCost(post.SendAsync)),
            AgainstSilence => (new OperationCost(Send) { During = static () => new Listeners() }, new OperationCost(Send)),
            _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, null),
        };
        await OperationCost.MeasureAsync(() => queue.ClearAsync(), ours, baseline);
        foreach (OperationCost cost in (OperationCost[])[ours, baseline])
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{cost.Microseconds} {cost.Bytes}"));

        Task Send() => queue.SendAsync(FigureOrder.OfOneKibibyte);
    }

    private static SendCosts Parse(string line)
    {
        string[] numbers = line.Split(' ');
        return new SendCosts(double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    private sealed class BarePost : IDisposable
    {
        private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null }) { Timeout = new CmqOptions().Timeout };
        private readonly Uri _address;
        private readonly byte[] _form;

        public BarePost(Uri server, string queueName)
        {
            using SignedRequests requests = new(server);
            _form = requests.Form("SendMessage", ("queueName", queueName), ("msgBody", Encoding.UTF8.GetString(FigureOrder.Body)));
            _address = new Uri(server, "/v2/index.php");
        }

        public async Task SendAsync()
        {
            using ReadOnlyMemoryContent content = new(_form);
            content.Headers.ContentType = FormType;
            using HttpResponseMessage response = await _http.PostAsync(_address, content);
            await response.Content.CopyToAsync(Stream.Null);
        }

        public void Dispose() => _http.Dispose();
    }

    /// <summary>Listens to all spans and all metrics of the process.</summary>
    private sealed class Listeners : IDisposable
    {
        private readonly ActivityListener _spans = new() { ShouldListenTo = static _ => true, Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded };
        private readonly MeterListener _metrics = new() { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };

        public Listeners()
        {
            ActivitySource.AddActivityListener(_spans);
            _metrics.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
            _metrics.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
            _metrics.Start();
        }

        public void Dispose()
        {
            _spans.Dispose();
            _metrics.Dispose();
        }
    }
}
