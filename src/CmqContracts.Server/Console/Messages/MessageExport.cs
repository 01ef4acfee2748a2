using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace CmqContracts.Server;

/// <summary>
/// Messages as a file of JSON lines with the members that <c>cmq peek --json</c> writes, page by page as they are read. What ends the file before its
/// end stands in a last line with <c>exportEnded</c>, as no status can tell it any more.
/// </summary>
internal sealed class MessageExport : IActionResult
{
    /// <summary>How many messages a file has at most.</summary>
    public const int MaxMessages = 1_000_000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _fileName;
    private readonly IAsyncEnumerator<IReadOnlyList<InspectedMessage>> _pages;
    private readonly bool _hasPage;
    private readonly int _maxMessages;

    private MessageExport(string fileName, IAsyncEnumerator<IReadOnlyList<InspectedMessage>> pages, bool hasPage, int maxMessages) =>
        (_fileName, _pages, _hasPage, _maxMessages) = (fileName, pages, hasPage, maxMessages);

    /// <summary>Reads the first page, so that what is wrong with the request is an answer and no file.</summary>
    /// <param name="fileName">What browsers call the file.</param>
    /// <param name="pages">The messages.</param>
    /// <param name="maxMessages">How many of them the file has at most.</param>
    public static async Task<MessageExport> BeginAsync(string fileName, IAsyncEnumerator<IReadOnlyList<InspectedMessage>> pages, int maxMessages = MaxMessages) =>
        new(fileName, pages, await pages.MoveNextAsync().ConfigureAwait(false), maxMessages);

    public async Task ExecuteResultAsync(ActionContext context)
    {
        HttpResponse response = context.HttpContext.Response;
        response.ContentType = "application/x-ndjson";
        ContentDispositionHeaderValue disposition = new("attachment");
        disposition.SetHttpFileName(_fileName);
        response.Headers.ContentDisposition = disposition.ToString();
        PipeWriter output = response.BodyWriter;
        await using (_pages.ConfigureAwait(false))
        {
            string? ended = await WriteAsync(output, context.HttpContext.RequestAborted).ConfigureAwait(false);
            if (ended is not null)
                WriteEnd(output, ended);
        }

        await output.FlushAsync(context.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Writes all pages.</summary>
    /// <returns>What has ended the file before its end; <see langword="null"/>: nothing.</returns>
    private async Task<string?> WriteAsync(PipeWriter output, CancellationToken aborted)
    {
        int count = 0;
        try
        {
            for (bool hasPage = _hasPage; hasPage; hasPage = await _pages.MoveNextAsync().ConfigureAwait(false))
            {
                foreach (InspectedMessage message in _pages.Current)
                {
                    if (count++ == _maxMessages)
                        return $"A file has at most {_maxMessages} messages; there are more. cmq drain and cmq peek write any number.";
                    Write(output, message);
                }

                await output.FlushAsync(aborted).ConfigureAwait(false);
            }

            return null;
        }
        catch (CmqException failure)
        {
            return Shown.Failure(failure);
        }
    }

    private static void Write(PipeWriter output, InspectedMessage message)
    {
        using (Utf8JsonWriter json = new(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("msgId"u8, message.MessageId);
            json.WriteString("body"u8, message.Body.Span);
            json.WriteNumber("bodyLength"u8, message.BodyLength);
            json.WriteString("state"u8, Shown.Word(message.State));
            json.WriteNumber("dequeueCount"u8, message.DequeueCount);
            json.WriteString("enqueueTime"u8, message.EnqueuedAt.UtcDateTime);
            WriteTime(json, "firstDequeueTime", message.FirstReceivedAt);
            WriteTime(json, "visibleTime", message.VisibleAt);
            if (message.DeadLetterSource is { } source)
            {
                json.WriteString("sourceQueueName"u8, source.QueueName);
                json.WriteString("sourceMsgId"u8, source.MessageId);
                json.WriteString("sourceEnqueueTime"u8, source.EnqueuedAt.UtcDateTime);
                json.WriteNumber("sourceDequeueCount"u8, source.DequeueCount);
            }

            json.WriteEndObject();
        }

        EndLine(output);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value)
            json.WriteString(name, value.UtcDateTime);
        else
            json.WriteNull(name);
    }

    private static void WriteEnd(PipeWriter output, string reason)
    {
        using (Utf8JsonWriter json = new(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("exportEnded"u8, reason);
            json.WriteEndObject();
        }

        EndLine(output);
    }

    private static void EndLine(PipeWriter output)
    {
        output.GetSpan(1)[0] = (byte)'\n';
        output.Advance(1);
    }
}
