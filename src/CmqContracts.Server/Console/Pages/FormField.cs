namespace CmqContracts.Server.Pages;

/// <summary>A field for one value, with what is typed in it and what is wrong with that.</summary>
public sealed class FormField
{
    /// <summary>The name of the field, which is that of the value in the protocol.</summary>
    internal string Name { get; init; } = "";

    /// <summary>What people call the value.</summary>
    internal string Label { get; init; } = "";

    /// <summary>What the value means.</summary>
    internal string Meaning { get; init; } = "";

    /// <summary>Its range; <see langword="null"/>: it is no number.</summary>
    internal CmqLimit? Limit { get; init; }

    internal string? Value { get; init; }

    /// <summary>What is wrong with the value; <see langword="null"/>: nothing.</summary>
    internal string? Problem { get; init; }

    /// <summary>The id of the list of what can be chosen; <see langword="null"/>: there is none.</summary>
    internal string? List { get; init; }
}
