using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits the methods that read.</summary>
internal sealed class ReadMethodEmitter(SourceWriter writer, ShapeText text)
{
    public void Emit(int shape)
    {
        if (text[shape] is ObjectShape { Construction: Construction.None })
            return;
        writer.Blank();
        writer.Open($"private static {text[shape].Type.FullName} {text.ReadMethod(shape)}(ref {Names.JsonReader} reader)");
        switch (text[shape])
        {
            case SequenceShape sequence:
                EmitSequence(sequence);
                break;
            case MapShape map:
                EmitMap(map);
                break;
            case ObjectShape @object:
                new ReadObjectEmitter(writer, text, shape, @object).EmitBody();
                break;
            case PolymorphicShape polymorphic:
                PolymorphicEmitter.EmitRead(writer, text, shape, polymorphic);
                break;
            case NamedEnumShape @enum:
                NamedEnumEmitter.EmitRead(writer, text.EnumTable(shape), @enum);
                break;
        }

        writer.Close();
        if (text[shape] is ObjectShape withAccessors)
            AccessorEmitter.EmitSetters(writer, text, shape, withAccessors);
    }

    private void EmitSequence(SequenceShape shape)
    {
        string item = text[shape.Item].Type.FullName;
        writer.Lines($"{Names.Reader}.BeginArray(ref reader);");
        writer.Lines(shape.Form.Kind switch
        {
            SequenceKind.Own => NewOwn(shape.Type, shape.Form.Maker, shape.Form.Callbacks),
            SequenceKind.Filled => $"{shape.Form.Maker}<{item}> items = new({shape.Form.MakerArguments});",
            _ => $"{Names.ItemBuffer}<{item}> items = default;",
        });
        writer.Nested($"while ({Names.Reader}.NextItem(ref reader))", $"items.{shape.Form.Add}({text.ReadExpression(shape.Item, allowsNull: true)});");
        EmitDeserialized(shape.Form.Callbacks);
        writer.Lines(shape.Form.Kind switch
        {
            SequenceKind.Own => $"return ({shape.Type.FullName})items;",
            SequenceKind.Filled => shape.Form.Creator is { } creator ? $"return {creator}<{item}>(items{shape.Form.CreatorArguments});" : "return items;",
            SequenceKind.Array => "return items.ToArray();",
            SequenceKind.ImmutableArray or SequenceKind.Created => $"return {shape.Form.Creator}<{item}>(items.ToArray(){shape.Form.CreatorArguments});",
            _ => "return items.ToList();",
        });
    }

    private void EmitMap(MapShape shape)
    {
        string key = text[shape.Key].Type.FullName;
        string value = text[shape.Value].Type.FullName;
        writer.Lines($"""
            {Names.Reader}.BeginObject(ref reader, "map");
            {(shape.Form.IsOwn ? NewOwn(shape.Type, shape.Form.Maker, shape.Form.Callbacks) : $"{shape.Form.Maker}<{key}, {value}> items = new({shape.Form.MakerArguments});")}
            """);
        writer.Open($"while ({Names.Reader}.NextKey(ref reader))");
        writer.Lines($"""
            {key} key = {text.ReadKeyExpression(shape.Key)};
            reader.Read();
            items[key] = {text.ReadExpression(shape.Value, allowsNull: true)};
            """);
        writer.Close();
        writer.Blank();
        EmitDeserialized(shape.Form.Callbacks);
        writer.Lines(shape.Form.Creator is { } creator ? $"return {creator}<{key}, {value}>(items{shape.Form.CreatorArguments});" : shape.Form.IsOwn ? $"return ({shape.Type.FullName})items;" : "return items;");
    }

    /// <summary>Makes a collection of the user's own, and tells it. It is seen as what it is filled as, a struct in a box.</summary>
    private static string NewOwn(TypeRef type, string filledAs, Callbacks callbacks) =>
        $"{filledAs} items = new {type.FullName}();" + (callbacks.HasFlag(Callbacks.Deserializing) ? "\n" + TellOwn(Callbacks.Deserializing) : "");

    private void EmitDeserialized(Callbacks callbacks)
    {
        if (callbacks.HasFlag(Callbacks.Deserialized))
            writer.Lines(TellOwn(Callbacks.Deserialized));
    }

    private static string TellOwn(Callbacks call) => $"((global::System.Text.Json.Serialization.IJsonOn{call})items).On{call}();";
}
