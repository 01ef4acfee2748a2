using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CmqContracts.EndToEnd.Console;

/// <summary>What people do with messages in a browser.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class MessagePagesTests(ChromiumFixture chromium) : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-console-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_hundred_thousand_messages_are_browsed_and_searched()
    {
        await using ConsoleServer server = await ConsoleServer.StartAsync(chromium);
        await FillAsync(server, "orders", 100_000);
        IPage page = await server.SignInAsync();
        await page.GotoAsync(server.Path("/queues/orders"));
        await Expect(page.Locator("table.messages tbody tr")).ToHaveCountAsync(50);
        string newest = await page.Locator("table.messages tbody th").First.InnerTextAsync();

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Older" }).ClickAsync();
        await Expect(page.Locator("table.messages tbody tr")).ToHaveCountAsync(50);
        Assert.NotEqual(newest, await page.Locator("table.messages tbody th").First.InnerTextAsync());

        await page.GetByLabel("JSON path").FillAsync("$.id");
        await page.GetByLabel("Value there").FillAsync("31415");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Search" }).ClickAsync();
        await Expect(page.Locator("table.messages tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator(".preview")).ToContainTextAsync("\"id\":31415,");
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task A_body_is_shown_with_the_numbers_and_texts_that_it_is_stored_with()
    {
        const string body = """{"id":9007199254740993,"price":1.10e1,"name":"\u738b","tag":"<b>&amp;</b>"}""";
        await using ConsoleServer server = await ConsoleServer.StartAsync(chromium);
        await server.Client.Queue("orders").EnsureCreatedAsync();
        string id = (await server.Client.Queue("orders").SendAsync(Encoding.UTF8.GetBytes(body))).MessageId;
        IPage page = await server.SignInAsync();

        await page.GotoAsync(server.Path($"/queues/orders/messages/{id}"));

        string shown = await page.Locator(".body").First.InnerTextAsync();
        foreach (string token in (string[])["9007199254740993", "1.10e1", "\"\\u738b\"", "\"<b>&amp;</b>\""])
            Assert.Contains(token, shown, StringComparison.Ordinal);
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task A_message_is_edited_and_sent_again_by_keyboard_alone()
    {
        await using ConsoleServer server = await ConsoleServer.StartAsync(chromium);
        IQueueClient<ReadOnlyMemory<byte>> orders = server.Client.Queue("orders");
        await orders.EnsureCreatedAsync();
        string id = (await orders.SendAsync("""{"id":1}"""u8.ToArray())).MessageId;
        IPage page = await server.SignInAsync();

        await TabToAsync(page, "orders");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/queues/orders");
        await TabToAsync(page, id);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/messages/*");
        await TabToAsync(page, "Edit and send again");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/send?from=*");
        await page.Locator("#text").FocusAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("{\"id\":2}");
        await TabToAsync(page, "Send");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Sent as message");

        Assert.Equal(2, (await orders.GetAttributesAsync()).ActiveMessages);
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task A_job_over_200_000_dead_letters_is_cancelled_in_the_middle_and_loses_none()
    {
        const int all = 200_000;
        // Each step of the job is a commit to the disk, so that it takes long enough to be cancelled.
        await using ConsoleServer server = await ConsoleServer.StartAsync(chromium, "--data", Path.Combine(_directory, "data"));
        await server.Client.Service.CreateQueueAsync(new CreateQueueRequest("dead", new QueueSettings()));
        await server.Client.Service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) }));
        await FillAsync(server, "dead", all);
        IPage page = await server.SignInAsync();
        await page.GotoAsync(server.Path("/queues/dead/dead-letters"));
        page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send all back" }).ClickAsync();
        await page.WaitForURLAsync("**/jobs");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel" }).ClickAsync();

        await Expect(page.Locator("main")).ToContainTextAsync("cancelled");
        long back = (await server.Client.Service.GetQueueAttributesAsync("orders")).ActiveMessages;
        long left = (await server.Client.Service.GetQueueAttributesAsync("dead")).ActiveMessages;
        Assert.Equal(all, back + left);
        Assert.Empty(server.Faults);
    }

    private static async Task FillAsync(ConsoleServer server, string queue, int count)
    {
        await server.Client.Queue(queue).EnsureCreatedAsync();
        await Parallel.ForAsync(0, count / 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (batch, end) =>
        {
            ReadOnlyMemory<byte>[] bodies = [.. Enumerable.Range(batch * 16, 16).Select(static id => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{id}},"customer":"somebody"}""")))];
            await server.Client.Service.SendMessagesAsync(new SendMessagesRequest(queue, bodies), end);
        });
    }

    /// <summary>Presses Tab until something with this text has the focus.</summary>
    private static async Task TabToAsync(IPage page, string text)
    {
        for (int i = 0; i < 200; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>("(document.activeElement?.textContent ?? '').trim()") == text)
                return;
        }

        Assert.Fail($"No Tab leads to '{text}'.");
    }
}
