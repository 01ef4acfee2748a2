using CmqContracts.Generators.Analyzers;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Finds the shape of every type that a message holds. One parser per message.</summary>
internal sealed class ShapeParser(INamedTypeSymbol message, ParseContext context)
{
    /// <summary>JSON has at most 64 levels by default, and a generic type that holds larger ones of itself has no end.</summary>
    private const int MaxLevels = 64;

    private readonly Dictionary<ITypeSymbol, int> _known = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ITypeSymbol, int> _knownByName = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ITypeSymbol, int> _knownKeys = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> _open = new(SymbolEqualityComparer.Default);
    private readonly List<TypeShape?> _shapes = new();
    private bool _isTooDeep;

    /// <summary>The shapes; the message is the first.</summary>
    public IEnumerable<TypeShape> Shapes => _shapes.Select(shape => shape!);

    /// <summary>Whether a value can contain itself.</summary>
    public bool IsRecursive { get; private set; }

    /// <summary>Parses the message and all that it holds.</summary>
    public void ParseMessage()
    {
        if (message.UncoveredJsonAttribute(message) is { } attribute)
            context.Block(Descriptors.UncoveredAttribute, context.LocationOf(message), message.DisplayName(), attribute);
        ParseObject(message, context.LocationOf(message));
    }

    /// <summary>The shape of a type, or why it has none.</summary>
    /// <param name="type">The type.</param>
    /// <param name="location">Where the user asked for it, should its own members not be in this compilation.</param>
    /// <param name="refusal">Why there is none.</param>
    public int? Parse(ITypeSymbol type, Location? location, out Refusal refusal)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        refusal = default;
        if (_known.TryGetValue(type, out int known))
        {
            IsRecursive |= _open.Contains(type);
            return known;
        }

        if (ScalarTypes.KindOf(type) is { } scalar)
            return Add(type, new ScalarShape(type.ToRef(), scalar));
        if (_isTooDeep || ErrorTypes.IsIn(type))
            return RefuseSilently(out refusal);
        if (_open.Count >= MaxLevels)
        {
            _isTooDeep = true;
            return Refuse(type, FormattableString.Invariant($"it is at level {MaxLevels + 1} of the message, and JSON has {MaxLevels}"), out refusal);
        }

