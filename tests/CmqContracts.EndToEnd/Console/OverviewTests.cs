using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CmqContracts.EndToEnd.Console;

[Collection(ChromiumCollection.Name)]
public sealed class OverviewTests(ChromiumFixture chromium)
{
    [Fact]
    public async Task A_send_of_another_client_shows_within_a_second()
    {
        await using ConsoleServer server = await ConsoleServer.StartAsync(chromium);
        IQueueClient<ReadOnlyMemory<byte>> queue = server.Client.Queue("orders");
        await queue.EnsureCreatedAsync();
        IPage page = await server.SignInAsync();
        ILocator active = page.Locator("tr[data-queue=orders] [data-f=active]");
        await Expect(active).ToHaveTextAsync("0");
        await Expect(page.Locator("[data-live-state]")).ToHaveTextAsync("Live.");

        await queue.SendAsync("{}"u8.ToArray());

        await Expect(active).ToHaveTextAsync("1", new LocatorAssertionsToHaveTextOptions { Timeout = 1_000 });
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task A_page_that_nobody_sees_ends_its_stream_and_takes_it_up_again()
    {
        await using ConsoleServer server = await ConsoleServer.StartAsync(chromium);
        IPage page = await server.SignInAsync();
        await Expect(page.Locator("[data-live-state]")).ToHaveTextAsync("Live.");

        TaskCompletionSource<IRequest> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        page.RequestFailed += (_, request) => end.TrySetResult(request);
        page.RequestFinished += (_, request) => end.TrySetResult(request);
        await ShowAsync(page, isHidden: true);
        IRequest ended = await end.Task;
        IRequest begun = await page.RunAndWaitForRequestAsync(() => ShowAsync(page, isHidden: false), static request => request.Url.EndsWith("/live", StringComparison.Ordinal));

        Assert.EndsWith("/live", ended.Url, StringComparison.Ordinal);
        Assert.NotSame(ended, begun);
    }

    [Fact]
    public async Task A_queue_that_another_client_creates_appears_and_one_that_it_deletes_goes()
    {
        await using ConsoleServer server = await ConsoleServer.StartAsync(chromium);
        await server.Client.Queue("first").EnsureCreatedAsync();
        IPage page = await server.SignInAsync();
        await Expect(page.Locator("[data-live-state]")).ToHaveTextAsync("Live.");

        await server.Client.Queue("second").EnsureCreatedAsync();
        await Expect(page.Locator("tr[data-queue=second]")).ToBeVisibleAsync();
        await server.Client.Queue("first").DeleteQueueAsync();
        await Expect(page.Locator("tr[data-queue=first]")).ToHaveCountAsync(0);
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task No_other_page_can_frame_the_console()
    {
        await using ConsoleServer server = await ConsoleServer.StartAsync(chromium);
        IPage page = await server.SignInAsync();
        await page.RouteAsync("http://elsewhere.example/", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = $"<iframe src='{server.Console}/accounts/default'></iframe>" }));

        await page.GotoAsync("http://elsewhere.example/");

        IFrame frame = Assert.Single(page.Frames, frame => frame != page.MainFrame);
        Assert.StartsWith("chrome-error:", await frame.EvaluateAsync<string>("location.href"), StringComparison.Ordinal);
    }

    /// <summary>Does what a browser does when another tab is chosen, or this one again: without a window, all pages count as seen.</summary>
    private static async Task ShowAsync(IPage page, bool isHidden) => await page.EvaluateAsync(
        """
        isHidden => {
            Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }
        """,
        isHidden);
}
