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

    // By their length, as each request looks up all of its names.
    private readonly (byte[] Name, SignedKind Kind)[][] _byLength = new (byte[], SignedKind)[Longest + 1][];

    private SignedNames(string[] requiredTexts, string[] texts, string[] words)
    {
        IEnumerable<(byte[] Name, SignedKind Kind)> all = new[] { (requiredTexts, SignedKind.RequiredText), (texts, SignedKind.Text), (words, SignedKind.Word), (Common, SignedKind.Word) }
            .SelectMany(static names => names.Item1, static (names, name) => (Encoding.ASCII.GetBytes(name), names.Item2));
        ILookup<int, (byte[] Name, SignedKind Kind)> byLength = all.ToLookup(static known => known.Name.Length);
        for (int length = 0; length <= Longest; length++)
            _byLength[length] = [.. byLength[length]];
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
        foreach ((byte[] known, SignedKind kind) in _byLength[name.Length])
        {
            if (name.SequenceEqual(known))
                return kind;
        }

        return SignedKind.Unread;
    }
}
