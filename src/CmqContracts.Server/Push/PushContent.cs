using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The request that delivers a message to an endpoint.</summary>
/// <remarks>Source: CMQ's document on HTTP endpoints. It documents no signature.</remarks>
internal static class PushContent
{
    private static readonly MediaTypeHeaderValue TextPlain = new("text/plain");

    /// <summary>Writes the request.</summary>
    /// <param name="push">The delivery.</param>
    /// <param name="requestId">The id of this attempt.</param>
    public static HttpRequestMessage Create(TopicPush push, string requestId)
    {
        HttpRequestMessage request = new(HttpMethod.Post, push.Endpoint) { Content = new ReadOnlyMemoryContent(Body(push)) };
        request.Content.Headers.ContentType = TextPlain;
        HttpRequestHeaders headers = request.Headers;
        headers.TryAddWithoutValidation("User-Agent", "Qcloud Notification Service Agent");
        headers.TryAddWithoutValidation("x-cmq-request-id", requestId);
        headers.TryAddWithoutValidation("x-cmq-message-id", push.MessageId);
        if (push.Tags.Count > 0)
            headers.TryAddWithoutValidation("x-cmq-message-tag", string.Join(", ", push.Tags.Select(OneLine)));
        return request;
    }

    private static ReadOnlyMemory<byte> Body(TopicPush push)
    {
        if (push.NotifyContentFormat == NotifyContentFormat.Simplified)
            return push.Body;
        using PooledBufferWriter output = new(push.Body.Length + 512);
        using (Utf8JsonWriter json = new(output, V2ReplyWriter.Options))
        {
            json.WriteStartObject();
            // The documents say that it is a text and show a number. An account of digits is written as a number.
            if (long.TryParse(push.TopicOwner, NumberStyles.None, CultureInfo.InvariantCulture, out long owner))
                json.WriteNumber("TopicOwner"u8, owner);
            else
                json.WriteString("TopicOwner"u8, push.TopicOwner);
            json.WriteString("topicName"u8, push.TopicName);
            json.WriteString("subscriptionName"u8, push.SubscriptionName);
            json.WriteString("msgId"u8, push.MessageId);
            json.WriteText("msgBody"u8, push.Body.Span);
            json.WriteNumber("publishTime"u8, push.PublishedAt.ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        return output.WrittenMemory.ToArray();
    }

    /// <summary>A tag without control characters: it may contain line breaks, and a header may not.</summary>
    private static string OneLine(string tag) => string.Concat(tag.Select(static c => char.IsControl(c) ? ' ' : c));
}
