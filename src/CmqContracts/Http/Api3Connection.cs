using System.Globalization;
using System.Text.Json;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Calls actions of API 3.0: JSON, signed with TC3.</summary>
/// <param name="transport">Sends requests; it stays the caller's.</param>
/// <param name="plane">Where they go.</param>
/// <param name="keys">What they are signed with; it stays the caller's.</param>
/// <param name="clock">The time that they are signed with.</param>
/// <param name="options">How the user names the settings.</param>
internal sealed class Api3Connection(HttpTransport transport, ControlPlane plane, SigningKeys keys, ServiceClock clock, CmqOptions options)
{
    private const string Service = "tdmq";
    private const string Version = "2020-02-17";
    private const int MaxReplyBytes = 4 * 1024 * 1024;

    private readonly string _host = SignedHost.Of(plane.Address);
    private bool _wasAnswered;

    /// <summary>Calls an action.</summary>
    /// <param name="action">Its name.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="write">Writes the parameters.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="CmqException">The call failed.</exception>
    public async ValueTask<T> CallAsync<T>(string action, RequestSubject subject, Action<Utf8JsonWriter> write, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        RequestAttempt attempt = new(action, subject, _host, clock.Time, _wasAnswered);
        if (plane is { NeedsRegion: true, Region: null })
            throw attempt.Failed(CmqOutcome.NotSent, $"The region is not known, which this endpoint serves many of. Set {CmqOptionsRules.NameOf(options, nameof(options.Region))}, such as ap-guangzhou.", cause: null);
        SigningKey key = await keys.GetAsync(attempt, cancellationToken).ConfigureAwait(false);
        using PooledBufferWriter body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        SigningTime time = new(clock);
        while (true)
        {
            using RequestContent content = RequestContent.Json(plane.Address, body.WrittenMemory, Headers(action, body.WrittenSpan, time.Now, key));
            using HttpReply reply = await transport.ExchangeAsync(attempt, content, TimeSpan.Zero, MaxReplyBytes, cancellationToken).ConfigureAwait(false);
            try
            {
                return Read(reply.Body.WrittenMemory, attempt, read);
            }
            catch (CmqServiceException e) when (time.TryCorrect(e.Error, reply))
            {
                // Signed again.
            }
        }
    }

    private List<KeyValuePair<string, string>> Headers(string action, ReadOnlySpan<byte> body, DateTimeOffset now, SigningKey key)
    {
        long timestamp = now.ToUnixTimeSeconds();
        Tc3Request request = new("POST", "", [new("content-type", "application/json"), new("host", _host)], Tc3Request.HashPayload(body), timestamp);
        List<KeyValuePair<string, string>> headers =
        [
            new("Authorization", Tc3Signature.Sign(request, key.Credentials.SecretId, key.Key, Service).ToHeader()),
            new("X-TC-Action", action),
            new("X-TC-Version", Version),
            new("X-TC-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture)),
        ];
        if (plane.Region is { } region)
            headers.Add(new("X-TC-Region", region));
        if (!string.IsNullOrEmpty(key.Credentials.Token))
            headers.Add(new("X-TC-Token", key.Credentials.Token));
        return headers;
    }

    private T Read<T>(ReadOnlyMemory<byte> body, RequestAttempt attempt, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement response = document.RootElement.GetProperty("Response");
            string? requestId = response.TryGetProperty("RequestId", out JsonElement id) ? ShownText.Of(id.GetString()) : null;
            _wasAnswered = true;
            if (!response.TryGetProperty("Error", out JsonElement error))
                return read(response);
            string code = error.GetProperty("Code").GetString() ?? "";
            throw attempt.Refused(Api3Errors.Of(code, attempt.Action, attempt.Subject), $"The service says {ShownText.Of(code)}: {ShownText.Of(error.GetProperty("Message").GetString()).TrimEnd('.')}.", requestId);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw attempt.Failed(CmqOutcome.Unknown, "That is no answer of API 3.0.", cause: null);
        }
    }
}
