using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>The words for shapes: names of their methods, and the statement or expression that writes or reads a value.</summary>
internal sealed class ShapeText
{
    private readonly EquatableArray<TypeShape> _shapes;
    private readonly string[] _labels;
    private readonly Names _initMethodNames = new();
    private readonly Dictionary<(int Shape, string Member), string> _initMethods = new();

    public ShapeText(EquatableArray<TypeShape> shapes)
    {
        _shapes = shapes;
        Names labels = new();
        _labels = shapes.Select((shape, index) => HasMethods(shape) ? labels.Take(shape is NamedEnumShape { IsKey: true } ? shape.Type.Label + "Key" : shape.Type.Label) : "").ToArray();
    }

    /// <summary>The shapes whose values are written and read by methods of their own.</summary>
    public IEnumerable<int> ShapesWithMethods => Enumerable.Range(0, _shapes.Count).Where(index => HasMethods(_shapes[index]));

    public TypeShape this[int shape] => _shapes[shape];

    public string WriteMethod(int shape) => "Write" + _labels[shape];

    public string ReadMethod(int shape) => "Read" + _labels[shape];

    public string Table(int shape) => "MembersOf" + _labels[shape];

    public string EnumTable(int shape) => "NamesOf" + _labels[shape];

    /// <summary>The way to an init-only setter. Label and name together may be equal to those of another one.</summary>
    public string InitMethod(int shape, MemberSpec member)
    {
        if (!_initMethods.TryGetValue((shape, member.Name), out string? name))
        {
            name = _initMethodNames.Take($"Init{_labels[shape]}{member.Name.TrimStart('@')}");
            _initMethods.Add((shape, member.Name), name);
        }

        return name;
    }

    /// <summary>Whether a value of the shape can be null in memory.</summary>
    public bool CanBeNull(int shape) => _shapes[shape].Type.IsReference || _shapes[shape] is NullableShape;

    /// <summary>Writes a value that may be null.</summary>
    public void EmitWrite(SourceWriter writer, int shape, string value, bool allowsNull, Names locals)
    {
        switch (_shapes[shape])
        {
            case ScalarShape { Type.IsReference: true } scalar:
                writer.Lines($"writer.Write{scalar.Kind}{(allowsNull ? "OrNull" : "")}({value});");
                break;
            case NullableShape nullable:
                EmitWriteOrNull(writer, nullable.Value, value, locals);
                break;
            case { Type.IsReference: true } when allowsNull:
                EmitWriteOrNull(writer, shape, value, locals);
                break;
            case { Type.IsReference: true }:
                writer.Lines(WriteStatement(shape, $"{Names.Writer}.NotNull({value})"));
                break;
            default:
                writer.Lines(WriteStatement(shape, value));
                break;
        }
    }

    /// <summary>Writes the name of a map's value, with the colon.</summary>
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
            case ScalarShape { Kind: >= ScalarKind.Byte and <= ScalarKind.Decimal }:
                writer.Lines("""writer.WriteRaw("\""u8);""");
                writer.Lines(WriteStatement(shape, key));
                writer.Lines("""writer.WriteRaw("\":"u8);""");
                break;
            default:
                writer.Lines(WriteStatement(shape, key));
                writer.Lines("""writer.WriteRaw(":"u8);""");
                break;
        }
    }

    /// <summary>An expression that reads the name of a map's value.</summary>
    public string ReadKeyExpression(int shape) => _shapes[shape] is ScalarShape { Kind: ScalarKind.Boolean or ScalarKind.DateTime or ScalarKind.DateTimeOffset } scalar
        ? $"{Names.Reader}.Read{scalar.Kind}Key(ref reader)"
        : ReadExpression(shape, allowsNull: false);

    /// <summary>An expression that reads a value.</summary>
    public string ReadExpression(int shape, bool allowsNull) => _shapes[shape] switch
    {
        ScalarShape { Type.IsReference: true } scalar => $"{Names.Reader}.Read{scalar.Kind}{(allowsNull ? "OrNull" : "")}(ref reader)",
        NullableShape nullable when _shapes[nullable.Value] is ScalarShape { Kind: ScalarKind.Memory } =>
            // C# takes a plain null here for memory of no array.
            $"{Names.Reader}.IsNull(ref reader) ? default({nullable.Type.FullName}) : {ReadExpression(nullable.Value, allowsNull: false)}",
        NullableShape nullable => $"{Names.Reader}.IsNull(ref reader) ? null : {ReadExpression(nullable.Value, allowsNull: false)}",
        { Type.IsReference: true } when allowsNull => $"{Names.Reader}.IsNull(ref reader) ? null : {ReadExpression(shape, allowsNull: false)}",
        ScalarShape scalar => $"{Names.Reader}.Read{scalar.Kind}(ref reader)",
        EnumShape @enum => $"({@enum.Type.FullName}){Names.Reader}.ReadNumberOf{@enum.Underlying}(ref reader)",
        _ => $"{ReadMethod(shape)}(ref reader)",
    };

    private void EmitWriteOrNull(SourceWriter writer, int shape, string value, Names locals)
    {
        string local = locals.Take("some");
        writer.Nested($"if ({value} is {{ }} {local})", WriteStatement(shape, local));
        writer.Nested("else", "writer.WriteNull();");
    }

    private string WriteStatement(int shape, string value) => _shapes[shape] switch
    {
        ScalarShape scalar => $"writer.Write{scalar.Kind}({value});",
        EnumShape @enum => $"writer.Write{@enum.Underlying}(({@enum.UnderlyingKeyword}){value});",
        _ => $"{WriteMethod(shape)}(ref writer, {value});",
    };

    private static bool HasMethods(TypeShape shape) => shape is SequenceShape or MapShape or ObjectShape or NamedEnumShape;
}
