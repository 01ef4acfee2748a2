using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Benchmarks;

/// <summary>The baseline of server figures: Kestrel that reads a body to its end without parsing it and answers as many bytes as the query asks for.</summary>
internal sealed class BareKestrel : IAsyncDisposable
{
    private static readonly byte[] Answer = new byte[1024 * 1024];

    private readonly WebApplication _app;

    private BareKestrel(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<BareKestrel> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        WebApplication app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        return new BareKestrel(app, new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()));
    }

    /// <summary>Prints its address, and serves until the process ends.</summary>
    public static async Task ServeAsync(TextWriter output)
    {
        await using BareKestrel kestrel = await StartAsync();
        await output.WriteLineAsync($"Bare Kestrel is at {kestrel.Address}");
        await output.FlushAsync();
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }

    /// <summary>The address that answers with a number of bytes.</summary>
    public Uri Answering(int bytes) => new(Address, $"/?{bytes}");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext http)
    {
        System.IO.Pipelines.ReadResult body;
        do
        {
            body = await http.Request.BodyReader.ReadAsync();
            http.Request.BodyReader.AdvanceTo(body.Buffer.End);
        }
        while (!body.IsCompleted);
        int bytes = int.Parse(http.Request.QueryString.Value.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = bytes;
        await http.Response.Body.WriteAsync(Answer.AsMemory(0, bytes));
    }
}
