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
}
