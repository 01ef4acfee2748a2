using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace CmqContracts.Server;

/// <summary>The streams of server-sent events that keep pages up to date. They end with their session, and at once when the server stops.</summary>
internal static class LiveStreams
{
    private const string Queues = "queues";

    /// <summary>How often a stream on which nothing happens says so: otherwise proxies, and this server itself, would not notice that it has ended.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/accounts/{account}/live", static (HttpContext http, ConsoleContext console, string account) => Open(http, console, account));

    private static IResult Open(HttpContext http, ConsoleContext console, string account)
    {
        if (!http.Features.GetRequiredFeature<ConsoleSession>().MaySee(account))
            return TypedResults.NotFound();
        if (console.Feeds.TryBegin() is not { } stream)
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        http.Response.RegisterForDispose(stream);
        CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, console.Stopping);
        http.Response.RegisterForDispose(end);
        string? session = http.Features.GetRequiredFeature<ConsoleSession>().HasSignedIn ? SessionCookie.Read(http) : null;
        return TypedResults.ServerSentEvents(WatchAsync(console, account, session, end.Token));
    }

    /// <summary>What changes, look by look: first all queues, then those that are not as they were.</summary>
    private static async IAsyncEnumerable<SseItem<string>> WatchAsync(ConsoleContext console, string account, string? session, [EnumeratorCancellation] CancellationToken end)
    {
        Dictionary<string, LiveQueue> shown = new(StringComparer.Ordinal);
        LiveFeed feed = console.Feeds.Of(account);
        long spokeAt = console.Time.GetTimestamp();
        bool isFirst = true;
        while (true)
        {
            LiveLook look;
            try
            {
                look = isFirst ? await feed.LookAsync().WaitAsync(end).ConfigureAwait(false) : await feed.NextAsync(end).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
            catch (CmqException)
            {
                // The browser comes back, and the pages say what is wrong.
                yield break;
            }

            if (session is not null && !console.Sessions.IsInForce(session))
            {
                yield return new SseItem<string>("", "ended");
                yield break;
            }

            if (Changes(look, shown) is { } changes)
                yield return new SseItem<string>(changes, Queues);
            else if (!isFirst && console.Time.GetElapsedTime(spokeAt) < Silence)
                continue;
            else
                yield return new SseItem<string>("", "same");
            spokeAt = console.Time.GetTimestamp();
            isFirst = false;
        }
    }

    /// <summary>What has changed, as JSON, and is shown from now on; <see langword="null"/>: nothing has.</summary>
    private static string? Changes(LiveLook look, Dictionary<string, LiveQueue> shown)
    {
        List<LiveQueue> changed = [.. look.Queues.Where(queue => !shown.TryGetValue(queue.Name, out LiveQueue? old) || old != queue)];
        List<string> gone = shown.Count + changed.Count(queue => !shown.ContainsKey(queue.Name)) == look.Queues.Count ? [] : [.. shown.Keys.Except(look.Queues.Select(static queue => queue.Name), StringComparer.Ordinal)];
        if (changed.Count == 0 && gone.Count == 0)
            return null;
        using PooledBufferWriter output = new();
        using (Utf8JsonWriter json = new(output))
        {
            json.WriteStartObject();
            json.WriteStartArray("changed"u8);
            foreach (LiveQueue queue in changed)
            {
                shown[queue.Name] = queue;
                Write(json, queue);
            }

            json.WriteEndArray();
            json.WriteStartArray("gone"u8);
            foreach (string name in gone)
            {
                shown.Remove(name);
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenMemory.Span);
    }

    private static void Write(Utf8JsonWriter json, LiveQueue queue)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, queue.Name);
        json.WriteNumber("active"u8, queue.Active);
        json.WriteNumber("inactive"u8, queue.Inactive);
        json.WriteNumber("delayed"u8, queue.Delayed);
        json.WriteNumber("rewindable"u8, queue.Rewindable);
        json.WriteNumber("oldest"u8, queue.OldestSeconds);
        json.WriteNumber("sent"u8, queue.SentRate);
        json.WriteNumber("received"u8, queue.ReceivedRate);
        json.WriteNumber("severity"u8, queue.Trouble.Severity);
        json.WriteString("trouble"u8, queue.Trouble.Text);
        json.WriteEndObject();
    }
}
