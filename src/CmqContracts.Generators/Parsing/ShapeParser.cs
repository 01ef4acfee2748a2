using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using CmqContracts.Schema;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Finds the shape of every type that a message contains. One parser per message.</summary>
/// <param name="codecOwner">The type that the codec is generated into, from where everything has to be accessible.</param>
/// <param name="context">The compilation, and where diagnostics go.</param>
internal sealed class ShapeParser(INamedTypeSymbol codecOwner, ParseContext context)
{
    /// <summary>JSON has at most 64 levels by default. Without a limit, parsing a generic type that contains ever larger types of itself would not end.</summary>
    private const int MaxLevels = 64;

    private const string Plain = ShapeTable.Plain;

    private readonly ShapeTable _table = new();
    private bool _isTooDeep;

    /// <summary>The shapes; the message is the first.</summary>
    public IEnumerable<TypeShape> Shapes => _table.Shapes;

    /// <summary>The names of the members that are being parsed, one within the other, from the last one that is declared in this compilation; empty: none is being parsed.</summary>
    public string Path { get; set; } = "";

    /// <summary>Whether a value can contain itself.</summary>
    public bool IsRecursive { get; private set; }

    /// <summary>Parses the message and all types that it contains.</summary>
    /// <param name="message">The message type.</param>
    /// <param name="location">Where the user names it, in case it is declared in another assembly.</param>
    public void ParseMessage(INamedTypeSymbol message, TypeLocation? location)
    {
        location = context.LocationOf(message) is { } name ? new TypeLocation(name) : location;
        context.UsageDiagnostics.Collect(message);
        if (message.GetAttributes().UnsupportedJsonAttribute() is { } attribute)
            context.ReportError(Descriptors.UnsupportedAttribute, context.LocationOf(attribute) ?? location?.Of(message), message.DisplayName(), AttributeExtensions.WithoutSuffix(attribute.AttributeClass!.Name));
        else if (ParseObjectLike(message, location, out UnsupportedReason unsupported) is null)
            ReportUnsupported(unsupported, message.Name, unsupported.In(location));
    }

    /// <summary>The shape of a type, or why it has none.</summary>
    /// <param name="type">The type.</param>
    /// <param name="location">Where the user names it, in case its members are declared in another assembly.</param>
    /// <param name="unsupported">Why there is none.</param>
    public int? Parse(ITypeSymbol type, TypeLocation? location, out UnsupportedReason unsupported)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        unsupported = default;
        if (type.SpecialType is SpecialType.System_Object)
            context.ReportWarning(Descriptors.ObjectMember, location?.Of(type));
        if (_table.Find(Plain, type) is { } known)
        {
            IsRecursive |= _table.IsInProgress(type);
            return known;
        }

        if (ScalarTypes.KindOf(type) is { } scalar)
            return _table.Add(Plain, type, new ScalarShape(type.ToRef(), scalar));
        if (_isTooDeep)
            return AlreadyReported(out unsupported);
        if (_table.Level >= MaxLevels)
        {
            _isTooDeep = true;
            return Unsupported(type, FormattableString.Invariant($"it is at level {MaxLevels + 1} of the message, and JSON has {MaxLevels}"), out unsupported);
        }

