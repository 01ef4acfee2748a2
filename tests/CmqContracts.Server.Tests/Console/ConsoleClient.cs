using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace CmqContracts.Server.Tests;

/// <summary>A browser without script on a server's console: it signs in, gets pages, and posts forms with the token of the page that it got last.</summary>
internal sealed partial class ConsoleClient : IDisposable
{
    /// <summary>The operator's token of <see cref="StartAsync"/>.</summary>
    public const string Token = "0123456789abcdef";

    private readonly HttpClient _http;
    private string _formToken = "";

    public ConsoleClient(CmqServer server)
    {
        Endpoint = server.Endpoint;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies, AutomaticDecompression = DecompressionMethods.All });
    }

    public Uri Endpoint { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The id of the session, as the browser has it; <see langword="null"/>: there is none.</summary>
    public string? SessionId => Cookies.GetCookies(new Uri(Endpoint, CmqServer.ConsolePath)).SingleOrDefault(cookie => SessionCookieName().IsMatch(cookie.Name))?.Value;

    /// <summary>A server with a console whose token is <see cref="Token"/>, and otherwise as <see cref="ServerUnderTest"/> has it.</summary>
    public static Task<ServerUnderTest> StartAsync(Action<CmqServerOptions>? configure = null, LogCapture? log = null, CmqLimits? limits = null) => ServerUnderTest.StartAsync(
        options =>
        {
            options.Console = new ConsoleOptions { Token = Token };
            configure?.Invoke(options);
        },
        log,
        limits);

    /// <summary>A browser in which the operator has signed in.</summary>
    public static async Task<ConsoleClient> SignInAsync(ServerUnderTest server)
    {
        ConsoleClient client = new(server.Server);
        (await client.SignInWithTokenAsync()).AssertRedirect("/");
        return client;
    }

    /// <summary>A browser in which a key has signed in.</summary>
    public static async Task<ConsoleClient> SignInAsync(ServerUnderTest server, string secretId, string secretKey)
    {
        ConsoleClient client = new(server.Server);
        (await client.SignInWithKeyAsync(secretId, secretKey)).AssertRedirect("/");
        return client;
    }

    public async Task<ConsoleAnswer> SignInWithTokenAsync(string token = Token)
    {
        await GetAsync("/sign-in");
        return await PostAsync("/sign-in?handler=token", ("token", token));
    }

    public async Task<ConsoleAnswer> SignInWithKeyAsync(string secretId, string secretKey)
    {
        await GetAsync("/sign-in");
        return await PostAsync("/sign-in?handler=key", ("secretId", secretId), ("secretKey", secretKey));
    }

    /// <summary>Gets what is at a path of the console, and follows no redirect.</summary>
    public Task<ConsoleAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>Gets a page, which is there.</summary>
    public async Task<ConsoleAnswer> PageAsync(string path)
    {
        ConsoleAnswer answer = await GetAsync(path);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{path} is {answer.Status}: {answer.Words}");
        return answer;
    }

    /// <summary>Posts a form of the page that it got last, and follows no redirect.</summary>
    public Task<ConsoleAnswer> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, path, [("__RequestVerificationToken", _formToken), .. fields], []);

    /// <summary>Gets a page, posts a form of it, and gets the page that follows.</summary>
    /// <param name="page">The page.</param>
    /// <param name="handler">Which of its forms; empty: its only one.</param>
    /// <param name="fields">What is typed and chosen.</param>
    public async Task<ConsoleAnswer> SubmitAsync(string page, string handler, params (string Name, string Value)[] fields)
    {
        await PageAsync(page);
        ConsoleAnswer answer = await PostAsync(handler.Length == 0 ? page : $"{page}{(page.Contains('?') ? '&' : '?')}handler={handler}", fields);
        return answer.Location is { } next ? await PageAsync(next) : answer;
    }

    /// <summary>Sends any request to a path of the console.</summary>
    public async Task<ConsoleAnswer> SendAsync(HttpMethod method, string path, IEnumerable<(string Name, string Value)>? fields, (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, new Uri(Endpoint, CmqServer.ConsolePath + path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (fields is not null)
        {
            // The whole form at once: FormUrlEncodedContent takes long for bodies of 1 MiB.
            string form = string.Join('&', fields.Select(static field => $"{WebUtility.UrlEncode(field.Name)}={WebUtility.UrlEncode(field.Value)}"));
            request.Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        }

        using HttpResponseMessage response = await _http.SendAsync(request);
        ConsoleAnswer answer = new(response, await response.Content.ReadAsByteArrayAsync());
        if (FormToken().Match(answer.Text) is { Success: true } match)
            _formToken = match.Groups[1].Value;
        return answer;
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("^cmq-console-\\d+$")]
    private static partial Regex SessionCookieName();
}
