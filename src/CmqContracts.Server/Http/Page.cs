using System.Text;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Answers that are text for people and programs that watch the server, with an HTTP status that says what they say.</summary>
internal static class Page
{
    private const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Answers a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="text">The text, as lines.</param>
    /// <param name="stopping">Fires when the server stops.</param>
    /// <param name="contentType">What the text is.</param>
    public static async Task WriteAsync(HttpContext http, int status, string text, CancellationToken stopping, string contentType = PlainText)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        BufferBudget.Holding holding = RequestHead.Of(http).Holding;
        if (!holding.TryHoldAnswer(body.Length))
            (status, contentType, body) = (503, PlainText, "The server holds too many unfinished requests and unread answers. Ask again later.\n"u8.ToArray());
        http.Response.StatusCode = status;
        if (stopping.IsCancellationRequested)
            http.Response.Headers.Connection = "close";
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        await ReplyWriter.WriteAsync(http, body, holding).ConfigureAwait(false);
    }
}
