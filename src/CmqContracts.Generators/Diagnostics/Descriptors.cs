using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Diagnostics;

/// <summary>All rules. Ids are literals and never reused: 00xx declaration, 01xx names and limits, 02xx JSON shape, 03xx use of the clients.</summary>
internal static partial class Descriptors
{
    private const string HelpLinks = "https://cmqcontracts.example/rules/";
    private const string Declaration = "CmqContracts.Declaration";
    private const string Limits = "CmqContracts.Limits";
    private const string Json = "CmqContracts.Json";

    public static readonly DiagnosticDescriptor NotPartial = new(
        "CMQ0001",
        "Message type is not partial",
        "A contract is generated into '{0}': add 'partial' to its declaration",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0001");

    public static readonly DiagnosticDescriptor ContainerNotPartial = new(
        "CMQ0002",
        "Containing type of a message type is not partial",
        "A contract is generated into '{0}', which is nested in '{1}', so both must be partial: add 'partial' to '{1}'",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0002");

    public static readonly DiagnosticDescriptor LanguageVersion = new(
        "CMQ0003",
        "Language version is below C# 11",
        "The contract that is generated into '{0}' needs C# 11: set <LangVersion>11</LangVersion> or higher, or remove LangVersion",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0003");

    public static readonly DiagnosticDescriptor Generic = new(
        "CMQ0004",
        "Message type is generic",
        "'{0}' is generic or nested in a generic type, and a contract is for one type: put [CmqQueue<TMessage>] or [CmqTopic<TMessage>] with a closed type on a partial class that is not generic",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0004");

    public static readonly DiagnosticDescriptor NotAMessage = new(
        "CMQ0005",
        "Type cannot be a message type",
        "'{0}' is {1}: {2}",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0005");

    public static readonly DiagnosticDescriptor NoConstructor = new(
        "CMQ0006",
        "Type has no constructor for reading it",
        "A '{0}' cannot be created from JSON: {1}",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0006");

    public static readonly DiagnosticDescriptor ClientNameTaken = new(
        "CMQ0007",
        "Name of the generated client is taken",
        "The client of '{0}' is called '{1}', and there is another type of that name beside it: rename one of them",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0007");

    public static readonly DiagnosticDescriptor HidesNamespace = new(
        "CMQ0008",
        "Type hides a namespace that generated code needs",
        "Type '{0}' in the global namespace hides the namespace '{0}', which the code of every contract needs: rename it, or put it into a namespace",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0008");

    public static readonly DiagnosticDescriptor TwoAttributes = new(
        "CMQ0009",
        "Two attributes are in conflict",
        "'{0}' has both {1} and {2}, which are for two message types: put the second one on a partial class of its own",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0009");

    public static readonly DiagnosticDescriptor NotABinding = new(
        "CMQ0010",
        "Type cannot bind a message type",
        "'{0}' is {1}, so the contract of '{2}' cannot be generated into it: put the attribute on an ordinary partial class",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0010");

    public static readonly DiagnosticDescriptor TwoDeduplicationKeys = new(
        "CMQ0013",
        "Message has two de-duplication keys",
        "'{0}' has [DeduplicationKey] on '{1}' and on '{2}': put it on one member; for a key of several members, on a property that joins them",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0013");

    public static readonly DiagnosticDescriptor NotADeduplicationKey = new(
        "CMQ0014",
        "Member cannot be a de-duplication key",
        "'{1}' of '{0}' cannot be its de-duplication key: {2}",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0014");

    public static readonly DiagnosticDescriptor QueueName = new(
        "CMQ0101",
        "Queue name is not allowed",
        "{0}",
        Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0101");

    public static readonly DiagnosticDescriptor OutOfRange = new(
        "CMQ0102",
        "Attribute of a queue or topic is out of range",
        "{0}",
        Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0102");

    public static readonly DiagnosticDescriptor RewindLongerThanRetention = new(
        "CMQ0103",
        "Rewind is longer than retention",
        "RewindSeconds is {0}, but messages are kept for {1} seconds only: lower it, or raise MsgRetentionSeconds",
        Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0103");

    public static readonly DiagnosticDescriptor DeadLetterIncomplete = new(
        "CMQ0104",
        "Dead-letter attributes are incomplete or contradictory",
        "{0}",
        Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0104");

    public static readonly DiagnosticDescriptor TimeToLiveNotBelowRetention = new(
        "CMQ0105",
        "Dead letters would expire before they move",
        "MaxTimeToLive is {0}, but messages are kept for {1} seconds only, so they would expire before they become dead letters: lower it, or raise MsgRetentionSeconds",
        Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0105");

    public static readonly DiagnosticDescriptor OwnDeadLetterQueue = new(
        "CMQ0106",
        "Queue is its own dead-letter queue",
        "Queue '{0}' names itself as its dead-letter queue: name another one",
        Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0106");

    public static readonly DiagnosticDescriptor QueueOfAnotherMessage = new(
        "CMQ0107",
        "Two message types share a queue",
        "Queue '{0}' is already that of '{1}' (names ignore case), so each type would receive the other's messages: give one of them another name",
        Limits,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0107");

    public static readonly DiagnosticDescriptor DelayNotBelowRetention = new(
        "CMQ0108",
        "Delay is not shorter than retention",
        "The delay is {0} seconds, but queue '{1}' keeps messages for {2} seconds only, so nobody would receive this one: shorten the delay, or raise MsgRetentionSeconds",
        Limits,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0108");

    public static readonly DiagnosticDescriptor DelayOutOfRange = new(
        "CMQ0109",
        "Delay is out of range",
        "{0}",
        Limits,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0109");

    public static readonly DiagnosticDescriptor VisibilityLongerThanRetention = new(
        "CMQ0110",
        "Messages are received at most once",
        "VisibilityTimeout is {0}, but messages are kept for {1} seconds only, so one that is not deleted expires instead of becoming visible again: lower it, unless that is intended",
        Limits,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0110");

    public static readonly DiagnosticDescriptor LongPollingWait = new(
        "CMQ0111",
        "Polling wait is longer than advised",
        "PollingWaitSeconds is {0}; TDMQ advises {1} seconds at most, because longer waits cause more duplicates",
        Limits,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0111");

    public static readonly DiagnosticDescriptor NestedDeadLetterQueue = new(
        "CMQ0112",
        "Dead-letter queue has a dead-letter queue",
        "Queue '{0}' has a dead-letter queue of its own, '{1}' (declared by '{2}'), and CMQ refuses such a chain: name another queue, or remove DeadLetterQueue from '{2}'",
        Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0112");

    public static readonly DiagnosticDescriptor UnsupportedMember = new(
        "CMQ0201",
        "Member has a type without a JSON form",
        "'{0}' holds '{1}', which the codec cannot write: {2}; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute",
        Json,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0201");

    public static readonly DiagnosticDescriptor DuplicateJsonName = new(
        "CMQ0202",
        "Two members have the same JSON name",
        "'{0}' and '{1}' are both '{2}' in JSON, where names ignore case: rename one, or give it another name with [JsonPropertyName]",
        Json,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0202");

    public static readonly DiagnosticDescriptor UnboundParameter = new(
        "CMQ0203",
        "Constructor parameter has no member",
        "Parameter '{0}' of the constructor of '{1}' has no public property of its name and type, so JSON has no value for it: add one, or mark another constructor with [JsonConstructor]",
        Json,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0203");

    public static readonly DiagnosticDescriptor UnsupportedAttribute = new(
        "CMQ0204",
        "JSON attribute is not supported",
        "'{0}' has [{1}], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute",
        Json,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0204");

    public static readonly DiagnosticDescriptor RequiredButUnreachable = new(
        "CMQ0205",
        "Required member is not in JSON",
        "'{0}' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]",
        Json,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0205");

    public static readonly DiagnosticDescriptor ContradictingJsonAttributes = new(
        "CMQ0206",
        "JSON attributes contradict each other",
        "'{0}' has {1}: {2}",
        Json,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0206");

    public static readonly DiagnosticDescriptor PrecisionLoss = new(
        "CMQ0207",
        "Number is too large for other readers",
        "'{0}' is a '{1}', which readers with 64-bit floating-point numbers, such as JavaScript, round above 9007199254740992: make it a string, or write it as one with [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]",
        Json,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0207");

    public static readonly DiagnosticDescriptor LargerThanMaxMsgSize = new(
        "CMQ0208",
        "Message can be larger than its queue or topic accepts",
        "A '{0}' can have {1} bytes in JSON, but its {2} accepts {3}: raise MaxMsgSize, or limit the content of the message",
        Json,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0208");

    public static readonly DiagnosticDescriptor ObjectMember = new(
        "CMQ0209",
        "Type of a member does not say what it contains",
        "A value of type object is read as JsonElement, and written only if it is a plain value, a collection of these, or JSON: use a type that says what it contains, or JsonElement",
        Json,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0209");

    public static readonly DiagnosticDescriptor UnreadMember = new(
        "CMQ0210",
        "Member is written but not read",
        "'{0}' is written to JSON, but nothing sets it when the message is read, so its value is lost: add a setter, [JsonInclude] for one that is not public, or a constructor parameter of its name, or leave it out with [JsonIgnore]",
        Json,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0210");

    public static readonly DiagnosticDescriptor JsonContext = new(
        "CMQ0211",
        "JsonContext cannot write the message",
        "'{0}' cannot write '{1}': {2}",
        Json,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0211");

    public static readonly DiagnosticDescriptor RenamedOverride = new(
        "CMQ0212",
        "Override has another JSON name",
        "'{0}' is \"{1}\" in JSON, but \"{2}\" on the type whose member it overrides or hides, where System.Text.Json would write both: give it [JsonPropertyName(\"{2}\")]",
        Json,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0212");

    public static readonly DiagnosticDescriptor DiscriminatorName = new(
        "CMQ0213",
        "Member has the name of the discriminator",
        "'{0}' is '{1}' in JSON, which is the name of the discriminator of '{2}': give it another name with [JsonPropertyName], or rename the discriminator with TypeDiscriminatorPropertyName of [JsonPolymorphic]",
        Json,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0213");

    public static readonly DiagnosticDescriptor CompletedElsewhere = new(
        "CMQ0214",
        "Another source generator adds members to a type",
        "Another source generator adds members to '{0}', and the contract of '{1}' was generated without them, so messages do not contain them: write these members by hand, give the member of this type a [JsonConverter], or declare the type in another project",
        Json,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0214");
}
