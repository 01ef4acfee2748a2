using System.Net;
using System.Text.RegularExpressions;
using CmqContracts.Testing;

namespace CmqContracts.EndToEnd.Console;

/// <summary>The console of a <c>cmq serve</c> without a browser: what it loads, and how it ends.</summary>
public sealed partial class ConsoleProcessTests
{
    private const string Token = "a token of the tests, 0123456789";

    [Fact]
    public async Task Nothing_of_MVC_is_loaded_before_the_first_visit()
    {
        await using ProgramUnderTest server = await StartAsync();
        Uri endpoint = await EndpointAsync(server);
        using HttpClient http = new();
        Assert.Equal("live\n", await http.GetStringAsync(new Uri(endpoint, "/health/live")));
        Assert.DoesNotContain(await LoadedAsync(server), static file => file.Contains("Mvc", StringComparison.Ordinal) || file.Contains("Razor", StringComparison.Ordinal));

        await http.GetStringAsync(new Uri(endpoint, "/console/sign-in"));

        Assert.Contains(await LoadedAsync(server), static file => file.EndsWith("Microsoft.AspNetCore.Mvc.RazorPages.dll", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_console_its_path_is_like_any_other()
    {
        await using ProgramUnderTest server = await StartAsync("--no-console");
        Uri endpoint = await EndpointAsync(server);
        using HttpClient http = new();

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(endpoint, "/console/sign-in"))).StatusCode);
        Assert.DoesNotContain("In a browser", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_ends_twenty_streams_in_order_and_cuts_none_off()
    {
        await using ProgramUnderTest server = await StartAsync();
        Uri endpoint = await EndpointAsync(server);
        using HttpClient http = await SignInAsync(endpoint);
        List<HttpResponseMessage> streams = [];
        for (int i = 0; i < 20; i++)
        {
            HttpResponseMessage stream = await http.GetAsync(new Uri(endpoint, "/console/accounts/default/live"), HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", stream.Content.Headers.ContentType?.MediaType);
            streams.Add(stream);
        }

        Task<string[]> reading = Task.WhenAll(streams.Select(static stream => stream.Content.ReadAsStringAsync()));
        server.Terminate();

        // A stream that was cut off would throw.
        Assert.All(await reading, static text => Assert.StartsWith("event: ", text, StringComparison.Ordinal));
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task Where_nobody_looks_a_new_token_is_in_a_file_of_its_own_that_ends_with_the_server()
    {
        await using ProgramUnderTest server = ProgramUnderTest.Start("Tool", new Dictionary<string, string>(), "serve", "--port", "0");
        Uri endpoint = await EndpointAsync(server);
        string line = await server.WaitForLineAsync("the token is in ");
        string file = line[(line.IndexOf("the token is in ", StringComparison.Ordinal) + "the token is in ".Length)..];

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        string token = (await File.ReadAllTextAsync(file)).Trim();
        Assert.DoesNotContain(token, server.Output, StringComparison.Ordinal);
        using HttpClient http = await SignInAsync(endpoint, token);
        Assert.Contains("Queues", await http.GetStringAsync(new Uri(endpoint, "/console/accounts/default")), StringComparison.Ordinal);
        server.Terminate();
        await server.WaitForExitAsync();
        Assert.False(File.Exists(file));
    }

    private static async Task<ProgramUnderTest> StartAsync(params string[] arguments)
    {
        ProgramUnderTest server = ProgramUnderTest.Start("Tool", new Dictionary<string, string> { ["CMQ_CONSOLE_TOKEN"] = Token }, ["serve", "--port", "0", .. arguments]);
        await server.WaitForLineAsync("Ctrl+C stops it");
        return server;
    }

    private static async Task<Uri> EndpointAsync(ProgramUnderTest server) => new((await server.WaitForLineAsync("CMQ is served at ")).Split(' ')[4]);

    private static async Task<HttpClient> SignInAsync(Uri endpoint, string token = Token)
    {
        HttpClient http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), MaxConnectionsPerServer = 100 });
        Uri page = new(endpoint, "/console/sign-in");
        string form = FormToken().Match(await http.GetStringAsync(page)).Groups[1].Value;
        using FormUrlEncodedContent content = new([new("token", token), new("__RequestVerificationToken", form)]);
        (await http.PostAsync(new Uri(page, "?handler=token"), content)).EnsureSuccessStatusCode();
        return http;
    }

    /// <summary>The files that a process has in its memory.</summary>
    private static async Task<string[]> LoadedAsync(ProgramUnderTest server) =>
        [.. (await File.ReadAllLinesAsync($"/proc/{server.Id}/maps")).Select(static line => line.Split(' ')[^1]).Distinct()];

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
