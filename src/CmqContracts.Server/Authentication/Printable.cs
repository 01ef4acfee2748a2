using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>What the log may contain of a request: values that are known to be harmless. Of all others, and of long ones, it contains the length and the beginning of a hash.</summary>
internal static class Printable
{
    /// <summary>The length of the longest value that is shown, in bytes.</summary>
    public const int MaxLength = 64;

    private static readonly FrozenSet<string> Harmless = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Action", "SecretId", "Timestamp", "Nonce", "SignatureMethod", "Region", "RequestClient", "clientRequestId", "Version", "appId",
        "queueName", "topicName", "subscriptionName", "deadLetterQueueName", "searchWord", "offset", "limit",
        "maxMsgHeapNum", "pollingWaitSeconds", "UserpollingWaitSeconds", "visibilityTimeout", "maxMsgSize", "msgRetentionSeconds", "rewindSeconds",
        "delaySeconds", "numOfMsg", "startConsumeTime", "filterType", "protocol", "notifyStrategy", "notifyContentFormat",
        "targetQueueName", "afterMessageId", "msgId", "jobId", "jobAction", "newestFirst", "fromTimeMs", "maxMessages", "maxBytes", "maxBodyBytes", "maxExamined");

    private static readonly FrozenSet<string> HarmlessHeaders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "content-type", "host", "x-tc-action", "x-tc-version", "x-tc-timestamp", "x-tc-region", "x-tc-language", "x-tc-requestclient");

    private static readonly FrozenSet<string> OtherNames = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Token", "Signature", "msgBody", "receiptHandle", "msgTag", "routingKey", "filterTag", "bindingKey", "endpoint", "deadLetterPolicy",
        "state", "text", "jsonPath", "value");

    /// <summary>A name as it may be logged. Only known names are, because parts of a body that was not encoded look like names.</summary>
    public static string Name(ReadOnlySpan<byte> name)
    {
        string text = Text(name);
        string list = text.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('.');
        return Harmless.Contains(list) || OtherNames.Contains(list) ? text : Digest(name);
    }

    /// <summary>A value as it may be logged.</summary>
    public static string Value(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ReadOnlySpan<byte> secret) =>
        Harmless.Contains(Text(name)) && value.Length <= MaxLength && value.IndexOf(secret) < 0 ? Text(value) : Digest(value);

    /// <summary>An explanation of ours, in which each value in quotation marks that is too long to be shown is left out: it may be a body in the wrong place.</summary>
    public static string WithoutLongValues(string text)
    {
        StringBuilder shown = new();
        int start = 0;
        for (int open = text.IndexOf('\'', StringComparison.Ordinal); open >= 0; open = text.IndexOf('\'', start))
        {
            int close = text.IndexOf('\'', open + 1);
            if (close < 0)
                close = text.Length;
            shown.Append(text, start, open - start);
            if (close - open - 1 > MaxLength)
                shown.Append(CultureInfo.InvariantCulture, $"<{close - open - 1} characters>");
            else
                shown.Append(text, open, Math.Min(close + 1, text.Length) - open);
            start = Math.Min(close + 1, text.Length);
        }

        return shown.Append(text, start, text.Length - start).ToString();
    }

    /// <summary>The value of a header as it may be logged.</summary>
    public static string Header(string name, string value) =>
        HarmlessHeaders.Contains(name) && value.Length <= MaxLength ? ShownText.Of(value) : Digest(Encoding.UTF8.GetBytes(value));

    /// <summary>A harmless value as it may be logged.</summary>
    public static string Text(ReadOnlySpan<byte> text) => ShownText.Of(Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxLength)]));

    /// <summary>What stands for a value that may not be logged: its length and the beginning of a hash.</summary>
    public static string Digest(ReadOnlySpan<byte> text) =>
        string.Create(CultureInfo.InvariantCulture, $"<{text.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(text))[..8]}>");
}