        context.Advice.Look(type);
        if (type is IArrayTypeSymbol array)
            return array.IsSZArray ? ParseSequence(type, array.ElementType, new SequenceForm(SequenceKind.Array), location, out refusal) : Refuse(type, "arrays of several dimensions have no form in JSON", out refusal);
        if (type is not INamedTypeSymbol named || type.IsTupleType)
            return Refuse(type, "it is not one of the supported types", out refusal);
        if (named.UncoveredJsonAttribute(named) is { } attribute)
            return Refuse(type, "the codec does not cover its attribute [" + attribute + "]", out refusal);
        if (EnumNames.AreAskedFor(named, named))
            return ParseNamedEnum(named, out refusal);
        if (named.EnumUnderlyingType is { } underlying && ScalarTypes.KindOf(underlying) is { } number)
            return Add(type, new EnumShape(type.ToRef(), number, underlying.FullName()));
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return Parse(named.TypeArguments[0], location, out refusal) is { } value ? Add(type, new NullableShape(type.ToRef(), value)) : null;
        if (CollectionTypes.SequenceOf(named) is { } sequence)
            return ParseSequence(type, named.TypeArguments[0], sequence, location, out refusal);
        if (CollectionTypes.MapOf(named) is { } map)
            return ParseMap(named, map, location, out refusal);
        if (CollectionTypes.ReasonAgainstObject(named, message, context.Compilation) is { } reason)
            return Refuse(type, reason, out refusal);
        return ParseObject(named, location);
    }

    /// <summary>The shape of an enum, or of one that may be null, whose values are written by name.</summary>
    public int? ParseNamedEnum(ITypeSymbol type, out Refusal refusal)
    {
        refusal = default;
        if (_knownByName.TryGetValue(type, out int known))
            return known;
        if (!SymbolEqualityComparer.Default.Equals(type.OrNullableValue(), type))
            return ParseNamedEnum(type.OrNullableValue(), out refusal) is { } value ? Add(_knownByName, type, new NullableShape(type.ToRef(), value)) : null;
        context.Advice.Look(type);
        return NamedEnum((INamedTypeSymbol)type, isKey: false, out refusal) is { } shape ? Add(_knownByName, type, shape) : null;
    }

    private static NamedEnumShape? NamedEnum(INamedTypeSymbol type, bool isKey, out Refusal refusal)
    {
        refusal = default;
        if (type.EnumUnderlyingType is not { } underlying || ScalarTypes.KindOf(underlying) is not { } number)
        {
            RefuseSilently(out refusal);
            return null;
        }

        NamedEnumShape shape = new(type.ToRef(), number, underlying.FullName(), EnumNames.IsFlags(type), isKey, new EquatableArray<EnumName>(EnumNames.Of(type)));
        if (EnumNames.FindInvalid(shape) is not { } invalid)
            return shape;
        Refuse(type, "a value cannot have the name \"" + invalid.Text + "\"", out refusal);
        return null;
    }

    private int? ParseSequence(ITypeSymbol type, ITypeSymbol item, SequenceForm form, Location? location, out Refusal refusal)
    {
        int index = Open(type);
        int? shape = Parse(item, location, out refusal);
        return shape is { } found ? Close(type, index, new SequenceShape(type.ToRef(), form, found)) : Abandon(type);
    }

    private int? ParseMap(INamedTypeSymbol type, MapForm form, Location? location, out Refusal refusal)
    {
        int index = Open(type);
        int? key = ParseKey(type, type.TypeArguments[0], location, out refusal);
        int? value = key is null ? null : Parse(type.TypeArguments[1], location, out refusal);
        return value is { } found ? Close(type, index, new MapShape(type.ToRef(), form, key!.Value, found)) : Abandon(type);
    }

    private int? ParseKey(INamedTypeSymbol map, ITypeSymbol type, Location? location, out Refusal refusal)
    {
        if (ScalarTypes.KindOf(type) is { } kind && ScalarTypes.CanBeKey(kind))
            return Parse(type, location, out refusal);
        if (ErrorTypes.IsIn(type))
            return RefuseSilently(out refusal);
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Enum } named)
            return Refuse(map, "its keys are '" + type.DisplayName() + "'; use string, a number, an enum, a time or Guid", out refusal);
        refusal = default;
        if (_knownKeys.TryGetValue(type, out int known))
            return known;
        if (named.UncoveredJsonAttribute(named) is { } attribute)
            return Refuse(type, "the codec does not cover its attribute [" + attribute + "]", out refusal);
        context.Advice.Look(type);
        return NamedEnum(named, isKey: true, out refusal) is { } shape ? Add(_knownKeys, type, shape) : null;
    }

    private int ParseObject(INamedTypeSymbol type, Location? location)
    {
        int index = Open(type);
        return Close(type, index, new ObjectParser(type, this, context, location).Parse());
    }

    private int Add(ITypeSymbol type, TypeShape shape) => Add(_known, type, shape);

    private int Add(Dictionary<ITypeSymbol, int> known, ITypeSymbol type, TypeShape shape)
    {
        known.Add(type, _shapes.Count);
        _shapes.Add(shape);
        return _shapes.Count - 1;
    }

    /// <summary>Keeps a place for a type before what it holds is parsed.</summary>
    private int Open(ITypeSymbol type)
    {
        _open.Add(type);
        _known.Add(type, _shapes.Count);
        _shapes.Add(null);
        return _shapes.Count - 1;
    }

    private int Close(ITypeSymbol type, int index, TypeShape shape)
    {
        _open.Remove(type);
        _shapes[index] = shape;
        return index;
    }

    /// <summary>Nothing is emitted any more, so the empty place does not matter.</summary>
    private int? Abandon(ITypeSymbol type)
    {
        _open.Remove(type);
        _known.Remove(type);
        return null;
    }

    private static int? Refuse(ITypeSymbol type, string reason, out Refusal refusal)
    {
        refusal = new Refusal(type.DisplayName(), reason);
        return null;
    }

    /// <summary>For what was reported already, or is by the compiler.</summary>
    private static int? RefuseSilently(out Refusal refusal)
    {
        refusal = new Refusal("", "", IsReported: true);
        return null;
    }

    /// <summary>A type without a shape, and the reason.</summary>
    internal readonly record struct Refusal(string Type, string Reason, bool IsReported = false);
}
