using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>What can happen to a variable that holds a message.</summary>
internal enum MessageEventKind
{
    /// <summary>It is given a received message.</summary>
    Received,

    /// <summary>It is given something else.</summary>
    Replaced,

    /// <summary>It is given <see langword="null"/>.</summary>
    Cleared,

    /// <summary>Its message is deleted.</summary>
    Settled,

    /// <summary>Its message goes where it cannot be followed, or is left on purpose: somebody else settles it.</summary>
    PassedOn,

    /// <summary>Something of its message is read.</summary>
    Read,

    /// <summary>Whether it has a message is asked.</summary>
    Tested,
}

/// <summary>Something that happens to a variable that holds a message.</summary>
/// <param name="Kind">What.</param>
/// <param name="Syntax">Where; of a receive, its call.</param>
internal sealed record MessageEvent(MessageEventKind Kind, SyntaxNode Syntax);
