using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Diagnostics;

/// <summary>The rules about envelopes.</summary>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor EnvelopeWithoutContract = new(
        "CMQ0012",
        "Envelope has no queue or topic",
        "[CmqEnvelope] is for the messages of the queue or topic of the same type, and '{0}' has neither: add [CmqQueue] or [CmqTopic]",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0012");

    public static readonly DiagnosticDescriptor EnvelopeValue = new(
        "CMQ0120",
        "Value of an envelope is not allowed",
        "{0} is '{1}'; it must be {2}",
        Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0120");

    public static readonly DiagnosticDescriptor AmbiguousPlainBody = new(
        "CMQ0215",
        "Message alone could be taken for an envelope",
        "A '{0}' without an envelope could be taken for one, as {1}: remove ReadsPlain, or change the message so that it never has a member 'specversion'",
        Json,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0215");
}
