using System.Text;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Answers in plain text for people and monitoring programs, with an HTTP status of the same meaning.</summary>
internal static class Page
{
    private const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Answers a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="text">The text.</param>
    /// <param name="stopping">Fires when the server stops.</param>
    /// <param name="contentType">The media type of the text.</param>
    public static async Task WriteAsync(HttpContext http, int status, string text, CancellationToken stopping, string contentType = PlainText)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        BufferBudget.Reservation reservation = RequestHead.Of(http).Reservation;
        if (!reservation.TryReserveAnswer(body.Length))
            (status, contentType, body) = (503, PlainText, "The server buffers too many incomplete requests and unread answers. Try again later.\n"u8.ToArray());
        http.Response.StatusCode = status;
        if (stopping.IsCancellationRequested)
            http.Response.Headers.Connection = "close";
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        await ReplyWriter.WriteAsync(http, body, reservation).ConfigureAwait(false);
    }
}
