using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Diagnostics;

/// <summary>The rules about the use of the clients.</summary>
internal static partial class Descriptors
{
    private const string Use = "CmqContracts.Use";

    public static readonly DiagnosticDescriptor NeverSettled = new(
        "CMQ0301",
        "Received message is not settled on some path",
        "A message received here can reach the end of its handling without being deleted, so it is delivered again: delete it, or leave it there intentionally with '_ = message;'",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0301");

    public static readonly DiagnosticDescriptor SettledTwice = new(
        "CMQ0302",
        "Received message is settled twice",
        "'{0}' is already deleted here: remove one of the two deletes, or return after the first",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0302");

    public static readonly DiagnosticDescriptor BatchResultIgnored = new(
        "CMQ0303",
        "Result of a batch is ignored",
        "'{0}' {1}",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0303");

    public static readonly DiagnosticDescriptor Blocking = new(
        "CMQ0304",
        "Call blocks the thread until the service answers",
        "'{0}' blocks the thread until the service answers{1}: await '{2}'",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0304");

    public static readonly DiagnosticDescriptor PlainHttp = new(
        "CMQ0305",
        "Endpoint is plain http over the network",
        "Messages to '{0}' can be read and changed in transit: use https",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0305");

    public static readonly DiagnosticDescriptor SecretInSource = new(
        "CMQ0306",
        "Secret is written in the source",
        "{0} is in the source, where everybody who has the code or the program can read it: take it from the environment variable {1} or from configuration",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0306");

    public static readonly DiagnosticDescriptor ClientWithoutContract = new(
        "CMQ0308",
        "Client is of a type without a contract",
        "{0}, so there is no client of it: {1}",
        Use,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0308");

    public static readonly DiagnosticDescriptor RetryWithoutEnvelope = new(
        "CMQ0309",
        "Retry takes a contract with an envelope",
        "'{0}' has no envelope, which counts the attempts, so the message is left in place of being sent again: add [CmqEnvelope] to it, or return Settle.Leave",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0309");

    public static readonly DiagnosticDescriptor RetryDelay = new(
        "CMQ0310",
        "Delay of a retry is not possible",
        "{0}",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0310");

    public static readonly DiagnosticDescriptor RewoundTwice = new(
        "CMQ0311",
        "Handler handles rewound messages again",
        "Messages of queue '{1}' can be rewound, and '{0}' would handle them again: put [DeduplicationKey] on a member of '{2}' and set Deduplicate, or state with [Idempotent] on '{0}' that a second time does no harm",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0311");

    public static readonly DiagnosticDescriptor BudgetNotBelowVisibility = new(
        "CMQ0312",
        "Budget is not below the visibility",
        "Budget is {0} seconds, and messages of queue '{2}' are visible again after {1}, so that none is handled: lower Budget, or raise VisibilityTimeout",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0312");

    public static readonly DiagnosticDescriptor DeletedByHandler = new(
        "CMQ0313",
        "Handler deletes its message",
        "'{0}' is settled by what the handler returns: return Settle.Done in place of deleting it",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0313");

    public static readonly DiagnosticDescriptor DeadlineNotPassedOn = new(
        "CMQ0314",
        "Handler does not pass its token on",
        "The call goes on after the message's time has ended, when others handle it: pass '{0}' on",
        Use,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0314");

    public static readonly DiagnosticDescriptor HandlerWithoutContract = new(
        "CMQ0315",
        "Handler is of a type without a queue",
        "'{0}' handles '{1}', which has no queue: add [CmqQueue(\"{2}\")] and 'partial' to '{1}'",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0315");

    public static readonly DiagnosticDescriptor RejectWithoutDeadLetterQueue = new(
        "CMQ0316",
        "Reject takes a contract with a dead-letter queue",
        "'{0}' names no dead-letter queue, so the message is left in place of being rejected: set DeadLetterQueue, or return Settle.Leave or Settle.Done",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0316");
}
