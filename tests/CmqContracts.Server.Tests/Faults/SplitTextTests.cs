using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CmqContracts.Broker;
using CmqContracts.Server.Tests.Quirks;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Values are signed without encoding, so a signed text can be split into parameters in many ways. At most one of these requests is executed, and no text is truncated.</summary>
public sealed class SplitTextTests : IAsyncLifetime
{
    private const string SecretKey = "cut";
    private const string V2Path = "/v2/index.php";
    private const string Common = "Nonce=5&SecretId=AKIDcut";

    private readonly RecordingBackend _backend = new(new CmqBroker());
    private CmqServer _server = null!;
    private WireConnection _connection = null!;

    /// <summary>Signed texts after the <c>?</c>. <c>@</c> stands for the common parameters.</summary>
    public static TheoryData<string> Texts => new(
        "Action=SendMessage&@&Timestamp=1&msgBody=id=5&name=Bob&queueName=q",
        "Action=SendMessage&@&Timestamp=1&msgBody=id=5&n.x=Bob&o.p=1&queueName=q",
        "Action=SendMessage&@&Timestamp=1&Version=v2&msgBody=a&msgBody=b&queueName=q",
        "Action=SendMessage&@&Timestamp=1&Version=v2&foo=1&delaySeconds=5&msgBody=b&queueName=q",
        "Action=SendMessage&@&Timestamp=1&delay.x=1&delaySeconds=9&msgBody=b&queueName=q",
        "Action=SendMessage&@&Timestamp=1&clientRequestId=7&msgBody=a&msgBody.0=c&queueName=q&queueName=p",
        "Action=BatchSendMessage&@&Timestamp=1&Version=v2&msgBody.0=a&msgBody.1=b&msgBody.1=c&queueName=q",
        "Action=BatchSendMessage&@&Timestamp=1&msgBody=z&msgBody.0=a&mz=1&n=2&queueName=q",
        "Action=PublishMessage&@&Timestamp=1&msgBody=a&queueName=q&topicName=t",
        "Action=PublishMessage&@&Timestamp=1&msgBody=a&msgTag.0=x&msgTag.1=y&topicName=t",
        "Action=PublishMessage&@&Timestamp=1&msgBody=a&msgTag=x&msgTag.0=y&topicName=t",
        "Action=PublishMessage&@&Timestamp=1&msgBody=a&routingKey=z&routingKey=y&topicName=t",
        "Action=PublishMessage&@&Timestamp=1&msgBody=a&routingKey=z&msgTag.0=y&topicName=t",
        "Action=PublishMessage&@&Timestamp=1&msgBody=a&msgTag.0=b&name=c&routingKey=k&s=1&topicName=t",
        "Action=BatchPublishMessage&@&Timestamp=1&msgBody.0=a&msgBody.1=b&msgTag.0=c&routingKey=z&topicName=t",
        "Action=Subscribe&@&Timestamp=1&bindingKey.0=k&clientRequestId=7&endpoint=http://h/?a=1&f=2&filterTag.0=x&g=1&notifyStrategy=BACKOFF_RETRY&protocol=http&subscriptionName=s&topicName=t",
        "Action=SetSubscriptionAttributes&@&Timestamp=1&bindingKey.0=k&bindingKey.1=l&filterTag.0=x&g=1&subscriptionName=s&topicName=t",
        "Action=ListQueue&@&Timestamp=1&limit=5&offset=1&searchWord=q&sort=1&token=2",
        "Action=ListSubscriptionByTopic&@&Timestamp=1&searchWord=q&sort=1&topicName=t&u=1",
        "Action=InspectSearch&@&Timestamp=1&jsonPath=$.a&queueName=q&state=active&text=a&value=1",
        "Action=InspectSearch&@&Timestamp=1&queueName=q&r=1&state=active&text=a&text=b&u=1&value=c",
        "Action=InspectStartJob&@&Timestamp=1&jobAction=delete&jsonPath=$.a&queueName=q&state=active&text=a&value=1",
        "Action=InspectDelete&@&Timestamp=1&msgId.0=1&msgId.1=2&queueName=q&state=active",
        "Action=DeleteQueue&Nonce=5&Region=gz&RequestClient=x&SecretId=AKIDcut&Timestamp=1&Version=v2&foo=1&queueName=q",
        "Action=RewindQueue&@&Timestamp=1&Token=x&queueName=q&r=1&startConsumeTime=5&startConsumeTime=6",
        "Action=SendCmqMsg&DelaySeconds=3&MsgContent=id=5&Name=Bob&Nonce=5&QueueName=q&SecretId=AKIDcut&Timestamp=1&Version=2020-02-17",
        "Action=SendCmqMsg&Language=zh&MsgContent=a&MsgContent=b&Nonce=5&QueueName=q&SecretId=AKIDcut&Timestamp=1&Version=2020-02-17",
        "Action=SendCmqMsg&Bar=1&Foo=1&DelaySeconds=3&MsgContent=a&Nonce=5&QueueName=q&Region=gz&SecretId=AKIDcut&Timestamp=1&Version=2020-02-17",
        "Action=PublishCmqMsg&MsgContent=a&MsgTag.0=x&MsgTag.5=y&MsgZ=1&@&Timestamp=1&TopicName=t&Version=2020-02-17",
        "Action=CreateCmqSubscribe&BindingKey.0=a&C=1&Endpoint=http://h/?a=1&F=1&FilterTag.0=b&Nonce=5&Protocol=http&SecretId=AKIDcut&SubscriptionName=s&Timestamp=1&TopicName=t&Version=2020-02-17",
        "Action=DescribeCmqQueues&Limit=5&Nonce=5&QueueName=q&QueueX=1&Region=gz&RequestClient=x&SecretId=AKIDcut&Timestamp=1&Version=2020-02-17");

