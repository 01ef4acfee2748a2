using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>What can happen to a variable that holds a message.</summary>
internal enum MessageEventKind
{
    /// <summary>A received message is assigned to it.</summary>
    Received,

    /// <summary>Something else is assigned to it.</summary>
    Replaced,

    /// <summary><see langword="null"/> is assigned to it.</summary>
    Cleared,

    /// <summary>Its message is deleted.</summary>
    Settled,

    /// <summary>Its message is passed to code that may settle it, or discarded intentionally.</summary>
    PassedOn,

    /// <summary>A property of its message is read.</summary>
    Read,

    /// <summary>It is compared with <see langword="null"/>.</summary>
    Tested,
}

/// <summary>Something that happens to a variable that holds a message.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Syntax">The code in which it happens; for a receive, the call.</param>
internal sealed record MessageEvent(MessageEventKind Kind, SyntaxNode Syntax);
