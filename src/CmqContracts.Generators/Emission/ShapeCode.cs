using CmqContracts.Generators.Model;
using CmqContracts.Schema;

namespace CmqContracts.Generators.Emission;

/// <summary>The C# code for shapes: names of their methods, and the statement or expression that writes or reads a value.</summary>
internal sealed class ShapeCode
{
    private readonly EquatableArray<TypeShape> _shapes;
    private readonly string[] _labels;
    private readonly UniqueNames _accessorNames = new();
    private readonly Dictionary<(string Verb, int Shape, string Member), string> _accessors = new();

    public ShapeCode(EquatableArray<TypeShape> shapes)
    {
        _shapes = shapes;
        UniqueNames labels = new();
        _labels = shapes.Select(shape => HasMethods(shape) || shape is ConverterShape ? labels.Next(LabelOf(shape)) : "").ToArray();
    }

    /// <summary>The converters that values need.</summary>
    public IEnumerable<int> Converters => Enumerable.Range(0, _shapes.Count).Where(index => _shapes[index] is ConverterShape);

    /// <summary>The shapes whose values are written and read by methods of their own.</summary>
    public IEnumerable<int> ShapesWithMethods => Enumerable.Range(0, _shapes.Count).Where(index => HasMethods(_shapes[index]));

    public TypeShape this[int shape] => _shapes[shape];

    public string WriteMethod(int shape) => "Write" + _labels[shape];

    public string ReadMethod(int shape) => "Read" + _labels[shape];

    public string Table(int shape) => "MembersOf" + _labels[shape];

    public string Converter(int shape) => "ConverterOf" + _labels[shape];

    public string TypeTable(int shape) => "TypesOf" + _labels[shape];

    public string EnumTable(int shape) => "NamesOf" + _labels[shape];

    /// <summary>The name of the accessor of a member. The concatenation of label and name may be equal to that of another member, so it is made unique.</summary>
    /// <param name="verb">What the accessor does.</param>
    /// <param name="shape">The object.</param>
    /// <param name="member">Its member.</param>
    public string Accessor(string verb, int shape, MemberSpec member)
    {
        if (!_accessors.TryGetValue((verb, shape, member.Name), out string? name))
        {
            name = _accessorNames.Next($"{verb}{_labels[shape]}{member.Name.TrimStart('@')}");
            _accessors.Add((verb, shape, member.Name), name);
        }

        return name;
    }

    /// <summary>The name of the accessor of a constructor that is not public.</summary>
    public string ConstructorAccessor(int shape) => "Create" + _labels[shape];

    /// <summary>The type of a parameter.</summary>
    public string TypeOf(ObjectShape shape, ArgumentSpec argument) => argument.Type ?? _shapes[shape.Members[argument.Member].Shape].Type.FullName;

    /// <summary>Whether a value of the shape can be null in memory.</summary>
    public bool CanBeNull(int shape) => _shapes[shape].Type.IsReference || _shapes[shape] is NullableShape or ConverterShape { NullableValue: not null };

    /// <summary>Emits the statements that write a value that may be null.</summary>
    public void EmitWrite(SourceWriter writer, int shape, string value, bool allowsNull, UniqueNames locals)
    {
        switch (_shapes[shape])
        {
            case ScalarShape { Type.IsReference: true } scalar:
                writer.Lines($"writer.Write{WriterOf(scalar.Kind)}{(allowsNull ? "OrNull" : "")}({value});");
                break;
            case ConverterShape converter:
                writer.Lines($"writer.WriteWith({Converter(shape)}, {(allowsNull || !converter.Type.IsReference ? value : $"writer.NotNull({value})")});");
                break;
            case NullableShape nullable:
                EmitWriteOrNull(writer, nullable.Value, value, locals);
                break;
            case { Type.IsReference: true } when allowsNull:
                EmitWriteOrNull(writer, shape, value, locals);
                break;
            case { Type.IsReference: true }:
                writer.Lines(WriteStatement(shape, $"writer.NotNull({value})"));
                break;
            default:
                writer.Lines(WriteStatement(shape, value));
                break;
        }
    }

    /// <summary>Emits the statements that write a key of a map, with the colon.</summary>
    public void EmitWriteKey(SourceWriter writer, int shape, string key)
    {
        switch (_shapes[shape])
        {
            case ScalarShape { Kind: ScalarKind.String }:
                writer.Lines($"writer.WriteKey({key});");
                break;
            case ScalarShape { Kind: ScalarKind.Boolean }:
                writer.Lines($"""writer.WriteRaw({key} ? "\"True\":"u8 : "\"False\":"u8);""");
                break;
            case ScalarShape { Kind: ScalarKind.Half or ScalarKind.Single or ScalarKind.Double } scalar:
                writer.Lines($"writer.Write{scalar.Kind}OrName({key}, asText: true);");
                writer.Lines("""writer.WriteRaw(":"u8);""");
                break;
            case ScalarShape { Kind: >= ScalarKind.Byte and <= ScalarKind.Decimal }:
                writer.Lines("writer.WriteQuote();");
                writer.Lines(WriteStatement(shape, key));
                writer.Lines("""writer.WriteRaw("\":"u8);""");
                break;
            default:
                writer.Lines(WriteStatement(shape, key));
                writer.Lines("""writer.WriteRaw(":"u8);""");
                break;
        }
    }

