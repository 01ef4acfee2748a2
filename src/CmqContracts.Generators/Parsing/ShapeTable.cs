using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>The shapes of the types of a message. An attribute at the place where a type is used can define a variant of it, which has a shape of its own.</summary>
internal sealed class ShapeTable
{
    /// <summary>The variant of a type without such an attribute.</summary>
    public const string Plain = "";

    private readonly Dictionary<ITypeSymbol, int> _plain = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<string, Dictionary<ITypeSymbol, int>> _variants = new(StringComparer.Ordinal);
    private readonly HashSet<ITypeSymbol> _inProgress = new(SymbolEqualityComparer.Default);
    private readonly List<TypeShape?> _shapes = new();

    /// <summary>The shapes, once every reserved one has been filled.</summary>
    public IEnumerable<TypeShape> Shapes => _shapes.Select(shape => shape!);

    public bool IsEmpty => _shapes.Count == 0;

    /// <summary>How many types are being parsed, one within the other.</summary>
    public int Level => _inProgress.Count;

    /// <summary>Whether a type is being parsed, so that it contains itself.</summary>
    public bool IsInProgress(ITypeSymbol type) => _inProgress.Contains(type);

    public int? Find(string variant, ITypeSymbol type) => Of(variant).TryGetValue(type, out int known) ? known : null;

    /// <summary>Registers an existing shape for a variant of a type.</summary>
    public int Register(string variant, ITypeSymbol type, int shape)
    {
        Of(variant).Add(type, shape);
        return shape;
    }

    public int Add(string variant, ITypeSymbol type, TypeShape shape)
    {
        int index = Register(variant, type, Reserve());
        _shapes[index] = shape;
        return index;
    }

    /// <summary>Reserves an index for a shape that belongs to one place only.</summary>
    public int Reserve()
    {
        _shapes.Add(null);
        return _shapes.Count - 1;
    }

    public void Fill(int index, TypeShape shape) => _shapes[index] = shape;

    /// <summary>Reserves the index of a type before the types that it contains are parsed.</summary>
    public int Begin(ITypeSymbol type, string variant = Plain)
    {
        _inProgress.Add(type);
        return Register(variant, type, Reserve());
    }

    public int Complete(ITypeSymbol type, int index, TypeShape shape)
    {
        _inProgress.Remove(type);
        _shapes[index] = shape;
        return index;
    }

    /// <summary>Removes a type that cannot have a shape. Nothing is emitted any more, so the unused index does not matter.</summary>
    public int? Cancel(ITypeSymbol type, string variant)
    {
        _inProgress.Remove(type);
        Of(variant).Remove(type);
        return null;
    }

    private Dictionary<ITypeSymbol, int> Of(string variant)
    {
        if (variant.Length == 0)
            return _plain;
        if (!_variants.TryGetValue(variant, out Dictionary<ITypeSymbol, int>? known))
            _variants.Add(variant, known = new Dictionary<ITypeSymbol, int>(SymbolEqualityComparer.Default));
        return known;
    }
}
