using System.Collections.Frozen;
using System.Text;

namespace CmqContracts.Server;

/// <summary>What may stand in a signed parameter's value.</summary>
internal enum SignedKind
{
    /// <summary>Anything: the action does not read it.</summary>
    Unread,

    /// <summary>A number, a name or another word that has no <c>&amp;</c>.</summary>
    Word,

    /// <summary>Any text, and the action can do without it.</summary>
    Text,

    /// <summary>Any text, and the action cannot do without it.</summary>
    RequiredText,
}

/// <summary>The parameters that an action reads, for those actions that read free texts; of the others, what every request may have.</summary>
internal sealed class SignedNames
{
    private const int Longest = 32;

    private static readonly string[] Common = ["Action", "Nonce", "Region", "RequestClient", "SecretId", "SignatureMethod", "Timestamp", "Token", "Version", "Language", "clientRequestId"];

    private static readonly string[] NotifyWords = ["topicName", "subscriptionName", "protocol", "notifyStrategy", "notifyContentFormat"];

    private static readonly string[] Api3NotifyWords = ["TopicName", "SubscriptionName", "Protocol", "NotifyStrategy", "NotifyContentFormat"];

    private static readonly SignedNames NoTexts = new([], [], []);

    // A list is named with the dot before its elements' numbers. Words that some clients send and the action leaves alone are here, too.
    private static readonly FrozenDictionary<string, SignedNames> ByAction = new Dictionary<string, SignedNames>
    {
        ["SendMessage"] = new(["msgBody"], [], ["queueName", "delaySeconds"]),
        ["BatchSendMessage"] = new(["msgBody."], [], ["queueName", "delaySeconds"]),
        ["PublishMessage"] = new(["msgBody"], ["msgTag", "msgTag.", "routingKey"], ["topicName"]),
        ["BatchPublishMessage"] = new(["msgBody."], ["msgTag", "msgTag.", "routingKey"], ["topicName"]),
        ["Subscribe"] = new(["endpoint"], ["filterTag.", "bindingKey."], NotifyWords),
        ["SetSubscriptionAttributes"] = new([], ["filterTag.", "bindingKey."], [.. NotifyWords, "endpoint"]),
        ["ListQueue"] = new([], ["searchWord"], ["offset", "limit"]),
        ["ListTopic"] = new([], ["searchWord"], ["offset", "limit"]),
        ["ListSubscriptionByTopic"] = new([], ["searchWord"], ["topicName", "offset", "limit"]),
        ["ListDeadLetterSourceQueues"] = new([], ["searchWord"], ["deadLetterQueueName", "offset", "limit"]),
        ["SendCmqMsg"] = new(["MsgContent"], [], ["QueueName", "DelaySeconds"]),
        ["PublishCmqMsg"] = new(["MsgContent"], ["MsgTag."], ["TopicName"]),
        ["CreateCmqSubscribe"] = new(["Endpoint"], ["FilterTag.", "BindingKey."], Api3NotifyWords),
        ["ModifyCmqSubscriptionAttribute"] = new([], ["FilterTags.", "BindingKey."], Api3NotifyWords),
        ["DescribeCmqQueues"] = new([], ["QueueName", "QueueNameList."], ["Offset", "Limit"]),
        ["DescribeCmqTopics"] = new([], ["TopicName", "TopicNameList."], ["Offset", "Limit"]),
        ["DescribeCmqSubscriptionDetail"] = new([], ["SubscriptionName"], ["TopicName", "QueueName", "QueryType", "Offset", "Limit"]),
        ["DescribeCmqDeadLetterSourceQueues"] = new([], ["SourceQueueName"], ["DeadLetterQueueName", "Offset", "Limit"]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, SignedKind> _kinds;

    private SignedNames(string[] requiredTexts, string[] texts, string[] words)
    {
        Dictionary<string, SignedKind> kinds = [];
        foreach ((string[] names, SignedKind kind) in new[] { (requiredTexts, SignedKind.RequiredText), (texts, SignedKind.Text), (words, SignedKind.Word), (Common, SignedKind.Word) })
        {
            foreach (string name in names)
                kinds.Add(name, kind);
        }

        _kinds = kinds.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The names of an action.</summary>
    /// <param name="action">The action, as the documents spell it.</param>
    public static SignedNames Of(string action) => ByAction.GetValueOrDefault(action, NoTexts);

    /// <summary>What a parameter of a name is for.</summary>
    public SignedKind KindOf(ReadOnlySpan<byte> name)
    {
        int dot = name.IndexOf((byte)'.');
        if (dot >= 0)
        {
            ReadOnlySpan<byte> index = name[(dot + 1)..];
            bool isIndex = !index.IsEmpty && !index.ContainsAnyExceptInRange((byte)'0', (byte)'9');
            SignedKind ofList = KindOfExactly(name[..(dot + 1)]);

            // The action refuses the list for any other index.
            return isIndex || ofList == SignedKind.Unread ? ofList : SignedKind.Word;
        }

        return KindOfExactly(name);
    }

    private SignedKind KindOfExactly(ReadOnlySpan<byte> name)
    {

        if (name.Length > Longest)
            return SignedKind.Unread;
        Span<char> text = stackalloc char[Longest];
        return _kinds.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..Encoding.Latin1.GetChars(name, text)], out SignedKind kind) ? kind : SignedKind.Unread;
    }
}
