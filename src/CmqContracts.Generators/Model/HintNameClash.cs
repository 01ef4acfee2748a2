namespace CmqContracts.Generators.Model;

/// <summary>A type whose file cannot have the type's plain name, as another file has it.</summary>
/// <param name="Type">The type's metadata name.</param>
/// <param name="Number">The number that is added to the file's name.</param>
internal sealed record HintNameClash(string Type, int Number)
{
    /// <summary>Instead of a number: the type itself is declared more than once.</summary>
    public const int DeclaredTwice = 0;
}
