using System.Text;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>
/// Logs why a signed request was refused, for developers of clients. The reply is as without it. Neither the key nor the correct signature is
/// logged.
/// </summary>
internal sealed partial class RefusalExplanation(ILogger logger)
{
    /// <summary>Explains a wrong signature of v2, or of a form of API 3.0.</summary>
    /// <param name="request">The request.</param>
    /// <param name="parameters">Its parameters. They are sorted.</param>
    /// <param name="key">The key that it names.</param>
    /// <param name="otherHosts">Other hosts for which it may be signed.</param>
    public void WrongSignature(V2RequestLine request, V2Parameters parameters, CmqKey key, IReadOnlyList<string> otherHosts)
    {
        ExplanationBudget budget = new();
        string mistake = SigningMistakes.Find(request, parameters, key, otherHosts, budget) ?? $"None of the {budget.Tried} leads to its signature: the SecretKey may be a different one, or a value was changed in transit.";
        Log(key, mistake + NotTried(budget) + " The string to sign was expected to be: " + Expected(request, parameters, key));
    }

    /// <summary>Explains a wrong TC3 signature.</summary>
    /// <param name="forms">The forms in which the request may be signed, the documented one first.</param>
    /// <param name="body">The body, as it was sent.</param>
    /// <param name="authorization">What its header says.</param>
    /// <param name="key">The key that it names.</param>
    public void WrongSignature(IReadOnlyList<Tc3Request> forms, ReadOnlyMemory<byte> body, Tc3Authorization authorization, CmqKey key)
    {
        ExplanationBudget budget = new();
        string mistake = Tc3Mistakes.Find(forms, body, authorization, key, budget) ?? $"None of the {budget.Tried} leads to its signature: the SecretKey may be a different one, or something was changed in transit.";
        Log(key, mistake + NotTried(budget) + " The canonical request was expected to be, line by line: " + Expected(forms[0], key).Replace("\n", " | ", StringComparison.Ordinal));
    }

    /// <summary>Explains a refusal of a request whose signature is correct.</summary>
    public void Refused(CmqKey key, string reason) => LogRefusal(logger, key.SecretId, "Its signature is correct. " + reason);

    private static string NotTried(ExplanationBudget budget) => budget.IsExceeded ? " The request is too large to try all the usual mistakes." : "";

    private static string Expected(V2RequestLine request, V2Parameters parameters, CmqKey key)
    {
        StringBuilder text = new();
        text.Append(ShownText.Of(request.Method)).Append(ShownText.Of(request.Host)).Append(ShownText.Of(request.Path));
        parameters.Sort();
        char separator = '?';
        for (int i = 0; i < parameters.Count; i++)
        {
            ReadOnlySpan<byte> name = parameters.Name(i);
            if (name.SequenceEqual("Signature"u8))
                continue;
            text.Append(separator).Append(Printable.Name(name)).Append('=').Append(Printable.Value(name, parameters.Value(i).Span, key.SigningKey));
            separator = '&';
        }

        return text.ToString();
    }

    private static string Expected(Tc3Request request, CmqKey key) => (request with
    {
        Method = ShownText.Of(request.Method),
        Query = request.Query.Length == 0 ? "" : Printable.Value("query"u8, Encoding.UTF8.GetBytes(request.Query), key.SigningKey),
        Headers = [.. request.Headers.Select(header => KeyValuePair.Create(ShownText.Of(header.Key), Printable.Header(header.Key, header.Value)))],
    }).ToCanonical();

    private void Log(CmqKey key, string reason) => LogRefusal(logger, key.SecretId, Redaction.Of(reason, key));

    [LoggerMessage(311, LogLevel.Warning, "A request of {SecretId} was refused. {Reason}")]
    private static partial void LogRefusal(ILogger logger, string secretId, string reason);
}
