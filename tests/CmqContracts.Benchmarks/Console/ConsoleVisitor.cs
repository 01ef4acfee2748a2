using System.Net;
using System.Text.RegularExpressions;

namespace CmqContracts.Benchmarks;

/// <summary>Somebody who has signed in to a server's console, with a connection of its own for each stream.</summary>
internal sealed partial class ConsoleVisitor : IDisposable
{
    public const string Token = "figuresfiguresfigures";

    private readonly HttpClient _http;
    private readonly Uri _console;

    private ConsoleVisitor(Uri server)
    {
        _console = new Uri(server, "/console/");
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { Timeout = TimeSpan.FromMinutes(5) };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public static async Task<ConsoleVisitor> SignInAsync(Uri server)
    {
        ConsoleVisitor visitor = new(server);
        Uri page = new(visitor._console, "sign-in");
        string form = FormToken().Match(await visitor._http.GetStringAsync(page)).Groups[1].Value;
        using FormUrlEncodedContent content = new([new("token", Token), new("__RequestVerificationToken", form)]);
        using HttpResponseMessage answer = await visitor._http.PostAsync(new Uri(page, "?handler=token"), content);
        return answer.IsSuccessStatusCode && answer.RequestMessage!.RequestUri!.AbsolutePath != page.AbsolutePath ? visitor : throw new MeasurementException($"The console let nobody in: {answer.StatusCode}.");
    }

    /// <summary>Asks for a page of the account <c>default</c>.</summary>
    /// <param name="path">The path behind the account's.</param>
    /// <param name="encoding">What the answer may be compressed with.</param>
    public async Task<HttpResponseMessage> GetAsync(string path, string encoding = "identity")
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(_console, path.StartsWith("assets", StringComparison.Ordinal) ? path : "accounts/default" + path));
        request.Headers.AcceptEncoding.ParseAdd(encoding);
        return (await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode();
    }

    /// <summary>Reads a live stream until the end.</summary>
    public async Task WatchAsync(CancellationToken end)
    {
        try
        {
            using HttpResponseMessage answer = await GetAsync("/live");
            await using Stream stream = await answer.Content.ReadAsStreamAsync(end);
            await stream.CopyToAsync(Stream.Null, end);
        }
        catch (OperationCanceledException)
        {
        }
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
