using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Tests;

/// <summary>A file of messages that ends before its end says so.</summary>
public sealed class MessageExportTests
{
    [Fact]
    public async Task A_failure_behind_the_first_page_is_the_last_line()
    {
        string[] lines = await WriteAsync(Pages([1], new CmqUnavailableException("The disk is full.")));
        Assert.Equal(2, lines.Length);
        Assert.Equal("1", JsonDocument.Parse(lines[0]).RootElement.GetProperty("msgId").GetString());
        Assert.Equal("The disk is full.", JsonDocument.Parse(lines[1]).RootElement.GetProperty("exportEnded").GetString());
    }

    [Fact]
    public async Task A_failure_of_the_first_page_is_no_file() =>
        await Assert.ThrowsAsync<CmqUnavailableException>(() => MessageExport.BeginAsync("x.jsonl", Pages([], new CmqUnavailableException("The disk is full.")).GetAsyncEnumerator()));

    [Fact]
    public async Task More_messages_than_a_file_has_are_announced_in_the_last_line()
    {
        string[] lines = await WriteAsync(Pages([3, 3]), maxMessages: 5);
        Assert.Equal(6, lines.Length);
        Assert.Contains("there are more", JsonDocument.Parse(lines[^1]).RootElement.GetProperty("exportEnded").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_messages_as_a_file_has_are_all() =>
        Assert.DoesNotContain("exportEnded", (await WriteAsync(Pages([3, 2]), maxMessages: 5))[^1], StringComparison.Ordinal);

    private static async Task<string[]> WriteAsync(IAsyncEnumerable<IReadOnlyList<InspectedMessage>> pages, int maxMessages = MessageExport.MaxMessages)
    {
        using MemoryStream file = new();
        DefaultHttpContext http = new();
        http.Response.Body = file;
        await (await MessageExport.BeginAsync("x.jsonl", pages.GetAsyncEnumerator(), maxMessages)).ExecuteResultAsync(new ActionContext { HttpContext = http });
        string text = Encoding.UTF8.GetString(file.ToArray());
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1].Split('\n');
    }

    /// <summary>Pages of so many messages each, and what then happens.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<InspectedMessage>> Pages(IEnumerable<int> counts, CmqException? failure = null)
    {
        await Task.CompletedTask;
        InspectedMessage message = new() { MessageId = "1", State = MessageState.Active, Body = "x"u8.ToArray(), BodyLength = 1 };
        foreach (int count in counts)
            yield return [.. Enumerable.Repeat(message, count)];
        if (failure is not null)
            throw failure;
    }
}
