using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Finds the shape of every type that a message holds. One parser per message.</summary>
/// <param name="home">The type that the codec is generated into, which has to have access to all.</param>
/// <param name="context">The compilation, and whom to tell.</param>
internal sealed class ShapeParser(INamedTypeSymbol home, ParseContext context)
{
    /// <summary>JSON has at most 64 levels by default, and a generic type that holds larger ones of itself has no end.</summary>
    private const int MaxLevels = 64;

    private const string Plain = ShapeTable.Plain;

    private readonly ShapeTable _table = new();
    private bool _isTooDeep;

    /// <summary>The shapes; the message is the first.</summary>
    public IEnumerable<TypeShape> Shapes => _table.Shapes;

    /// <summary>The names of the members that are being parsed, one within the other, from the last one that has a place in this compilation; empty: none is.</summary>
    public string Path { get; set; } = "";

    /// <summary>Whether a value can contain itself.</summary>
    public bool IsRecursive { get; private set; }

    /// <summary>Parses the message and all that it holds.</summary>
    /// <param name="message">The message type.</param>
    /// <param name="place">Where the user asked for it, should it not be declared in this compilation.</param>
    public void ParseMessage(INamedTypeSymbol message, TypePlace? place)
    {
        place = context.LocationOf(message) is { } name ? new TypePlace(name) : place;
        context.Advice.Look(message);
        if (!Constraints.AreMet(message, context.Compilation))
            context.BlockSilently();
        else if (message.GetAttributes().UncoveredJson() is { } attribute)
            context.Block(Descriptors.UncoveredAttribute, context.LocationOf(attribute) ?? place?.Of(message), message.DisplayName(), AttributeExtensions.WithoutEnding(attribute.AttributeClass!.Name));
        else if (ParseObjectLike(message, place, out Refusal refusal) is null)
            Refused(refusal, message.Name, refusal.In(place));
    }

    /// <summary>The shape of a type, or why it has none.</summary>
    /// <param name="type">The type.</param>
    /// <param name="place">Where the user asked for it, should its own members not be in this compilation.</param>
    /// <param name="refusal">Why there is none.</param>
    public int? Parse(ITypeSymbol type, TypePlace? place, out Refusal refusal)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        refusal = default;
        if (type.SpecialType is SpecialType.System_Object)
            context.Advise(Descriptors.ObjectMember, place?.Of(type));
        if (_table.Find(Plain, type) is { } known)
        {
            IsRecursive |= _table.IsOpen(type);
            return known;
        }

        if (ScalarTypes.KindOf(type) is { } scalar)
            return _table.Add(Plain, type, new ScalarShape(type.ToRef(), scalar));
        if (_isTooDeep || ErrorTypes.IsIn(type))
            return RefuseSilently(out refusal);
        if (_table.Level >= MaxLevels)
        {
            _isTooDeep = true;
            return Refuse(type, FormattableString.Invariant($"it is at level {MaxLevels + 1} of the message, and JSON has {MaxLevels}"), out refusal);
        }

