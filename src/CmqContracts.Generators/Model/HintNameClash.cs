namespace CmqContracts.Generators.Model;

/// <summary>A type whose file cannot have the type's plain name.</summary>
/// <param name="Type">The type, by its name of reflection.</param>
/// <param name="Number">What tells its file from the others of the name.</param>
internal sealed record HintNameClash(string Type, int Number)
{
    /// <summary>In the place of a number: the type itself is declared more than once.</summary>
    public const int DeclaredTwice = 0;
}
