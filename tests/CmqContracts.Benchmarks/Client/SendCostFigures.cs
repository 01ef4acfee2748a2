using System.Net.Http.Headers;
using System.Text;

namespace CmqContracts.Benchmarks;

/// <summary>What a send costs, against a bare POST of the same bytes, prepared before, to the same server with the same timeout.</summary>
internal static class SendCostFigures
{
    private static readonly MediaTypeHeaderValue FormType = new("application/x-www-form-urlencoded");

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        using ServerProcess server = await ServerProcess.StartToolAsync();
        await using CmqClient client = CmqClient.Connect(RunningHandler.OptionsOf(server.Address, new CmqOptions()));
        IQueueClient<FigureOrder> queue = client.Queue<FigureOrder>();
        await queue.EnsureCreatedAsync();

        using SignedRequests requests = new(server.Address);
        byte[] form = requests.Form("SendMessage", ("queueName", queue.QueueName), ("msgBody", Encoding.UTF8.GetString(FigureOrder.Body)));
        Uri address = new(server.Address, "/v2/index.php");
        using HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null }) { Timeout = new CmqOptions().Timeout };

        OperationCost ours = new(() => queue.SendAsync(FigureOrder.OfOneKibibyte)), bare = new(() => PostAsync(http, address, form));
        await OperationCost.MeasureAsync(() => queue.ClearAsync(), ours, bare);
        printer.Ratio("client.send.cpu", ours.Microseconds / bare.Microseconds, FigurePrinter.Baseline("bare-post", bare.Microseconds, "us") + " bar<=1.25");
        printer.Difference("client.send.alloc", ours.Bytes - bare.Bytes, "bytes", FigurePrinter.Baseline("bare-post", bare.Bytes, "bytes") + " bar<=512");
    }

    private static async Task PostAsync(HttpClient http, Uri address, byte[] form)
    {
        using ReadOnlyMemoryContent content = new(form);
        content.Headers.ContentType = FormType;
        using HttpResponseMessage response = await http.PostAsync(address, content);
        await response.Content.CopyToAsync(Stream.Null);
    }
}
