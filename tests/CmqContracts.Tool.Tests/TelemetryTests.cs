using System.Net;
using System.Text;
using CmqContracts.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq serve</c> exports its measurements to a collector.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_collector_gets_measurements_of_requests_and_queues_and_no_content()
    {
        TaskCompletionSource<string> measured = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WebApplication collector = await StartCollectorAsync(text =>
        {
            if (text.Contains("cmq.queue.messages", StringComparison.Ordinal) && text.Contains("SendMessage", StringComparison.Ordinal))
                measured.TrySetResult(text);
        });
        await File.WriteAllTextAsync(_file, $$"""{ "Otlp": { "Endpoint": "{{collector.Urls.Single()}}/v1/metrics", "Protocol": "Http", "IntervalSeconds": 1 } }""");
        Dictionary<string, string> pair = new() { ["CMQ_SECRET_ID"] = "AKIDmine", ["CMQ_SECRET_KEY"] = "my own key" };
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", pair, "serve", "--port", "0", "--config", _file);
        string endpoint = (await tool.WaitForLineAsync("CMQ_ENDPOINT=")).Split('=')[1].Trim();
        await using CmqClient cmq = CmqClient.Connect(new CmqOptions { Endpoint = endpoint, SecretId = "AKIDmine", SecretKey = "my own key" });
        await cmq.Service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        await cmq.Service.SendMessagesAsync(new SendMessagesRequest("orders", ["what is in it"u8.ToArray()]));

        string text = await measured.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Contains("cmq.server.request.duration", text, StringComparison.Ordinal);
        Assert.Contains("orders", text, StringComparison.Ordinal);
        Assert.DoesNotContain("what is in it", text, StringComparison.Ordinal);
        Assert.DoesNotContain("my own key", text, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartCollectorAsync(Action<string> received)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication collector = builder.Build();
        collector.Run(async http =>
        {
            using MemoryStream body = new();
            await http.Request.Body.CopyToAsync(body);
            received(Encoding.Latin1.GetString(body.ToArray()));
            http.Response.ContentType = "application/x-protobuf";
        });
        await collector.StartAsync();
        return collector;
    }
}
