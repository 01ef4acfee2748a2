using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CmqContracts.Protocol.Signing;
using Microsoft.Extensions.Logging;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>For each mistake that can be explained, in each way of signing, the log names that mistake and no other.</summary>
public sealed partial class ExplainedMistakeTests
{
    private const string None = "None of the usual mistakes leads to its signature: the SecretKey may be a different one, or a value was changed in transit.";
    private const string Plus = "A + was sent without being encoded, so that it arrived as a space.";
    private const string UnencodedSignature = "The Signature was sent without being encoded: its + arrived as a space.";

    /// <summary>The value of SignatureMethod, <see langword="null"/> if it is missing, and the hash that is used.</summary>
    private static readonly (string? Named, bool Sha256)[] Methods =
    [
        (null, false), (null, true), ("HmacSHA1", false), ("HmacSHA256", true), ("HmacSHA1", true), ("HmacSHA256", false),
        ("sha256", true), ("sha256", false), ("HMAC-SHA1", false), ("", true),
    ];

    private static readonly Mistake[] Mistakes =
    [
        new("wrong key", _ => None, draft => draft.Key = "another key"),
        new("SecretId as key", _ => "It was signed with the SecretId instead of the SecretKey.", draft => draft.Key = SecretId),
        .. Ends().Select(end => new Mistake(end.Name + " after the key", _ => $"It was signed with {end.Name} after the SecretKey.", draft => draft.Key += end.Text)),
        .. Ends().Select(end => new Mistake(end.Name + " after the server's key", _ => $"The server's SecretKey has {end.Name} at its end, and the client's has not.", _ => { }, ServerKey: SecretKey + end.Text)),
        .. Ends().Select(end => new Mistake(end.Name + " after the string", _ => $"The string was signed with {end.Name} at its end.", draft => draft.End = end.Text)),
        .. Ends().Select(end => new Mistake(end.Name + " signed after a value", _ => $"delaySeconds was signed with {end.Name} at its end and sent without.", draft => draft.Sign("delaySeconds", value => value + end.Text))),
        .. Ends().Select(end => new Mistake(end.Name + " sent after a value", _ => $"queueName was sent with {end.Name} at its end and signed without.", draft =>
        {
            draft.Send("queueName", value => value + end.Text);
            draft.Sign("queueName", value => value[..^end.Text.Length]);
        })),
        new("method", draft => draft.Method == "GET" ? "It was signed for POST and sent with GET." : "It was signed for GET and sent with POST.", draft => draft.SignedMethod = draft.Method == "GET" ? "POST" : "GET"),
        .. ((string[])["http://{0}", "https://{0}", "{0}/", "http://{0}/"]).Select(address => new Mistake(
            "host as " + address,
            draft => $"It was signed for the host {draft.SignedHost}; the host is signed without scheme and slash.",
            draft => draft.SignedHost = string.Format(CultureInfo.InvariantCulture, address, draft.SignedHost))),
        .. ((string[])["localhost", "localhost:{0}", "cmq-queue-gz.api.qcloud.com", "cmq-topic-gz.api.tencentyun.com", "cmq-gz.public.tencenttdmq.com", "tdmq.tencentcloudapi.com"]).Select(host => new Mistake(
            "host " + host,
            draft => $"It was signed for the host {draft.SignedHost} and sent to {draft.Authority}. If clients know the server by that name, add it to PublicHosts.",
            draft => draft.SignedHost = string.Format(CultureInfo.InvariantCulture, host, draft.Authority.Split(':')[1]))),
        .. ((string[])["", "/v2/index.php/"]).Select(path => new Mistake(
            "path " + path,
            draft => draft.IsApi3 ? $"It was signed for the path '{path}'; API 3.0 signs '/'." : $"It was signed for the path '{path}' and sent to '/v2/index.php'.",
            draft => draft.SignedPath = path)),
        new("the path of the other", draft => draft.IsApi3 ? "It was signed for the path '/v2/index.php'; API 3.0 signs '/'." : "It was signed for the path '/' and sent to '/v2/index.php'.", draft => draft.SignedPath = draft.IsApi3 ? "/v2/index.php" : "/"),
        new("natural order", draft => $"Names were sorted in natural order; {draft.List}.10 comes before {draft.List}.2.", draft => draft.Order = pairs =>
            [.. pairs.OrderBy(pair => pair.Name.Split('.')[0], StringComparer.Ordinal).ThenBy(pair => pair.Name.Length).ThenBy(pair => pair.Name, StringComparer.Ordinal)]),
        new("order without case", _ => "Names were sorted ignoring case; upper case comes before lower case.", draft => draft.Order = pairs => [.. pairs.OrderBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase)]),
        new("dots", draft => draft.IsApi3 ? "Names were signed with dots for underscores, as in v2; in API 3.0 they are signed as they are sent." : "Underscores were printed as dots before names were sorted; names are sorted as they are sent.", draft =>
        {
            if (draft.IsApi3)
                draft.PrintName = name => name.Replace('_', '.');
            else
                draft.Order = pairs => [.. pairs.OrderBy(pair => pair.Name.Replace('_', '.'), StringComparer.Ordinal)];
        }),
        new("@ left out", _ => "Values that begin with @ were left out.", draft => draft.Order = pairs => [.. pairs.Where(pair => !pair.Value.StartsWith('@'))]),
        new("raw +", _ => Plus, draft => draft.Encode = value => Uri.EscapeDataString(value).Replace("%2B", "+", StringComparison.Ordinal)),
        new("raw + and no other space", _ => Plus, draft =>
        {
            for (int i = 0; i < 12; i++)
                draft.Send(draft.List + "." + i, value => value.Replace(" ", "", StringComparison.Ordinal));
            draft.Encode = value => Uri.EscapeDataString(value).Replace("%2B", "+", StringComparison.Ordinal);
        }),
        .. Encodings().Select(encoding => new Mistake(encoding.Name, _ => $"Values were {encoding.Kind}-encoded before signing; they are signed as they are.", draft =>
        {
            draft.Send("delaySeconds", _ => "/ ~*'!é");
            draft.SignAll(encoding.Encode);
        })),
        .. ((string[])["delaySeconds", "Nonce", "queueName", "SecretId", "Timestamp", "Action"]).Select(name => new Mistake(name + " not signed", _ => $"{name} was sent and not signed.", draft => draft.Order = pairs => [.. pairs.Where(pair => pair.Name != name)])),
        new("hexadecimal", _ => "Signature is hexadecimal; it has to be Base64.", draft => draft.Signature = text => Convert.ToHexStringLower(Convert.FromBase64String(text)), IsForm: true),
        new("encoded twice", _ => "Signature was encoded twice: it still has percent signs when it is decoded.", draft => draft.Signature = Uri.EscapeDataString, IsForm: true),
        new("truncated", _ => "Signature is not the Base64 of an HMAC; it may be truncated.", draft => draft.Signature = text => text[..20], IsForm: true),
        new("raw + in the signature", _ => UnencodedSignature, draft => draft.SendSignatureWithPlus = true),
        new("raw + in the signature, and wrong key", _ => UnencodedSignature + " With its + none of the usual mistakes leads to it: the SecretKey may be a different one.", draft => (draft.SendSignatureWithPlus, draft.Key) = (true, "another key"), Otherwise: UnencodedSignature + " "),
        new("raw + in the signature, and method", draft => $"{UnencodedSignature} It was signed for {draft.SignedMethod} and sent with {draft.Method}.", draft => (draft.SendSignatureWithPlus, draft.SignedMethod) = (true, draft.Method == "GET" ? "POST" : "GET")),
        new("line break after the signature, and wrong key", _ => None, draft => (draft.Signature, draft.Key) = (text => text + "\n", "another key")),
        new("white space around the signature, and path", draft => draft.IsApi3 ? "It was signed for the path ''; API 3.0 signs '/'." : "It was signed for the path '' and sent to '/v2/index.php'.", draft => (draft.Signature, draft.SignedPath) = (text => " " + text + "\r\n", "")),
        new("method, and host without port", draft => $"It was signed for {draft.SignedMethod} and sent with {draft.Method}.", draft => (draft.SignedHost, draft.SignedMethod) = (draft.Authority.Split(':')[0], draft.Method == "GET" ? "POST" : "GET")),
        new("parameter not signed, and host without port", _ => "delaySeconds was sent and not signed.", draft => (draft.SignedHost, draft.Order) = (draft.Authority.Split(':')[0], pairs => [.. pairs.Where(pair => pair.Name != "delaySeconds")])),
    ];

    public static TheoryData<string> Names => [.. Mistakes.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_mistake_is_named_and_no_other(string name)
    {
        Mistake mistake = Mistakes.Single(mistake => mistake.Name == name);
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(options => (options.Explain, options.Keys) = (true, [new CmqKey { SecretId = SecretId, SecretKey = mistake.ServerKey }]), log);
        List<string> wrong = [];
        foreach ((string method, bool isApi3) in ((string, bool)[])[("GET", false), ("POST", false), ("GET", true), ("POST", true)])
        {
            foreach ((string? named, bool sha256) in Methods)
            {
                Draft draft = new(server, method, isApi3, named, sha256);
                mistake.Make(draft);
                string said = await CauseAsync(server, log, draft);
                bool contradicts = named == (sha256 ? "HmacSHA1" : "HmacSHA256");
                string expected = Expected(mistake, draft, contradicts ? sha256 ? "HmacSHA256" : "HmacSHA1" : null);
                if (said != expected)
                    wrong.Add($"{method}, {(isApi3 ? "API 3.0" : "v2")}, {named ?? "no method"}, SHA-{(sha256 ? "256" : "1")}: {said}\n  instead of: {expected}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_wrong_SignatureMethod_is_the_only_mistake_that_is_named()
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(options => options.Explain = true, log);
        foreach ((string method, bool isApi3) in ((string, bool)[])[("GET", false), ("POST", false), ("GET", true), ("POST", true)])
        {
            Assert.Equal("It was signed with HmacSHA256, and SignatureMethod names the other hash.", await CauseAsync(server, log, new Draft(server, method, isApi3, "HmacSHA1", sha256: true)));
            Assert.Equal("It was signed with HmacSHA1, and SignatureMethod names the other hash.", await CauseAsync(server, log, new Draft(server, method, isApi3, "HmacSHA256", sha256: false)));
        }
    }

    [Fact]
    public async Task A_correct_signature_with_an_old_timestamp_is_explained_in_v2()
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(options => options.Explain = true, log);
        foreach (string method in (string[])["GET", "POST"])
        {
            Draft draft = new(server, method, isApi3: false, "HmacSHA256", sha256: true);
            draft.Send("Timestamp", _ => "1");
            await SendAsync(server, draft);
            Assert.Contains("was refused. Its signature is correct. Its Timestamp is too far from the server's time", log.Lines.Last(line => line.Level == LogLevel.Warning).Text, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string, string> OfTc3 => new()
    {
        { "POST GET", "wrong key", "None of the usual mistakes leads to its signature: the SecretKey may be a different one, or something was changed in transit." },
        { "POST GET", "SecretId as key", "It was signed with the SecretId instead of the SecretKey." },
        { "POST GET", "line break after the key", "It was signed with a line break after the SecretKey." },
        { "POST GET", "space after the key", "It was signed with a space after the SecretKey." },
        { "POST GET", "key with a line break", "The server's SecretKey has a line break of Windows at its end, and the client's has not." },
        { "POST", "empty body", "It signed an empty body, not the one it sent." },
        { "POST GET", "unsigned payload", "It signed UNSIGNED-PAYLOAD without saying so in X-TC-Content-SHA256." },
        { "POST", "line break after the body", "The body was signed with a line break at its end and sent without." },
        { "POST", "body with a line break", "The body was sent with a line break at its end and signed without." },
        { "POST", "method", "It signed the method GET and sent POST." },
        { "GET", "method", "It signed the method POST and sent GET." },
        { "GET", "method and query", "It signed the method POST and sent GET." },
        { "GET", "no query", "It signed an empty query, not the one it sent." },
        { "GET", "decoded query", "It signed the query decoded; it is signed as it is sent." },
        { "GET", "sorted query", "It signed the parameters of the query in another order than it sent them." },
        { "GET", "json", "It signed the Content-Type application/json and sent another." },
        { "POST GET", "json with charset", "It signed the Content-Type application/json; charset=utf-8 and sent another." },
        { "POST", "form", "It signed the Content-Type application/x-www-form-urlencoded and sent another." },
        { "POST GET", "scheme", "It signed the host http://{0}; the host is signed without scheme and slash." },
        { "POST GET", "localhost", "It signed the host localhost; sign the one that requests are sent to." },
        { "POST GET", "cloud host", "It signed the host tdmq.tencentcloudapi.com; sign the one that requests are sent to." },
        { "POST GET", "day", "Its credential scope says 2001-01-01, and its timestamp is of 2017-03-05 in UTC." },
        { "POST GET", "upper case", "Signature is in upper case; hexadecimal has to be in lower case." },
        { "POST GET", "Base64", "Signature is Base64; in TC3 it has to be hexadecimal." },
        { "POST GET", "truncated", "Signature is not the hexadecimal of an HMAC; it may be truncated." },
        { "POST", "empty body, and host without port", "It signed an empty body, not the one it sent." },
    };

    [Theory]
    [MemberData(nameof(OfTc3))]
    public async Task The_mistake_is_named_and_no_other_in_TC3(string methods, string mistake, string cause)
    {
        LogCapture log = new();
        CmqKey key = new() { SecretId = SecretId, SecretKey = mistake == "key with a line break" ? SecretKey + "\r\n" : SecretKey };
        await using ServerUnderTest server = await StartAsync(options => (options.Explain, options.Keys) = (true, [key]), log);
        using Api3Client client = new(server, secretKey: mistake switch
        {
            "wrong key" => "another key",
            "SecretId as key" => SecretId,
            "line break after the key" => SecretKey + "\n",
            "space after the key" => SecretKey + " ",
            _ => SecretKey,
        });
        foreach (string method in methods.Split(' '))
        {
            await (method == "GET" ? client.GetAsync("DescribeCmqQueues", "QueueName=a%2Fb&Limit=10", Make) : client.PostTextAsync("DescribeCmqQueues", """{"Limit":10}""" + (mistake == "body with a line break" ? "\n" : ""), Make));
            Assert.Equal(string.Format(CultureInfo.InvariantCulture, cause, server.Server.Endpoint.Authority), Cause(log));
        }

        void Make(Tc3Call call)
        {
            if (mistake.StartsWith("empty body", StringComparison.Ordinal))
                call.SignedBody = "";
            call.SignedBody = mistake switch { "unsigned payload" => "UNSIGNED-PAYLOAD", "line break after the body" => call.Body + "\n", "body with a line break" => call.Body[..^1], _ => call.SignedBody };
            call.SignedHost = mistake switch
            {
                "scheme" => "http://" + call.Host,
                "localhost" => "localhost",
                "cloud host" => "tdmq.tencentcloudapi.com",
                "empty body, and host without port" => call.Host.Split(':')[0],
                _ => call.SignedHost,
            };
            call.SignedContentType = mistake switch { "json" => "application/json", "json with charset" => "application/json; charset=utf-8", "form" => "application/x-www-form-urlencoded", _ => null };
            call.SignedQuery = mistake switch { "method" or "no query" => "", "decoded query" => "QueueName=a/b&Limit=10", "sorted query" => "Limit=10&QueueName=a%2Fb", _ => null };
            if (mistake.StartsWith("method", StringComparison.Ordinal))
                call.SignedMethod = call.Method == "GET" ? "POST" : "GET";
            call.ChangeAuthorization = text => mistake switch
            {
                "day" => Day().Replace(text, "/2001-01-01/"),
                "upper case" => Hash().Replace(text, match => match.Value.ToUpperInvariant()),
                "Base64" => Hash().Replace(text, match => Convert.ToBase64String(Convert.FromHexString(match.Value))),
                "truncated" => text[..^10],
                _ => text,
            };
        }
    }

    private static string Expected(Mistake mistake, Draft draft, string? contradicting)
    {
        string cause = mistake.Cause(draft);
        if (contradicting is null || mistake.IsForm)
            return cause;
        string rest = $"It was signed with {contradicting}, and SignatureMethod names the other hash.";
        string unknown = rest + " With that hash, too, none of the usual mistakes leads to it: the SecretKey may be a different one.";
        return cause == None ? unknown : mistake.Otherwise is { } begin ? begin + unknown : cause + " " + rest;
    }

    private static async Task<string> CauseAsync(ServerUnderTest server, LogCapture log, Draft draft)
    {
        int before = log.Lines.Count(line => line.Level == LogLevel.Warning);
        string reply = await SendAsync(server, draft);
        return log.Lines.Count(line => line.Level == LogLevel.Warning) == before ? "not refused: " + reply : Cause(log);
    }

    private static async Task<string> SendAsync(ServerUnderTest server, Draft draft)
    {
        string path = draft.IsApi3 ? "/" : V2RequestLine.DefaultPath;
        return (draft.Method == "GET" ? await server.GetAsync(path, draft.Form()) : await server.PostFormAsync(path, draft.Form())).ToString();
    }

    private static string Cause(LogCapture log)
    {
        string line = log.Lines.Last(line => line.Level == LogLevel.Warning).Text;
        Match match = Refusal().Match(line);
        return match.Success ? match.Groups[1].Value : line;
    }

    private static (string Text, string Name)[] Ends() => [("\n", "a line break"), ("\r\n", "a line break of Windows"), (" ", "a space")];

    private static IEnumerable<(string Name, string Kind, Func<string, string> Encode)> Encodings()
    {
        yield return ("encoded as RFC 3986 says", "percent", Uri.EscapeDataString);
        yield return ("encoded as in JavaScript", "percent", value => Uri.EscapeDataString(value).Replace("%2A", "*", StringComparison.Ordinal).Replace("%27", "'", StringComparison.Ordinal).Replace("%21", "!", StringComparison.Ordinal));
        yield return ("encoded as in Java", "form", value => Uri.EscapeDataString(value).Replace("%2A", "*", StringComparison.Ordinal).Replace("~", "%7E", StringComparison.Ordinal).Replace("%20", "+", StringComparison.Ordinal));
        yield return ("encoded in lower case", "percent", value => Escape().Replace(Uri.EscapeDataString(value), match => match.Value.ToLowerInvariant()));
        yield return ("encoded as a form in lower case", "form", value => Escape().Replace(Uri.EscapeDataString(value), match => match.Value.ToLowerInvariant()).Replace("%20", "+", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"was refused\. (.*?) The (string to sign|canonical request) was expected to be", RegexOptions.Singleline)]
    private static partial Regex Refusal();

    [GeneratedRegex("%[0-9A-F]{2}")]
    private static partial Regex Escape();

    [GeneratedRegex(@"/\d{4}-\d\d-\d\d/")]
    private static partial Regex Day();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();

    /// <summary>A mistake and its explanation. <c>IsForm</c>: it is in the form of the signature, independent of how it was computed. <c>Otherwise</c>: the beginning of the explanation if nothing else explains the signature.</summary>
    private sealed record Mistake(string Name, Func<Draft, string> Cause, Action<Draft> Make, string ServerKey = SecretKey, bool IsForm = false, string? Otherwise = null);

    /// <summary>A request with parameters that show every mistake, signed by code of its own.</summary>
    private sealed class Draft
    {
        private readonly List<(string Name, string Value)> _sent;
        private readonly Dictionary<string, Func<string, string>> _signed = [];
        private readonly bool _sha256;
        private Func<string, string> _signAll = value => value;

        public Draft(ServerUnderTest server, string method, bool isApi3, string? named, bool sha256)
        {
            (Method, SignedMethod, IsApi3, _sha256) = (method, method, isApi3, sha256);
            Authority = SignedHost = server.Server.Endpoint.Authority;
            SignedPath = isApi3 ? "/" : V2RequestLine.DefaultPath;
            string time = server.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            _sent =
            [
                ("Action", isApi3 ? "DescribeCmqQueues" : "BatchSendMessage"), ("Nonce", "1"), ("SecretId", SecretId), ("Timestamp", time),
                ("delaySeconds", "0"), ("queueName", "orders"), ("home", "@home"), ("root", "@root"), ("my_b", "1"), ("myA", "2"),
                .. Enumerable.Range(0, 12).Select(i => ($"{List}.{i}", i % 5 == 0 ? "a b+c" : "x/y")),
            ];
            if (isApi3)
                _sent.Add(("Version", "2020-02-17"));
            if (named is not null)
                _sent.Add(("SignatureMethod", named));
        }

        public string Method { get; }

        public bool IsApi3 { get; }

        public string Authority { get; }

        public string List => IsApi3 ? "FilterTag" : "msgBody";

        public string Key { get; set; } = SecretKey;

        public string SignedMethod { get; set; }

        public string SignedHost { get; set; }

        public string SignedPath { get; set; }

        public string End { get; set; } = "";

        public bool SendSignatureWithPlus { get; set; }

        public Func<(string Name, string Value)[], (string Name, string Value)[]> Order { get; set; } = pairs => pairs;

        public Func<string, string> PrintName { get; set; } = name => name;

        public Func<string, string> Encode { get; set; } = Uri.EscapeDataString;

        public Func<string, string> Signature { get; set; } = text => text;

        public void Sign(string name, Func<string, string> change) => _signed[name] = change;

        public void SignAll(Func<string, string> change) => _signAll = change;

        public void Send(string name, Func<string, string> change)
        {
            int at = _sent.FindIndex(pair => pair.Name == name);
            _sent[at] = (name, change(_sent[at].Value));
        }

        public string Form()
        {
            string signature = Signed();
            for (int nonce = 2; SendSignatureWithPlus && !signature.Contains('+', StringComparison.Ordinal); nonce++)
            {
                Send("Nonce", _ => nonce.ToString(CultureInfo.InvariantCulture));
                signature = Signed();
            }

            string sent = SendSignatureWithPlus ? signature : Uri.EscapeDataString(Signature(signature));
            return string.Join('&', _sent.Select(pair => pair.Name + "=" + Encode(pair.Value))) + "&Signature=" + sent;
        }

        private string Signed()
        {
            (string Name, string Value)[] pairs = Order([.. _sent.OrderBy(pair => pair.Name, StringComparer.Ordinal)]);
            string parameters = string.Join('&', pairs.Select(pair => Printed(pair.Name) + "=" + _signAll(_signed.GetValueOrDefault(pair.Name, value => value)(pair.Value))));
            byte[] text = Encoding.UTF8.GetBytes(SignedMethod + SignedHost + SignedPath + "?" + parameters + End), key = Encoding.UTF8.GetBytes(Key);
#pragma warning disable CA5350 // The protocol's default hash.
            return Convert.ToBase64String(_sha256 ? HMACSHA256.HashData(key, text) : HMACSHA1.HashData(key, text));
#pragma warning restore CA5350
        }

        private string Printed(string name) => PrintName(IsApi3 ? name : name.Replace('_', '.'));
    }
}