        if (!CanBeNamed(type, out unsupported))
            return null;
        context.UsageDiagnostics.Collect(type);
        if (type is IArrayTypeSymbol array)
            return array.IsSZArray ? ParseSequence(type, array.ElementType, new SequenceForm { Kind = SequenceKind.Array }, null, location, out unsupported) : Unsupported(type, "arrays of several dimensions have no form in JSON; use an array of arrays", out unsupported);
        if (type is not INamedTypeSymbol named || type.IsTupleType)
            return Unsupported(type, UnsupportedTypes.Why(type), out unsupported);
        if (named.GetAttributes().UnsupportedJsonAttribute() is { } attribute)
            return Unsupported(type, "the codec does not cover its attribute [" + AttributeExtensions.WithoutSuffix(attribute.AttributeClass!.Name) + "]", out unsupported);
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return Parse(named.TypeArguments[0], location, out unsupported) is { } value ? _table.Add(Plain, type, new NullableShape(type.ToRef(), value)) : null;
        if (CollectionTypes.SequenceOf(named) is { } sequence)
            return ParseSequence(type, named.TypeArguments[0], sequence, null, location, out unsupported);
        if (CollectionTypes.MapOf(named) is { } map)
            return ParseMap(named, named.TypeArguments[0], named.TypeArguments[1], map, null, location, out unsupported);
        if (CollectionTypes.IsListWithoutItemType(named))
            return ParseSequence(type, context.Compilation.ObjectType, CollectionTypes.ListOfObjects, null, location?.Within(type), out unsupported);
        return ParseObjectLike(named, location, out unsupported);
    }

    /// <summary>The shape of values that a converter writes and reads.</summary>
    public int? ParseConverted(ITypeSymbol type, AttributeData attribute, out UnsupportedReason unsupported)
    {
        if (!CanBeNamed(type, out unsupported))
            return null;
        if (attribute.ConstructorArguments.Any(argument => argument.Value is ITypeSymbol converter && (ErrorTypes.IsIn(converter) || !Constraints.AreMet(converter, context.Compilation))))
            return AlreadyReported(out unsupported);
        bool isNamedEnum = EnumNames.IsConverter(attribute, type);
        string variant = isNamedEnum ? "named" : "converted " + attribute.ConstructorArguments.FirstOrDefault().Value;
        if (_table.Find(variant, type) is { } known)
            return known;
        ITypeSymbol value = type.OrNullableValue();
        if (!SymbolEqualityComparer.Default.Equals(value, type) && (isNamedEnum || !ConverterParser.TakesNullable(attribute, type)))
            return ParseConverted(value, attribute, out unsupported) is { } shape ? _table.Add(variant, type, new NullableShape(type.ToRef(), shape)) : null;
        context.UsageDiagnostics.Collect(type);
        if (isNamedEnum)
            return NamedEnum((INamedTypeSymbol)type, isKey: false, out unsupported) is { } @enum ? _table.Add(variant, type, @enum) : null;
        return ConverterParser.Parse(attribute, type, codecOwner, context, out string reason) is { } converted ? _table.Add(variant, type, converted) : Unsupported(type, reason, out unsupported);
    }

    /// <summary>The shape of a number, of one that may be null, or of a collection of them.</summary>
    public int? ParseNumbers(ITypeSymbol type, NumberHandling form, TypeLocation? location, out UnsupportedReason unsupported)
    {
        unsupported = default;
        if (form is NumberHandling.AllowReadingFromString)
            return Parse(type, location, out unsupported);
        if (_table.Find(form.ToString(), type) is { } known)
            return known;
        if (ScalarTypes.KindOf(type) is { } scalar)
            return _table.Add(form.ToString(), type, new ScalarShape(type.ToRef(), scalar, form));
        ITypeSymbol value = type.OrNullableValue();
        if (!SymbolEqualityComparer.Default.Equals(value, type))
            return ParseNumbers(value, form, location, out unsupported) is { } shape ? _table.Add(form.ToString(), type, new NullableShape(type.ToRef(), shape)) : null;
        if (!CanBeNamed(type, out unsupported))
            return null;
        context.UsageDiagnostics.Collect(type);
        if (type is IArrayTypeSymbol array)
            return ParseSequence(type, array.ElementType, new SequenceForm { Kind = SequenceKind.Array }, form, location, out unsupported);
        INamedTypeSymbol named = (INamedTypeSymbol)type;
        if (CollectionTypes.SequenceOf(named) is { } sequence)
            return ParseSequence(type, named.TypeArguments[0], sequence, form, location, out unsupported);
        return CollectionTypes.MapOf(named) is { } map
            ? ParseMap(named, named.TypeArguments[0], named.TypeArguments[1], map, form, location, out unsupported)
            : ParseUserCollection(named, form, location, out unsupported);
    }

    /// <summary>The shape of extension data.</summary>
    public int? ParseExtensionData(ITypeSymbol type, out UnsupportedReason unsupported)
    {
        unsupported = default;
        if (ScalarTypes.KindOf(type) is ScalarKind.JsonObject)
            return _table.Find("extension data", type) ?? _table.Add("extension data", type, new ExtensionDataShape(type.ToRef(), type.FullName()));
        if (type is not INamedTypeSymbol { Arity: 2, Name: "Dictionary" or "IDictionary" } named
            || CollectionTypes.MapOf(named) is not { } map
            || named.TypeArguments[0].SpecialType != SpecialType.System_String
            || ScalarTypes.KindOf(named.TypeArguments[1]) is not (ScalarKind.Object or ScalarKind.JsonElement))
        {
            return Unsupported(type, "[JsonExtensionData] is for Dictionary<string, object>, Dictionary<string, JsonElement> and JsonObject", out unsupported);
        }

        return _table.Find("extension data", type) ?? _table.Add("extension data", type, new ExtensionDataShape(type.ToRef(), map.Builder + "<string, " + named.TypeArguments[1].FullName() + ">"));
    }

    /// <summary>The shape of a type that has a converter, derived types, or members.</summary>
    private int? ParseObjectLike(INamedTypeSymbol type, TypeLocation? location, out UnsupportedReason unsupported)
    {
        unsupported = default;
        if (ErrorTypes.IsBeingTyped(type, context.Cancellation))
            return AlreadyReported(out unsupported);
        if (type.JsonAttribute(KnownNames.JsonConverter) is { } converter)
            return ParseConverted(type, converter, out unsupported) is { } converted ? _table.Register(Plain, type, converted) : null;
        if (type.EnumUnderlyingType is { } underlying && ScalarTypes.KindOf(underlying) is { } number)
            return _table.Add(Plain, type, new EnumShape(type.ToRef(), number, underlying.FullName(), context.ReadsSchema ? new EquatableArray<EnumName>(EnumNames.Of(type)) : default));
        if (Polymorphism.IsRequested(type))
            return ParsePolymorphic(type, location, out unsupported);
        if (!_table.IsEmpty && CollectionTypes.IsCollection(type))
            return ParseUserCollection(type, null, location, out unsupported);
        if (!_table.IsEmpty && CollectionTypes.ReasonAgainstObject(type, codecOwner, context.Compilation) is { } reason)
            return Unsupported(type, reason, out unsupported);
        int index = _table.Begin(type);
        return _table.Complete(type, index, new ObjectParser(type, codecOwner, this, context, location).Parse(derivedType: null));
    }

    private int? ParseUserCollection(INamedTypeSymbol type, NumberHandling? numbers, TypeLocation? location, out UnsupportedReason unsupported)
    {
        if (CollectionTypes.ReasonAgainstObject(type, codecOwner, context.Compilation) is { } reason)
            return Unsupported(type, reason, out unsupported);
        if (numbers is null && NumberHandlingParser.Of(type.GetAttributes()) is { } form and not NumberHandling.AllowReadingFromString && NumberHandlingParser.AppliesTo(type))
            return ParseNumbers(type, form, location, out unsupported);
        UserCollection collection = UserCollection.Of(type)!;
        context.UsageDiagnostics.Collect(collection.Constructor);
        location = location?.Within(type);
        return collection.Key is { } key
            ? ParseMap(type, key, collection.Item, new MapForm { Builder = collection.CollectionType.FullName(), IsUserCollection = true, Callbacks = CallbackInterfaces.Of(type) }, numbers, location, out unsupported)
            : ParseSequence(type, collection.Item, new SequenceForm { Kind = SequenceKind.UserCollection, Builder = collection.CollectionType.FullName(), Add = collection.Add, Callbacks = CallbackInterfaces.Of(type) }, numbers, location, out unsupported);
    }

    private int? ParsePolymorphic(INamedTypeSymbol type, TypeLocation? location, out UnsupportedReason unsupported)
    {
        Polymorphism read = new(type, codecOwner, context.Compilation);
        if (read.ReasonAgainst() is { } reason)
            return Unsupported(type, reason, out unsupported);
        unsupported = default;
        int index = _table.Begin(type);
        string? discriminator = read.HasDiscriminators ? read.DiscriminatorName : null;
        int? @base = read.HasBase ? ParseDerivedType(type, new DerivedTypeForm(TypeLabel.Of(type), discriminator, null, null), location) : null;
        List<DerivedSpec> derived = read.Derived.ConvertAll(d => new DerivedSpec(
            ParseDerivedType(d.Type, new DerivedTypeForm(TypeLabel.Of(type), discriminator, d.Text, d.Number), location),
            d.Text,
            d.Number));
        return _table.Complete(type, index, new PolymorphicShape(type.ToRef())
        {
            Name = type.DisplayName(),
            DiscriminatorName = read.DiscriminatorName,
            Derived = new EquatableArray<DerivedSpec>(derived),
            Base = @base,
            UnknownDerivedTypes = read.UnknownDerivedTypes,
            IgnoresUnrecognized = read.IgnoresUnrecognized,
        });
    }

    private int ParseDerivedType(INamedTypeSymbol type, DerivedTypeForm form, TypeLocation? location)
    {
        int index = _table.Reserve();
        _table.Fill(index, new ObjectParser(type, codecOwner, this, context, location).Parse(form));
        return index;
    }

    private static NamedEnumShape? NamedEnum(INamedTypeSymbol type, bool isKey, out UnsupportedReason unsupported)
    {
        unsupported = default;
        if (type.EnumUnderlyingType is not { } underlying || ScalarTypes.KindOf(underlying) is not { } number)
        {
            AlreadyReported(out unsupported);
            return null;
        }

        NamedEnumShape shape = new(type.ToRef())
        {
            Underlying = number,
            UnderlyingKeyword = underlying.FullName(),
            IsFlags = EnumNames.IsFlags(type),
            IsKey = isKey,
            Names = new EquatableArray<EnumName>(EnumNames.Of(type)),
        };
        if (EnumNames.FindInvalid(shape) is not { } invalid)
            return shape;
        Unsupported(type, "a value cannot have the name \"" + invalid.Text + "\"", out unsupported);
        return null;
    }

    private int? ParseSequence(ITypeSymbol type, ITypeSymbol item, SequenceForm form, NumberHandling? numbers, TypeLocation? location, out UnsupportedReason unsupported)
    {
        string variant = numbers?.ToString() ?? Plain;
        int index = _table.Begin(type, variant);
        return ParseItem(item, numbers, location, out unsupported) is { } shape
            ? _table.Complete(type, index, new SequenceShape(type.ToRef(), form, shape))
            : _table.Cancel(type, variant);
    }

    private int? ParseMap(INamedTypeSymbol type, ITypeSymbol keyType, ITypeSymbol valueType, MapForm form, NumberHandling? numbers, TypeLocation? location, out UnsupportedReason unsupported)
    {
        string variant = numbers?.ToString() ?? Plain;
        int index = _table.Begin(type, variant);
        return ParseKey(type, keyType, location, out unsupported) is { } key && ParseItem(valueType, numbers, location, out unsupported) is { } value
            ? _table.Complete(type, index, new MapShape(type.ToRef(), form, key, value))
            : _table.Cancel(type, variant);
    }

    /// <summary>The shape of a collection's items or values, with the form of the numbers in them.</summary>
    private int? ParseItem(ITypeSymbol type, NumberHandling? numbers, TypeLocation? location, out UnsupportedReason unsupported) =>
        numbers is { } form ? ParseNumbers(type, form, location, out unsupported) : Parse(type, location, out unsupported);

    private int? ParseKey(INamedTypeSymbol map, ITypeSymbol type, TypeLocation? location, out UnsupportedReason unsupported)
    {
        if (ScalarTypes.KindOf(type) is { } kind && ScalarTypes.CanBeKey(kind))
            return Parse(type, location, out unsupported);
        if (ErrorTypes.IsIn(type))
            return AlreadyReported(out unsupported);
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Enum } named)
            return Unsupported(map, "its keys are '" + type.DisplayName() + "'; use string, a number, an enum, a time or Guid", out unsupported);
        unsupported = default;
        if (_table.Find("key", type) is { } known)
            return known;
        if (named.JsonAttribute(KnownNames.JsonConverter) is { } converter && !EnumNames.IsConverter(converter, named))
            return Unsupported(type, "a key cannot have a converter", out unsupported);
        context.UsageDiagnostics.Collect(type);
        return NamedEnum(named, isKey: true, out unsupported) is { } shape ? _table.Add("key", type, shape) : null;
    }

    /// <summary>Whether generated code can name the type of a member. The compiler reports file-local types in members that other files see.</summary>
    private bool CanBeNamed(ITypeSymbol type, out UnsupportedReason unsupported)
    {
        unsupported = default;
        if (ErrorTypes.IsIn(type) || FileLocalTypes.IsIn(type) || !Constraints.AreMet(type, context.Compilation))
            AlreadyReported(out unsupported);
        else if (ExternAliases.Of(type, context.Compilation) is { } alias)
            Unsupported(type, "it " + ExternAliases.Reason(alias), out unsupported);
        else
            return true;
        return false;
    }

    /// <summary>Reports why a message or member has no shape, unless that is reported already.</summary>
    public void ReportUnsupported(UnsupportedReason unsupported, string name, Location? location)
    {
        if (unsupported.Type is not { } type)
            context.MarkInvalid();
        else
            context.ReportError(Descriptors.UnsupportedMember, location, name, type.DisplayName(), unsupported.Reason);
    }

    private static int? Unsupported(ITypeSymbol type, string reason, out UnsupportedReason unsupported)
    {
        unsupported = new UnsupportedReason(type, reason);
        return null;
    }

    /// <summary>The result for a type that another rule or the compiler reports.</summary>
    private static int? AlreadyReported(out UnsupportedReason unsupported)
    {
        unsupported = new UnsupportedReason(null, "");
        return null;
    }

    /// <summary>A type without a shape, and the reason; without a type, what was reported already.</summary>
    internal readonly record struct UnsupportedReason(ITypeSymbol? Type, string Reason)
    {
        /// <summary>Where the user names it.</summary>
        public Location? In(TypeLocation? location) => Type is null ? null : location?.Of(Type);
    }
}