    /// <summary>An expression that reads a key of a map.</summary>
    public string ReadKeyExpression(int shape) => _shapes[shape] is ScalarShape { Kind: ScalarKind.Boolean or ScalarKind.DateTime or ScalarKind.DateTimeOffset } scalar
        ? $"{RuntimeNames.Reader}.Read{scalar.Kind}Key(ref reader)"
        : ReadExpression(shape, allowsNull: false);

    /// <summary>An expression that reads a value.</summary>
    public string ReadExpression(int shape, bool allowsNull) => _shapes[shape] switch
    {
        ScalarShape { Type.IsReference: true } scalar => $"{RuntimeNames.Reader}.Read{scalar.Kind}{(allowsNull ? "OrNull" : "")}(ref reader)",
        ConverterShape when CanBeNull(shape) => $"{RuntimeNames.Reader}.ReadWith{(allowsNull ? "OrNull" : "")}(ref reader, {Converter(shape)})",
        NullableShape nullable when _shapes[nullable.Value] is ScalarShape { Kind: ScalarKind.Memory } =>
            // Plain null would be converted to an empty Memory here.
            $"{RuntimeNames.Reader}.IsNull(ref reader) ? default({nullable.Type.FullName}) : {ReadExpression(nullable.Value, allowsNull: false)}",
        NullableShape nullable => $"{RuntimeNames.Reader}.IsNull(ref reader) ? null : {ReadExpression(nullable.Value, allowsNull: false)}",
        { Type.IsReference: true } when allowsNull => $"{RuntimeNames.Reader}.IsNull(ref reader) ? null : {ReadExpression(shape, allowsNull: false)}",
        ScalarShape scalar => $"{RuntimeNames.Reader}.Read{scalar.Kind}(ref {NumberReader(scalar)})",
        EnumShape @enum => $"({@enum.Type.FullName}){RuntimeNames.Reader}.ReadNumberOf{@enum.Underlying}(ref reader)",
        ConverterShape => $"{RuntimeNames.Reader}.ReadWith(ref reader, {Converter(shape)})",
        _ => $"{ReadMethod(shape)}(ref reader)",
    };

    /// <summary>A statement that writes a value that is not null.</summary>
    public string WriteStatement(int shape, string value) => _shapes[shape] switch
    {
        ScalarShape { Kind: ScalarKind.Half or ScalarKind.Single or ScalarKind.Double } scalar when IsWrittenSpecially(scalar) =>
            $"writer.Write{scalar.Kind}OrName({value}, asText: {(scalar.Numbers.HasFlag(NumberHandling.WriteAsString) ? "true" : "false")});",
        ScalarShape scalar when IsWrittenSpecially(scalar) && scalar.Numbers.HasFlag(NumberHandling.WriteAsString) => $"{{ writer.WriteQuote(); writer.Write{scalar.Kind}({value}); writer.WriteQuote(); }}",
        ScalarShape scalar => $"writer.Write{WriterOf(scalar.Kind)}({value});",
        EnumShape @enum => $"writer.Write{@enum.Underlying}(({@enum.UnderlyingKeyword}){value});",
        ConverterShape => $"writer.WriteWith({Converter(shape)}, {value});",
        _ => $"{WriteMethod(shape)}(ref writer, {value});",
    };

    private void EmitWriteOrNull(SourceWriter writer, int shape, string value, UniqueNames locals)
    {
        string local = locals.Next("some");
        writer.Nested($"if ({value} is {{ }} {local})", WriteStatement(shape, local));
        writer.Nested("else", "writer.WriteNull();");
    }

    /// <summary>The expression for the reader, with a check that the number has an allowed form.</summary>
    private static string NumberReader(ScalarShape scalar)
    {
        if (!scalar.Kind.IsNumber() || scalar.Numbers.HasFlag(NumberHandling.AllowReadingFromString))
            return "reader";
        bool isNamed = scalar.Numbers.HasFlag(NumberHandling.AllowNamedFloatingPointLiterals) && scalar.Kind is ScalarKind.Half or ScalarKind.Single or ScalarKind.Double;
        return $"""{RuntimeNames.Reader}.{(isNamed ? "NumberOrName" : "Number")}(ref reader, "{scalar.Type.FullName.Replace("global::System.", "")}")""";
    }

    /// <summary>The kind whose method writes a value: all JSON nodes are written by the same one.</summary>
    private static ScalarKind WriterOf(ScalarKind kind) => kind is ScalarKind.JsonObject or ScalarKind.JsonArray or ScalarKind.JsonValue ? ScalarKind.JsonNode : kind;

    private static bool IsWrittenSpecially(ScalarShape scalar) => (scalar.Numbers & (NumberHandling.WriteAsString | NumberHandling.AllowNamedFloatingPointLiterals)) != 0;

    private static string LabelOf(TypeShape shape) => shape switch
    {
        NamedEnumShape { IsKey: true } => shape.Type.Label + "Key",
        ObjectShape { DerivedType: { } derivedType } => shape.Type.Label + "As" + derivedType.BaseLabel,
        ConverterShape converter => shape.Type.Label + "By" + converter.Converter.Label,
        _ => shape.Type.Label,
    };

    private static bool HasMethods(TypeShape shape) => shape is SequenceShape or MapShape or ObjectShape or NamedEnumShape or PolymorphicShape;
}
