using CmqContracts.Testing;
using Microsoft.Playwright;

namespace CmqContracts.EndToEnd.Console;

/// <summary>A <c>cmq serve</c> in a process of its own with its console, and browsers that have signed in.</summary>
internal sealed class ConsoleServer : IAsyncDisposable
{
    public const string Token = "a token of the tests, 0123456789";
    public const string SecretId = "AKIDtests";
    public static readonly string SecretKey = Guid.NewGuid().ToString();

    private readonly ChromiumFixture _chromium;
    private readonly List<IBrowserContext> _contexts = [];

    private ConsoleServer(ChromiumFixture chromium, ProgramUnderTest process, Uri endpoint)
    {
        _chromium = chromium;
        Process = process;
        Endpoint = endpoint;
        Client = CmqClient.Connect(new CmqOptions { Endpoint = endpoint.ToString(), SecretId = SecretId, SecretKey = SecretKey });
    }

    public ProgramUnderTest Process { get; }

    public Uri Endpoint { get; }

    public Uri Console => new(Endpoint, "/console");

    /// <summary>Another client of the server, with a key of the account <c>default</c>.</summary>
    public CmqClient Client { get; }

    /// <summary>What pages asked for from anywhere but the server, and what their scripts failed with.</summary>
    public List<string> Faults { get; } = [];

    public static async Task<ConsoleServer> StartAsync(ChromiumFixture chromium, params string[] arguments)
    {
        ProgramUnderTest process = ProgramUnderTest.Start(
            "Tool",
            new Dictionary<string, string> { ["CMQ_SECRET_ID"] = SecretId, ["CMQ_SECRET_KEY"] = SecretKey, ["CMQ_CONSOLE_TOKEN"] = Token },
            ["serve", "--port", "0", .. arguments]);
        string line = await process.WaitForLineAsync("CMQ is served at ");
        await process.WaitForLineAsync("Ctrl+C stops it");
        return new ConsoleServer(chromium, process, new Uri(line.Split(' ')[4]));
    }

    /// <summary>A page of a browser with nothing in it.</summary>
    public async Task<IPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        IBrowserContext context = await _chromium.Browser.NewContextAsync(options ?? new BrowserNewContextOptions());
        context.SetDefaultTimeout(30_000);
        _contexts.Add(context);
        IPage page = await context.NewPageAsync();
        page.PageError += (_, error) => Faults.Add(error);
        page.Console += (_, message) =>
        {
            // Answers with errors are part of tests, and Chromium reports each.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                Faults.Add(message.Text);
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Endpoint.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && request.Url != "about:blank")
                Faults.Add($"asked for {request.Url}");
        };
        return page;
    }

    /// <summary>A page of somebody who has signed in as operator, at the overview of the account <c>default</c>.</summary>
    public async Task<IPage> SignInAsync(BrowserNewContextOptions? options = null)
    {
        IPage page = await OpenAsync(options);
        await page.GotoAsync(Console.ToString());
        await page.GetByLabel("Token", new PageGetByLabelOptions { Exact = true }).FillAsync(Token);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/accounts/default");
        return page;
    }

    public string Path(string path) => $"{Console}/accounts/default{path}";

    public async ValueTask DisposeAsync()
    {
        foreach (IBrowserContext context in _contexts)
            await context.DisposeAsync();
        await Client.DisposeAsync();
        await Process.DisposeAsync();
    }
}
