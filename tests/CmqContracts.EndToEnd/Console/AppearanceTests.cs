using System.Globalization;
using System.Reflection;
using System.Text;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CmqContracts.EndToEnd.Console;

/// <summary>Every page in light, dark and on a phone: axe finds nothing, nothing is wider than the screen, and artifacts/screenshots has a picture to look at.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class AppearanceTests(ChromiumFixture chromium)
{
    private static readonly string Screenshots = typeof(AppearanceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "Screenshots").Value!;

    private static readonly (int Width, int Height) Desk = (1280, 720);

    private static readonly (int Width, int Height) Phone = (360, 740);

    [Fact]
    public async Task Every_page_is_accessible_and_fits_in_light_in_dark_and_on_a_phone()
    {
        await using ConsoleServer server = await ConsoleServer.StartAsync(chromium);
        IReadOnlyList<(string Name, string Path)> pages = await SampleAccount.FillAsync(server);
        Directory.CreateDirectory(Screenshots);
        List<string> faults = [];
        IPage page = await server.OpenAsync();
        await page.GotoAsync(server.Console.ToString());
        await CheckAsync(page, "sign-in", faults);
        page = await server.SignInAsync();
        foreach ((string name, string path) in pages)
        {
            await page.SetViewportSizeAsync(Desk.Width, Desk.Height);
            IResponse? answer = await page.GotoAsync(path);
            if (answer?.Ok != true)
                faults.Add($"{name}: {answer?.Status}");
            await CheckAsync(page, name, faults);
        }

        faults.AddRange(server.Faults);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task CheckAsync(IPage page, string name, List<string> faults)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await TakeAsync(page, name, "light", faults);
        await JudgeAsync(page, name, "light", faults);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await TakeAsync(page, name, "dark", faults);
        await JudgeAsync(page, name, "dark", faults);
        await page.SetViewportSizeAsync(Phone.Width, Phone.Height);
        await TakeAsync(page, name, "phone", faults);
    }

    private static async Task TakeAsync(IPage page, string name, string look, List<string> faults)
    {
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, $"{name}.{look}.png"), FullPage = true });
        if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"))
            faults.Add($"{name} is wider than the screen, {look}");
    }

    private static async Task JudgeAsync(IPage page, string name, string look, List<string> faults)
    {
        AxeResult result = await page.RunAxe();
        foreach (AxeResultItem violation in result.Violations)
        {
            StringBuilder text = new();
            text.Append(CultureInfo.InvariantCulture, $"{name}, {look}: {violation.Id}: {violation.Help}");
            foreach (AxeResultNode node in violation.Nodes)
                text.Append(CultureInfo.InvariantCulture, $"\n  {node.Html}");
            faults.Add(text.ToString());
        }
    }
}
