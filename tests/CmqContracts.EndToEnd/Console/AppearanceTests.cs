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

    [Fact]
    public async Task Every_page_is_accessible_and_fits_in_light_in_dark_and_on_a_phone()
    {
        await using ConsoleServer server = await ConsoleServer.StartAsync(chromium);
        IReadOnlyList<(string Name, string Path)> pages = await SampleAccount.FillAsync(server);
        Directory.CreateDirectory(Screenshots);
        List<string> faults = [];
        foreach ((string look, BrowserNewContextOptions options) in Looks())
        {
            IPage page = await server.OpenAsync(options);
            await page.GotoAsync(server.Console.ToString());
            await CheckAsync(page, "sign-in", look, faults);
            page = await server.SignInAsync(options);
            foreach ((string name, string path) in pages)
            {
                IResponse? answer = await page.GotoAsync(path);
                if (answer?.Ok != true)
                    faults.Add($"{name}: {answer?.Status}");
                await CheckAsync(page, name, look, faults);
            }
        }

        Assert.Empty(faults.Concat(server.Faults));
    }

    private static IEnumerable<(string Look, BrowserNewContextOptions Options)> Looks()
    {
        yield return ("light", new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        yield return ("dark", new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        yield return ("phone", new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, DeviceScaleFactor = 2, HasTouch = true, IsMobile = true });
    }

    private static async Task CheckAsync(IPage page, string name, string look, List<string> faults)
    {
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, $"{name}.{look}.png"), FullPage = true });
        if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"))
            faults.Add($"{name} is wider than the screen in {look}");
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
