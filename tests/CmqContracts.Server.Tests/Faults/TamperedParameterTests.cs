using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CmqContracts.Broker;
using CmqContracts.Server.Tests.Quirks;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Captured signed requests with parameters added, renamed, removed, repeated or moved: each does what was signed, or nothing.</summary>
public sealed partial class TamperedParameterTests
{
    private static readonly string[] Known =
    [
        "Action", "SecretId", "Timestamp", "Nonce", "Signature", "SignatureMethod", "Region", "Token", "RequestClient", "clientRequestId", "Version",
        "queueName", "topicName", "subscriptionName", "deadLetterQueueName", "searchWord", "offset", "limit", "maxMsgHeapNum", "pollingWaitSeconds", "visibilityTimeout",
        "maxMsgSize", "msgRetentionSeconds", "rewindSeconds", "delaySeconds", "numOfMsg", "startConsumeTime", "filterType", "protocol", "endpoint", "notifyStrategy",
        "notifyContentFormat", "deadLetterPolicy", "routingKey", "msgBody", "receiptHandle", "msgTag", "filterTag", "bindingKey",
        "QueueName", "TopicName", "SubscriptionName", "Offset", "Limit", "DelaySeconds", "MsgContent", "MsgTag", "FilterTag", "FilterTags", "BindingKey", "QueueNameList",
    ];

    private static readonly string[] Values = ["", "1", "2", "x", "@x", "a,b"];

    public static TheoryData<string> Requests => [.. CapturedRequest.All.Select(request => request.Name).Distinct()];

