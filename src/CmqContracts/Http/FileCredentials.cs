using System.Globalization;
using System.Text.Json;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>The key in a file, which another program may replace: <c>{"SecretId": "...", "SecretKey": "...", "Token": "...", "ExpiresAt": "2030-01-31T12:00:00Z"}</c>, the last two where there are any.</summary>
/// <param name="path">The file.</param>
internal sealed class FileCredentials(string path) : ICmqCredentials
{
    /// <summary>How often the file is read at most, in a client that makes requests: a new key is used so much later.</summary>
    public static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private const long LongestFile = 64 * 1024;

    private byte[] _content = [];
    private CmqCredentials? _credentials;

    public async ValueTask<CmqCredentials> GetAsync(CancellationToken cancellationToken)
    {
        byte[] content;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LongestFile })
                throw Wrong("is too long");
            content = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CredentialsException($"The file '{ShownText.Of(path)}' cannot be read: {(e is FileNotFoundException or DirectoryNotFoundException ? "there is none" : e is UnauthorizedAccessException ? "this process may not read it" : "the system says why in the inner exception")}. {Fix}", e);
        }

        if (_credentials is null || !content.AsSpan().SequenceEqual(_content))
        {
            _credentials = Parse(content);
            _content = content;
        }

        return _credentials;
    }

    private static string Fix => "Let it have one JSON object with SecretId and SecretKey, and with Token and ExpiresAt for a temporary key.";

    private CredentialsException Wrong(string what) => new($"The file '{ShownText.Of(path)}' {what}. {Fix}");

    private CmqCredentials Parse(byte[] content)
    {
        string? secretId = null, secretKey = null, token = null;
        DateTimeOffset? expiresAt = null;
        try
        {
            using JsonDocument json = JsonDocument.Parse(WithoutMark(content));
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw Wrong("has something else than a JSON object");
            foreach (JsonProperty member in json.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.String)
                    throw Wrong("has a member that is no text");
                switch (member.Name)
                {
                    case nameof(CmqCredentials.SecretId):
                        secretId = member.Value.GetString();
                        break;
                    case nameof(CmqCredentials.SecretKey):
                        secretKey = member.Value.GetString();
                        break;
                    case nameof(CmqCredentials.Token):
                        token = member.Value.GetString();
                        break;
                    case nameof(CmqCredentials.ExpiresAt):
                        if (!DateTimeOffset.TryParse(member.Value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset end))
                            throw Wrong("has an ExpiresAt that is no time such as 2030-01-31T12:00:00Z");
                        expiresAt = end;
                        break;
                    default:
                        throw Wrong("has a member with another name than SecretId, SecretKey, Token and ExpiresAt");
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The platform quotes what it cannot read.
            throw Wrong("is not JSON");
        }

        return new CmqCredentials
        {
            SecretId = secretId ?? throw Wrong("has no SecretId"),
            SecretKey = secretKey ?? throw Wrong("has no SecretKey"),
            Token = token,
            ExpiresAt = expiresAt,
        };
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] content) => content.AsSpan().StartsWith("\uFEFF"u8) ? content.AsMemory(3) : content;
}
