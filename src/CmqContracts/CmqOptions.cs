using CmqContracts.Protocol;
using Microsoft.Extensions.Logging;

namespace CmqContracts;

/// <summary>Where the queues are and who asks for them.</summary>
public sealed class CmqOptions
{
    /// <summary>
    /// The service: <c>https://cmq-gz.public.tencenttdmq.com</c>, <c>http://127.0.0.1:8600</c>, or <c>embedded:</c> for a broker
    /// in this process (<c>embedded:name</c> for one of several). Environment: <c>CMQ_ENDPOINT</c>.
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary>Id of the key that signs requests. Environment: <c>CMQ_SECRET_ID</c>.</summary>
    public string? SecretId { get; set; }

    /// <summary>The key that signs requests. It never leaves the process. Environment: <c>CMQ_SECRET_KEY</c>.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Token of a temporary key. Environment: <c>CMQ_TOKEN</c>.</summary>
    public string? Token { get; set; }

    /// <summary>Region sent along with requests; the endpoint decides, so it is rarely needed. Environment: <c>CMQ_REGION</c>.</summary>
    public string? Region { get; set; }

    /// <summary>Which service it is, and so which limits apply. Unset: known from a well-known endpoint, else our broker's.</summary>
    public CmqProfile? Service { get; set; }

    /// <summary>How requests are signed.</summary>
    public SignatureMethod SignatureMethod { get; set; } = SignatureMethod.HmacSHA256;

    /// <summary>How long a request may take beyond the wait it asks for. 10 seconds unless set.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Source of time.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where logs go. Keys, signatures and bodies are never logged.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>What is shown of the options: never a key.</summary>
    public override string ToString() => $"CMQ at {Endpoint ?? "(no endpoint)"}";
}