    [Fact]
    public void All_clients_have_captured_requests() =>
        Assert.Equal(["T", "V", "cmq-sdk", "qcloudapi-sdk", "tencentcloud-sdk"], CapturedRequest.All.Select(request => request.Name[0] is 'V' or 'T' ? request.Name[..1] : request.Name.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_signed_request_does_what_was_signed_or_nothing(string name)
    {
        foreach (CapturedRequest request in CapturedRequest.All.Where(request => request.Name == name))
        {
            await AssertUnchangedAsync(request, acceptUnsignedAtBodies: true);
            await AssertUnchangedAsync(request, acceptUnsignedAtBodies: false);
        }
    }

    private static async Task AssertUnchangedAsync(CapturedRequest request, bool acceptUnsignedAtBodies)
    {
        await using RecordingBackend backend = new(new CmqBroker());
        await using CmqServer server = await CmqServer.StartAsync(backend, new CmqServerOptions { Keys = [request.Key], TimestampTolerance = TimeSpan.Zero, AcceptUnsignedAtBodies = acceptUnsignedAtBodies });
        using WireConnection connection = WireConnection.Open(server.Endpoint);
        string signed = await EffectAsync(request.Bytes(request.Target, request.Body));
        bool unsignedBody = request.Name == "V13 alternative" || (request.Name.StartsWith("qcloudapi-sdk POST", StringComparison.Ordinal) && request.Form.Contains("%40home", StringComparison.Ordinal));
        if (unsignedBody && !acceptUnsignedAtBodies)
            Assert.Equal("", signed);
        else if (request.Name is "T01" or "T06")
            Assert.Equal("", signed);
        else if (request.Name[0] is 'V' or 'T')
            Assert.NotEqual("", signed);
        foreach (byte[] changed in request.HasSignedParameters ? Changed(request) : ChangedTc3(request))
        {
            string effect = await EffectAsync(changed);
            if (acceptUnsignedAtBodies && !request.IsApi3 && request.Method == "POST")
                (effect, signed) = (WithoutAtBodies(effect), WithoutAtBodies(signed));
            Assert.True(effect.Length == 0 || effect == signed, $"{Encoding.Latin1.GetString(changed)}\n\ndid {effect}\ninstead of {signed}");
        }

        async Task<string> EffectAsync(byte[] bytes)
        {
            backend.Calls.Clear();
            Assert.Equal(200, (await connection.AskAsync([bytes]))[0].Status);
            return string.Join('\n', backend.Calls);
        }
    }

    private static IEnumerable<byte[]> Changed(CapturedRequest request)
    {
        string[] pairs = request.Form.Split('&');
        foreach (string form in Forms(pairs))
            yield return request.Carry(form);
        yield return request.Carry(request.Form, "X-Forwarded-Host: x/v2/index.php?Action=SendMessage\r\n");
        yield return request.Carry(request.Form, "X-TC-Action: DeleteCmqQueue\r\nX-TC-Version: 2020-02-17\r\n");
        string query = request.Method == "POST" ? request.Target + "?queueName=other&delaySeconds=9" : request.Target;
        yield return request.Bytes(query, request.Method == "POST" ? request.Body : "queueName=other&delaySeconds=9");
        yield return request.Method == "POST" ? request.Bytes(request.Target + "?" + request.Body, "") : request.Bytes(request.Target.Split('?')[0], request.Form);
        for (int i = 0; i < pairs.Length; i++)
        {
            string rest = string.Join('&', pairs.Where((_, at) => at != i));
            yield return request.Method == "POST" ? request.Bytes(request.Target + "?" + pairs[i], rest) : request.Bytes(request.Target.Split('?')[0] + "?" + rest, pairs[i]);
        }
    }

    private static IEnumerable<string> Forms(string[] pairs)
    {
        Random random = new(46364);
        for (int i = 0; i < pairs.Length; i++)
        {
            (string name, string value) = (pairs[i].Split('=', 2)[0], pairs[i].Split('=', 2)[^1]);
            yield return With(pairs, i, []);
            yield return With(pairs, i, [pairs[i], pairs[i]]);
            yield return With(pairs, i, [pairs[i], name + "=x"]);
            yield return With(pairs, i, [name + "=x", pairs[i]]);
            foreach (string renamed in new[] { name.Replace('.', '_'), name.Replace(".", "%5F", StringComparison.Ordinal), name + "_", "_" + name, name + ".0", name + "_0", name.ToUpperInvariant(), char.ToUpperInvariant(name[0]) + name[1..], Digits().Replace(name, "0$0"), Digits().Replace(name, "9"), name.Split('.')[0] })
            {
                if (renamed != name)
                    yield return With(pairs, i, [renamed + "=" + value]);
            }

            // The same text, split into parameters in another way.
            string[] sorted = [.. pairs.Where(pair => !pair.StartsWith("Signature=", StringComparison.Ordinal)).OrderBy(pair => pair.Split('=')[0], StringComparer.Ordinal)];
            string signature = pairs.Single(pair => pair.StartsWith("Signature=", StringComparison.Ordinal));
            if (i + 1 < sorted.Length)
            {
                yield return string.Join('&', [.. sorted[..i], sorted[i] + "%26" + sorted[i + 1].Replace("=", "%3D", StringComparison.Ordinal), .. sorted[(i + 2)..], signature]);
                yield return string.Join('&', [.. sorted[..i], sorted[i].Replace("=", "%3D", StringComparison.Ordinal) + "%26" + sorted[i + 1], .. sorted[(i + 2)..], signature]);
            }

            // Unsigned bodies may be in between.
            int next = i + 1;
            while (next < sorted.Length && UnsignedBody().IsMatch(sorted[next]))
                next++;
            for (int end = next + 1; end <= sorted.Length; end++)
            {
                string joined = sorted[i] + string.Concat(sorted[next..end].Select(pair => "%26" + pair.Replace("=", "%3D", StringComparison.Ordinal)));
                foreach (string[] between in (string[][])[[], sorted[(i + 1)..next], ["msgBody=%40x"], ["msgBody.0=%40x"], ["msgBody.99=%40x"]])
                    yield return string.Join('&', [.. sorted[..i], joined, .. between, .. sorted[end..], signature]);
            }
        }

        foreach (string name in Known)
        {
            foreach (string value in Values)
            {
                foreach (string added in new[] { name, name + ".0", name + ".1", name + ".7", name + "_1", name + "_7", name + ".x" })
                    yield return string.Join('&', [.. pairs, $"{added}={Uri.EscapeDataString(value)}"]);
            }
        }

        for (int i = 0; i < 20; i++)
        {
            random.Shuffle(pairs);
            yield return string.Join('&', pairs);
        }

        yield return string.Join('&', pairs.Select(pair => string.Concat(pair.Split('=', 2)[0].Select(c => $"%{(int)c:x2}")) + "=" + pair.Split('=', 2)[1]));
        foreach (string joined in new[] { "msgTag=a%2Cb", "msgTag.0=a%2Cb", "msgTag.5=a&msgTag.6=b", "msgTag.0=b&msgTag.1=a" })
            yield return string.Join('&', [.. pairs.Where(pair => !pair.StartsWith("msgTag", StringComparison.Ordinal)), joined]);
    }

    /// <summary>A TC3 signature covers the bytes of query and body. Nothing elsewhere is a parameter.</summary>
    private static IEnumerable<byte[]> ChangedTc3(CapturedRequest request) =>
    [
        .. request.Method == "POST" ? ChangedBody(request) : ChangedQuery(request),
        .. ChangedHeaders(request),
        (request with { Method = request.Method == "POST" ? "GET" : "POST" }).Bytes(request.Target, request.Body),
        (request with { Method = "POST" }).Bytes("/", request.Form),
        (request with { Method = "GET" }).Bytes("/?" + Uri.EscapeDataString(request.Form), ""),
    ];

    private static IEnumerable<byte[]> ChangedBody(CapturedRequest request)
    {
        foreach (string name in Known)
        {
            yield return request.Bytes(request.Target + "?" + name + "=1", request.Body);
            yield return request.Bytes(request.Target, request.Body.Replace("{", $"{{\"{name}\":1,", StringComparison.Ordinal));
            yield return request.Bytes(request.Target, request.Body.Replace("}", $",\"{name}\":\"@1\"}}", StringComparison.Ordinal));
        }

        foreach (string body in (string[])["", "{}", "[" + request.Body + "]", request.Body + " ", " " + request.Body, request.Body + request.Body, request.Body + "\0", "\u00EF\u00BB\u00BF" + request.Body])
            yield return request.Bytes(request.Target, body);
        using JsonDocument document = JsonDocument.Parse(Encoding.Latin1.GetBytes(request.Body));
        string[] members = [.. document.RootElement.EnumerateObject().Select(member => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes($"\"{member.Name}\":{member.Value.GetRawText()}")))];
        for (int i = 0; i < members.Length; i++)
        {
            (string name, string value) = (members[i].Split('"')[1], members[i].Split(':', 2)[1]);
            string[][] changes = [[], [members[i], members[i]], [members[i], $"\"{name}\":7"], [$"\"{name}\":\"x\"", members[i]], [$"\"{name.ToUpperInvariant()}\":{value}"], [$"\"{name}_\":{value}"], [$"\"{name}\":null"]];
            foreach (string[] change in changes)
                yield return request.Bytes(request.Target, "{" + string.Join(',', [.. members[..i], .. change, .. members[(i + 1)..]]) + "}");
            yield return request.Bytes(request.Target, "{" + string.Join(',', [.. members[(i + 1)..], .. members[..(i + 1)]]) + "}");
        }
    }

    private static IEnumerable<byte[]> ChangedQuery(CapturedRequest request)
    {
        foreach (string name in Known)
        {
            yield return request.Bytes(request.Target + "&" + name + "=1", request.Body);
            yield return request.Bytes(request.Target, name + "=1");
        }

        string[] pairs = request.Form.Split('&');
        foreach (string form in Forms([.. pairs, "Signature=x"]))
            yield return request.Carry(form.Replace("&Signature=x", "", StringComparison.Ordinal));
    }

    /// <summary>Changes of headers, some of which decide how parameters are read.</summary>
    private static IEnumerable<byte[]> ChangedHeaders(CapturedRequest request)
    {
        string authorization = request.Headers["authorization"], timestamp = request.Headers["x-tc-timestamp"];
        CapturedRequest[] changed =
        [
            request.With("authorization", null), request.With("x-tc-action", null), request.With("x-tc-version", null), request.With("x-tc-timestamp", null), request.With("content-type", null),
            request.With("x-tc-timestamp", timestamp + "0"), request.With("x-tc-timestamp", "0" + timestamp), request.With("x-tc-version", "2019-03-04"), request.With("x-tc-region", "ap-beijing"),
            request.With("content-type", "application/x-www-form-urlencoded; charset=utf-16"), request.With("content-type", "multipart/form-data; boundary=x"), request.With("x-tc-token", "x"), request.With("host", "x"),
            request.With("x-tc-content-sha256", "UNSIGNED-PAYLOAD"),
            .. ((string[])["host", "content-type;host;x-tc-region", "host;content-type", "content-type", "content-type;host;content-type"]).Select(names => request.With("authorization", SignedHeaders().Replace(authorization, "SignedHeaders=" + names))),
            .. ((string[])["2001-01-01", "2030-01-01"]).Select(day => request.With("authorization", Day().Replace(authorization, $"/{day}/"))),
        ];
        foreach (CapturedRequest other in changed)
            yield return other.Bytes(other.Target, other.Body);
        yield return request.With("x-tc-content-sha256", "UNSIGNED-PAYLOAD").Bytes(request.Target, """{"QueueName":"other"}""");
        foreach (string header in (string[])["X-TC-Timestamp: 1", "Authorization: " + authorization, "Authorization: x", "Content-Type: text/plain", "X-Forwarded-Host: x/?QueueName=other", "X-HTTP-Method-Override: GET"])
            yield return request.Bytes(request.Target, request.Body, header + "\r\n");
        if (authorization.Contains("x-tc-action", StringComparison.Ordinal))
            yield return request.With("x-tc-action", "DeleteCmqQueue").Bytes(request.Target, request.Body);
    }

    private static string With(string[] pairs, int at, string[] instead) => string.Join('&', [.. pairs[..at], .. instead, .. pairs[(at + 1)..]]);

    private static string WithoutAtBodies(string effect) => AtBody().Replace(effect, "");

    [GeneratedRegex("SignedHeaders=[^,]*")]
    private static partial Regex SignedHeaders();

    [GeneratedRegex(@"/\d{4}-\d\d-\d\d/")]
    private static partial Regex Day();

    [GeneratedRegex(@"^msgBody(\.\d+)?=(@|%40)")]
    private static partial Regex UnsignedBody();

    [GeneratedRegex(@"\d+$")]
    private static partial Regex Digits();

    [GeneratedRegex("""(, )?"@[^"]*"(?=[^\[]*\])""")]
    private static partial Regex AtBody();
}