    public async Task InitializeAsync()
    {
        _server = await CmqServer.StartAsync(_backend, new CmqServerOptions { Keys = [new CmqKey { SecretId = "AKIDcut", SecretKey = SecretKey }], TimestampTolerance = TimeSpan.Zero });
        _connection = WireConnection.Open(_server.Endpoint);
    }

    public async Task DisposeAsync()
    {
        _connection.Dispose();
        await _server.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Of_all_ways_to_split_a_signed_text_at_most_one_is_executed(string text)
    {
        text = text.Replace("@", Common, StringComparison.Ordinal);
        string[] pieces = text.Split('&');
        string signature = Sign(text);
        Dictionary<string, string> effects = [];

        // Action and the required parameters are never joined with others, because such a request is refused anyway.
        for (long splits = 0; splits < 1L << (pieces.Length - 1); splits++)
        {
            if (Parameters(pieces, splits) is not { } parameters)
                continue;
            foreach ((string Name, string Value)[] spelled in Spellings(parameters))
            {
                string effect = await EffectAsync(text, spelled, signature);
                if (effect.Length > 0)
                    effects.TryAdd(effect, string.Join('\n', spelled.Select(pair => pair.Name + " = " + pair.Value)));
            }
        }

        Assert.True(effects.Count <= 1, string.Join("\n\n", effects.Select(entry => entry.Value + "\ndid " + entry.Key)));
    }

    [Theory]
    [InlineData("SendMessage", "msgBody", "id=5&name=Bob")]
    [InlineData("SendMessage", "msgBody", "Action=SendMessage&delaySeconds=5&msgBody=x&queueName=p&topicName=t")]
    [InlineData("BatchSendMessage", "msgBody.0", "id=5&name=Bob&o.p=1&n_x=2&queueName=p&msgBody=x")]
    [InlineData("PublishMessage", "msgBody", "id=5&name=Bob&queueName=p&delaySeconds=1&topicName=x")]
    [InlineData("SendCmqMsg", "MsgContent", "id=5&Name=Bob&DelaySeconds=5&QueueName=p&TopicName=p&&=&")]
    public async Task A_body_that_looks_like_a_form_is_sent_whole(string action, string name, string body)
    {
        bool api3 = action == "SendCmqMsg";
        (string, string)[] parameters =
        [
            ("Action", action), ("Nonce", "5"), ("SecretId", "AKIDcut"), ("Timestamp", "1"), .. api3 ? [("Version", "2020-02-17")] : Array.Empty<(string, string)>(),
            (name, body), (api3 ? "QueueName" : action == "PublishMessage" ? "topicName" : "queueName", "q"),
        ];
        string signed = string.Join('&', parameters.OrderBy(pair => pair.Item1, StringComparer.Ordinal).Select(pair => pair.Item1 + "=" + pair.Item2));

        Assert.Contains(JsonSerializer.Serialize(body), await EffectAsync(signed, parameters, Sign(signed)), StringComparison.Ordinal);
    }

    /// <summary>The parameters of a way to split; <see langword="null"/>: it joins a parameter that every request needs with another one, so the request would be refused anyway.</summary>
    private static (string Name, string Value)[]? Parameters(string[] pieces, long splits)
    {
        List<(string Name, string Value)> parameters = [Pair(pieces[0])];
        for (int i = 1; i < pieces.Length; i++)
        {
            if ((splits >> (i - 1) & 1) != 0)
                parameters.Add(Pair(pieces[i]));
            else if (pieces[i].Split('=')[0] is "Nonce" or "SecretId" or "Timestamp" || i < 2)
                return null;
            else
                parameters[^1] = (parameters[^1].Name, parameters[^1].Value + "&" + pieces[i]);
        }

        return [.. parameters];
    }

    /// <summary>The parameters with <c>.</c> or <c>_</c> in their names, which are both signed as <c>.</c>.</summary>
    private static IEnumerable<(string Name, string Value)[]> Spellings((string Name, string Value)[] parameters) =>
        ((Func<string, string>[])[name => name, name => name.Replace('.', '_'), name => char.IsAsciiDigit(name[^1]) ? name : name.Replace('.', '_')])
            .Select(spell => ((string Name, string Value)[])[.. parameters.Select(pair => (spell(pair.Name), pair.Value))])
            .DistinctBy(spelled => string.Join('&', spelled.Select(pair => pair.Name)))
            .Where(spelled => spelled.Zip(spelled.Skip(1)).All(pair => string.CompareOrdinal(pair.First.Name, pair.Second.Name) <= 0));

    private static (string Name, string Value) Pair(string piece) => (piece.Split('=', 2)[0], piece.Split('=', 2)[^1]);

    private string Sign(string text)
    {
#pragma warning disable CA5350 // The protocol's default hash.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(SecretKey), Encoding.UTF8.GetBytes($"POST{_server.Endpoint.Authority}{Path(text)}?{text}")));
#pragma warning restore CA5350
    }

    private static bool IsApi3(string text) => text.Contains("Version=2020-02-17", StringComparison.Ordinal);

    private static string Path(string text) => IsApi3(text) ? "/" : V2Path;

    private async Task<string> EffectAsync(string text, (string Name, string Value)[] parameters, string signature)
    {
        string form = string.Join('&', parameters.Append(("Signature", signature)).Select(pair => Uri.EscapeDataString(pair.Item1) + "=" + Uri.EscapeDataString(pair.Item2)));
        _backend.Calls.Clear();
        await _connection.AskAsync([Encoding.ASCII.GetBytes($"POST {Path(text)} HTTP/1.1\r\nHost: {_server.Endpoint.Authority}\r\nContent-Length: {form.Length}\r\n\r\n{form}")]);
        return string.Join('\n', _backend.Calls);
    }
}
