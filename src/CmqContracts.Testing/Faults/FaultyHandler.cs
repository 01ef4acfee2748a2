using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Testing;

/// <summary>Injects faults into the HTTP requests of a client.</summary>
internal sealed class FaultyHandler(CmqFaults faults, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly object _gate = new();

    /// <summary>The answer that the next receive from a queue gets again.</summary>
    private readonly Dictionary<string, byte[]> _again = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(HttpTransport.ActionKey, out string? action))
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        CmqCalls call = CallOf(action);
        FaultRule? rule = faults.Find(call);
        switch (rule?.Kind)
        {
            case FaultKind.NotSent:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "A fault that a test injects.");
            case FaultKind.Refuse:
                return Answer(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"code\":{rule.Error!.Code},\"message\":\"{rule.Error.WireMessage}\",\"requestId\":\"injected\"}}")));
            case FaultKind.Stall:
                await Task.Delay(rule.StallTime, faults.TimeProvider, cancellationToken).ConfigureAwait(false);
                break;
        }

        string queue = request.Options.TryGetValue(HttpTransport.SubjectKey, out string? subject) ? subject ?? "" : "";
        if (call == CmqCalls.Receive && TakeAgain(queue) is { } again)
            return Answer(again);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return rule?.Kind is FaultKind.LoseAnswer or FaultKind.CutAnswer or FaultKind.DeliverTwice
            ? await SpoilAsync(response, rule, queue, cancellationToken).ConfigureAwait(false)
            : response;
    }

    private static CmqCalls CallOf(string action) =>
        action.EndsWith("SendMessage", StringComparison.Ordinal) ? CmqCalls.Send
        : action.EndsWith("PublishMessage", StringComparison.Ordinal) ? CmqCalls.Publish
        : action.EndsWith("ReceiveMessage", StringComparison.Ordinal) ? CmqCalls.Receive
        : action.EndsWith("DeleteMessage", StringComparison.Ordinal) ? CmqCalls.Delete
        : CmqCalls.Control;

    private static HttpResponseMessage Answer(byte[] body) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };

    private async Task<HttpResponseMessage> SpoilAsync(HttpResponseMessage response, FaultRule rule, string queue, CancellationToken cancellationToken)
    {
        using HttpResponseMessage whole = response;
        byte[] body = await whole.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        switch (rule.Kind)
        {
            case FaultKind.LoseAnswer:
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "A fault that a test injects.");
            case FaultKind.CutAnswer when rule.KeptBytes < body.Length:
                return new HttpResponseMessage(whole.StatusCode) { Content = new StreamContent(new CutStream(body, rule.KeptBytes)) };
            case FaultKind.DeliverTwice when HasMessages(body):
                lock (_gate)
                    _again[queue] = body;
                break;
        }

        return Answer(body);
    }

    private byte[]? TakeAgain(string queue)
    {
        lock (_gate)
            return _again.Remove(queue, out byte[]? again) ? again : null;
    }

    private static bool HasMessages(byte[] body)
    {
        using JsonDocument answer = JsonDocument.Parse(body);
        return answer.RootElement.TryGetProperty("code", out JsonElement code) && code.GetInt32() == 0;
    }
}