        if (!Constraints.AreMet(type, context.Compilation))
            return RefuseSilently(out refusal);
        if (ExternAliases.Of(type, context.Compilation) is { } alias)
            return Refuse(type, "it " + ExternAliases.Reason(alias), out refusal);
        context.Advice.Look(type);
        if (type is IArrayTypeSymbol array)
            return array.IsSZArray ? ParseSequence(type, array.ElementType, new SequenceForm(SequenceKind.Array), null, place, out refusal) : Refuse(type, "arrays of several dimensions have no form in JSON; use an array of arrays", out refusal);
        if (type is not INamedTypeSymbol named || type.IsTupleType)
            return Refuse(type, UnsupportedTypes.Why(type), out refusal);
        if (named.GetAttributes().UncoveredJson() is { } attribute)
            return Refuse(type, "the codec does not cover its attribute [" + AttributeExtensions.WithoutEnding(attribute.AttributeClass!.Name) + "]", out refusal);
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return Parse(named.TypeArguments[0], place, out refusal) is { } value ? _table.Add(Plain, type, new NullableShape(type.ToRef(), value)) : null;
        if (CollectionTypes.SequenceOf(named) is { } sequence)
            return ParseSequence(type, named.TypeArguments[0], sequence, null, place, out refusal);
        if (CollectionTypes.MapOf(named) is { } map)
            return ParseMap(named, named.TypeArguments[0], named.TypeArguments[1], map, null, place, out refusal);
        if (CollectionTypes.IsListWithoutItemType(named))
            return ParseSequence(type, context.Compilation.ObjectType, CollectionTypes.ListOfObjects, null, place?.Within(type), out refusal);
        return ParseObjectLike(named, place, out refusal);
    }

    /// <summary>The shape of values that a converter writes and reads.</summary>
    public int? ParseConverted(ITypeSymbol type, AttributeData attribute, out Refusal refusal)
    {
        refusal = default;
        if (ErrorTypes.IsIn(type) || attribute.ConstructorArguments.Any(argument => argument.Value is ITypeSymbol converter && (ErrorTypes.IsIn(converter) || !Constraints.AreMet(converter, context.Compilation))))
            return RefuseSilently(out refusal);
        bool isNamedEnum = EnumNames.IsConverter(attribute, type);
        string variant = isNamedEnum ? "named" : "converted " + attribute.ConstructorArguments.FirstOrDefault().Value;
        if (_table.Find(variant, type) is { } known)
            return known;
        ITypeSymbol value = type.OrNullableValue();
        if (!SymbolEqualityComparer.Default.Equals(value, type) && (isNamedEnum || !ConverterParser.TakesNullable(attribute, type)))
            return ParseConverted(value, attribute, out refusal) is { } shape ? _table.Add(variant, type, new NullableShape(type.ToRef(), shape)) : null;
        context.Advice.Look(type);
        if (isNamedEnum)
            return NamedEnum((INamedTypeSymbol)type, isKey: false, out refusal) is { } @enum ? _table.Add(variant, type, @enum) : null;
        return ConverterParser.Parse(attribute, type, home, context.Compilation, out string reason) is { } converted ? _table.Add(variant, type, converted) : Refuse(type, reason, out refusal);
    }

    /// <summary>The shape of a number, of one that may be null, or of a collection of them.</summary>
    public int? ParseNumbers(ITypeSymbol type, NumberForm form, TypePlace? place, out Refusal refusal)
    {
        refusal = default;
        if (form is NumberForm.ReadFromText)
            return Parse(type, place, out refusal);
        if (_table.Find(form.ToString(), type) is { } known)
            return known;
        if (ScalarTypes.KindOf(type) is { } scalar)
            return _table.Add(form.ToString(), type, new ScalarShape(type.ToRef(), scalar, form));
        ITypeSymbol value = type.OrNullableValue();
        if (!SymbolEqualityComparer.Default.Equals(value, type))
            return ParseNumbers(value, form, place, out refusal) is { } shape ? _table.Add(form.ToString(), type, new NullableShape(type.ToRef(), shape)) : null;
        context.Advice.Look(type);
        if (type is IArrayTypeSymbol array)
            return ParseSequence(type, array.ElementType, new SequenceForm(SequenceKind.Array), form, place, out refusal);
        INamedTypeSymbol named = (INamedTypeSymbol)type;
        if (CollectionTypes.SequenceOf(named) is { } sequence)
            return ParseSequence(type, named.TypeArguments[0], sequence, form, place, out refusal);
        return CollectionTypes.MapOf(named) is { } map
            ? ParseMap(named, named.TypeArguments[0], named.TypeArguments[1], map, form, place, out refusal)
            : ParseOwnCollection(named, form, place, out refusal);
    }

    /// <summary>The shape of what no other member of an object has.</summary>
    public int? ParseExtra(ITypeSymbol type, out Refusal refusal)
    {
        refusal = default;
        if (ScalarTypes.KindOf(type) is ScalarKind.JsonObject)
            return _table.Find("extra", type) ?? _table.Add("extra", type, new ExtraShape(type.ToRef(), type.FullName()));
        if (type is not INamedTypeSymbol { Arity: 2, Name: "Dictionary" or "IDictionary" } named
            || CollectionTypes.MapOf(named) is not { } map
            || named.TypeArguments[0].SpecialType != SpecialType.System_String
            || ScalarTypes.KindOf(named.TypeArguments[1]) is not (ScalarKind.Object or ScalarKind.JsonElement))
        {
            return Refuse(type, "[JsonExtensionData] is for Dictionary<string, object>, Dictionary<string, JsonElement> and JsonObject", out refusal);
        }

        return _table.Find("extra", type) ?? _table.Add("extra", type, new ExtraShape(type.ToRef(), map.Maker + "<string, " + named.TypeArguments[1].FullName() + ">"));
    }

    /// <summary>The shape of a type that has a converter, derived types, or members.</summary>
    private int? ParseObjectLike(INamedTypeSymbol type, TypePlace? place, out Refusal refusal)
    {
        refusal = default;
        if (ErrorTypes.IsBeingTyped(type, context.Cancellation))
            return RefuseSilently(out refusal);
        if (type.JsonAttribute(KnownNames.JsonConverter) is { } converter)
            return ParseConverted(type, converter, out refusal) is { } converted ? _table.Know(Plain, type, converted) : null;
        if (type.EnumUnderlyingType is { } underlying && ScalarTypes.KindOf(underlying) is { } number)
            return _table.Add(Plain, type, new EnumShape(type.ToRef(), number, underlying.FullName()));
        if (Polymorphism.IsAskedFor(type))
            return ParsePolymorphic(type, place, out refusal);
        if (!_table.IsEmpty && CollectionTypes.IsCollection(type))
            return ParseOwnCollection(type, null, place, out refusal);
        if (!_table.IsEmpty && CollectionTypes.ReasonAgainstObject(type, home, context.Compilation) is { } reason)
            return Refuse(type, reason, out refusal);
        int index = _table.Open(type);
        return _table.Close(type, index, new ObjectParser(type, home, this, context, place).Parse(part: null));
    }

    private int? ParseOwnCollection(INamedTypeSymbol type, NumberForm? numbers, TypePlace? place, out Refusal refusal)
    {
        if (CollectionTypes.ReasonAgainstObject(type, home, context.Compilation) is { } reason)
            return Refuse(type, reason, out refusal);
        if (numbers is null && NumberForms.Of(type.GetAttributes()) is { } form and not NumberForm.ReadFromText && NumberForms.AreFor(type))
            return ParseNumbers(type, form, place, out refusal);
        OwnCollection own = OwnCollection.Of(type)!;
        context.Advice.Look(own.Constructor);
        place = place?.Within(type);
        return own.Key is { } key
            ? ParseMap(type, key, own.Item, new MapForm(own.FilledAs.FullName(), IsOwn: true, Callbacks: CallbackInterfaces.Of(type)), numbers, place, out refusal)
            : ParseSequence(type, own.Item, new SequenceForm(SequenceKind.Own, own.FilledAs.FullName(), own.Add, Callbacks: CallbackInterfaces.Of(type)), numbers, place, out refusal);
    }

    private int? ParsePolymorphic(INamedTypeSymbol type, TypePlace? place, out Refusal refusal)
    {
        Polymorphism read = new(type, home, context.Compilation);
        if (read.ReasonAgainst() is { } reason)
            return Refuse(type, reason, out refusal);
        refusal = default;
        int index = _table.Open(type);
        string? discriminator = read.HasDiscriminators ? read.Discriminator : null;
        int? @base = read.HasBase ? ParsePart(type, new PartForm(TypeLabel.Of(type), discriminator, null, null), place) : null;
        List<DerivedSpec> derived = read.Derived.ConvertAll(d => new DerivedSpec(
            ParsePart(d.Type, new PartForm(TypeLabel.Of(type), discriminator, d.Text, d.Number), place),
            d.Text,
            d.Number));
        return _table.Close(type, index, new PolymorphicShape(type.ToRef(), type.DisplayName(), read.Discriminator, new EquatableArray<DerivedSpec>(derived), @base, read.Unknown, read.IgnoresUnrecognized));
    }

    private int ParsePart(INamedTypeSymbol type, PartForm part, TypePlace? place)
    {
        int index = _table.Reserve();
        context.Advice.Look(type);
        _table.Fill(index, new ObjectParser(type, home, this, context, place).Parse(part));
        return index;
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

    private int? ParseSequence(ITypeSymbol type, ITypeSymbol item, SequenceForm form, NumberForm? numbers, TypePlace? place, out Refusal refusal)
    {
        string variant = numbers?.ToString() ?? Plain;
        int index = _table.Open(type, variant);
        return ParseItem(item, numbers, place, out refusal) is { } shape
            ? _table.Close(type, index, new SequenceShape(type.ToRef(), form, shape))
            : _table.Abandon(type, variant);
    }

    private int? ParseMap(INamedTypeSymbol type, ITypeSymbol keyType, ITypeSymbol valueType, MapForm form, NumberForm? numbers, TypePlace? place, out Refusal refusal)
    {
        string variant = numbers?.ToString() ?? Plain;
        int index = _table.Open(type, variant);
        return ParseKey(type, keyType, place, out refusal) is { } key && ParseItem(valueType, numbers, place, out refusal) is { } value
            ? _table.Close(type, index, new MapShape(type.ToRef(), form, key, value))
            : _table.Abandon(type, variant);
    }

    /// <summary>The shape of a collection's items or values, as the numbers that they are or hold are to be written and read.</summary>
    private int? ParseItem(ITypeSymbol type, NumberForm? numbers, TypePlace? place, out Refusal refusal) =>
        numbers is { } form ? ParseNumbers(type, form, place, out refusal) : Parse(type, place, out refusal);

    private int? ParseKey(INamedTypeSymbol map, ITypeSymbol type, TypePlace? place, out Refusal refusal)
    {
        if (ScalarTypes.KindOf(type) is { } kind && ScalarTypes.CanBeKey(kind))
            return Parse(type, place, out refusal);
        if (ErrorTypes.IsIn(type))
            return RefuseSilently(out refusal);
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Enum } named)
            return Refuse(map, "its keys are '" + type.DisplayName() + "'; use string, a number, an enum, a time or Guid", out refusal);
        refusal = default;
        if (_table.Find("key", type) is { } known)
            return known;
        if (named.JsonAttribute(KnownNames.JsonConverter) is { } converter && !EnumNames.IsConverter(converter, named))
            return Refuse(type, "a key cannot have a converter", out refusal);
        context.Advice.Look(type);
        return NamedEnum(named, isKey: true, out refusal) is { } shape ? _table.Add("key", type, shape) : null;
    }

    /// <summary>Says why a message or member has no shape, unless that is said already.</summary>
    public void Refused(Refusal refusal, string name, Location? location)
    {
        if (refusal.Type is not { } type)
            context.BlockSilently();
        else
            context.Block(Descriptors.UnsupportedMember, location, name, type.DisplayName(), refusal.Reason);
    }

    private static int? Refuse(ITypeSymbol type, string reason, out Refusal refusal)
    {
        refusal = new Refusal(type, reason);
        return null;
    }

    /// <summary>For what was reported already, or is by the compiler.</summary>
    private static int? RefuseSilently(out Refusal refusal)
    {
        refusal = new Refusal(null, "");
        return null;
    }

    /// <summary>A type without a shape, and the reason; without a type, what was reported already.</summary>
    internal readonly record struct Refusal(ITypeSymbol? Type, string Reason)
    {
        /// <summary>Where it is named in what a user wrote.</summary>
        public Location? In(TypePlace? place) => Type is null ? null : place?.Of(Type);
    }
}
