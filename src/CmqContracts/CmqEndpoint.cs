using System.Diagnostics.CodeAnalysis;
using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>What an endpoint setting means: a service over HTTP, or a broker in this process.</summary>
internal sealed class CmqEndpoint
{
    private const string EmbeddedScheme = "embedded:";

    private CmqEndpoint(Uri? http, string? embeddedName)
    {
        Http = http;
        EmbeddedName = embeddedName;
    }

    /// <summary>The service's address.</summary>
    public Uri? Http { get; }

    /// <summary>Name of the broker in this process, or the directory where it keeps its queues; empty: the unnamed one.</summary>
    public string? EmbeddedName { get; }

    /// <summary>Whether the broker in this process keeps its queues in a directory.</summary>
    public bool IsDirectory => EmbeddedName is { } name && (name.StartsWith('.') || name.AsSpan().ContainsAny('/', '\\'));

    [MemberNotNullWhen(true, nameof(EmbeddedName))]
    [MemberNotNullWhen(false, nameof(Http))]
    public bool IsEmbedded => EmbeddedName is not null;

    /// <summary>Whether messages could be read on the way.</summary>
    public bool IsPlainHttpOverNetwork => Http is { IsLoopback: false } http && http.Scheme == Uri.UriSchemeHttp;

    /// <summary>The profile of the service behind a well-known address.</summary>
    public CmqProfile? KnownProfile => TencentHosts.ProfileOf(Http?.IdnHost ?? "");

    /// <summary>The address that has taken the place of this one; <see langword="null"/>: none has.</summary>
    public string? Successor => TencentHosts.SuccessorOf(Http?.IdnHost ?? "");

    /// <summary>Reads an endpoint.</summary>
    /// <param name="text">The setting.</param>
    /// <param name="endpoint">What it means.</param>
    /// <param name="wrong">What is wrong with it, as the end of a sentence that begins with the setting's name. It repeats nothing of the text.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out CmqEndpoint? endpoint, [NotNullWhen(false)] out string? wrong)
    {
        text = text.Trim();
        endpoint = null;
        wrong = null;
        if (text.StartsWith(EmbeddedScheme, StringComparison.OrdinalIgnoreCase))
        {
            string name = text[EmbeddedScheme.Length..].Trim();
            endpoint = new CmqEndpoint(null, name);
            if (name == "~" || (name.StartsWith('~') && endpoint.IsDirectory))
            {
                wrong = "begins with '~', which is the home directory for a shell only; write the directory's full path, or 'embedded:./~' for a directory of that name";
                endpoint = null;
            }
            else if (endpoint.IsDirectory && name.AsSpan().ContainsAny(Path.GetInvalidPathChars()))
            {
                wrong = "names a directory with a character that no directory can have; leave it out";
                endpoint = null;
            }
        }
        else if (!HostText.TryParseUrl(text, out Uri? uri))
        {
            wrong = "is not an address; write http://host:port, https://host, or 'embedded:'";
        }
        else if (uri.UserInfo.Length > 0)
        {
            wrong = "holds a user or key before '@'; keys belong into SecretId and SecretKey";
        }
        else if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            wrong = "has a part after '?' or '#'; leave it out";
        }
        else
        {
            endpoint = new CmqEndpoint(uri, null);
        }

        return endpoint is not null;
    }
}
