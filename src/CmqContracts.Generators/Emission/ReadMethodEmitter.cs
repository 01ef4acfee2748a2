using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits the methods that read.</summary>
internal sealed class ReadMethodEmitter(SourceWriter writer, ShapeCode code)
{
    public void Emit(int shape)
    {
        if (code[shape] is ObjectShape { Construction: Construction.None })
            return;
        writer.Blank();
        writer.Open($"private static {code[shape].Type.FullName} {code.ReadMethod(shape)}(ref {RuntimeNames.JsonReader} reader)");
        switch (code[shape])
        {
            case SequenceShape sequence:
                EmitSequence(sequence);
                break;
            case MapShape map:
                EmitMap(map);
                break;
            case ObjectShape @object:
                new ReadObjectEmitter(writer, code, shape, @object).EmitBody();
                break;
            case PolymorphicShape polymorphic:
                PolymorphicEmitter.EmitRead(writer, code, shape, polymorphic);
                break;
            case NamedEnumShape @enum:
                NamedEnumEmitter.EmitRead(writer, code.EnumTable(shape), @enum);
                break;
        }

        writer.Close();
        if (code[shape] is ObjectShape withAccessors)
            AccessorEmitter.EmitSetters(writer, code, shape, withAccessors);
    }

    private void EmitSequence(SequenceShape shape)
    {
        string item = code[shape.Item].Type.FullName;
        writer.Lines($"{RuntimeNames.Reader}.BeginArray(ref reader);");
        writer.Lines(shape.Form.Kind switch
        {
            SequenceKind.UserCollection => NewUserCollection(shape.Type, shape.Form.Builder, shape.Form.Callbacks),
            SequenceKind.Filled => $"{shape.Form.Builder}<{item}> items = new({ArgumentList(shape.Form.BuilderArguments)});",
            _ => $"{RuntimeNames.ItemBuffer}<{item}> items = default;",
        });
        writer.Nested($"while ({RuntimeNames.Reader}.NextItem(ref reader))", $"items.{shape.Form.Add}({code.ReadExpression(shape.Item, allowsNull: true)});");
        EmitDeserialized(shape.Form.Callbacks);
        writer.Lines(shape.Form.Kind switch
        {
            SequenceKind.UserCollection => $"return ({shape.Type.FullName})items;",
            SequenceKind.Filled => shape.Form.Factory is { } creator ? $"return {creator}<{item}>({ArgumentList(["items", .. shape.Form.FactoryArguments])});" : "return items;",
            SequenceKind.Array => "return items.ToArray();",
            SequenceKind.ImmutableArray or SequenceKind.Created => $"return {shape.Form.Factory}<{item}>({ArgumentList(["items.ToArray()", .. shape.Form.FactoryArguments])});",
            _ => "return items.ToList();",
        });
    }

    private void EmitMap(MapShape shape)
    {
        string key = code[shape.Key].Type.FullName;
        string value = code[shape.Value].Type.FullName;
        writer.Lines($"""
            {RuntimeNames.Reader}.BeginObject(ref reader, "map");
            {(shape.Form.IsUserCollection ? NewUserCollection(shape.Type, shape.Form.Builder, shape.Form.Callbacks) : $"{shape.Form.Builder}<{key}, {value}> items = new({ArgumentList(shape.Form.BuilderArguments)});")}
            """);
        writer.Open($"while ({RuntimeNames.Reader}.NextKey(ref reader))");
        writer.Lines($"""
            {key} key = {code.ReadKeyExpression(shape.Key)};
            reader.Read();
            items[key] = {code.ReadExpression(shape.Value, allowsNull: true)};
            """);
        writer.Close();
        writer.Blank();
        EmitDeserialized(shape.Form.Callbacks);
        writer.Lines(shape.Form.Factory is { } creator ? $"return {creator}<{key}, {value}>({ArgumentList(["items", .. shape.Form.FactoryArguments])});" : shape.Form.IsUserCollection ? $"return ({shape.Type.FullName})items;" : "return items;");
    }

    /// <summary>Creates a collection that the user wrote, and calls its callback. The variable has the type through which it is filled, which boxes a struct.</summary>
    private static string NewUserCollection(TypeRef type, string collectionType, Callbacks callbacks) =>
        $"{collectionType} items = new {type.FullName}();" + (callbacks.HasFlag(Callbacks.Deserializing) ? "\n" + CallbackOf(Callbacks.Deserializing) : "");

    private static string ArgumentList(IEnumerable<string> arguments) => string.Join(", ", arguments);

    private void EmitDeserialized(Callbacks callbacks)
    {
        if (callbacks.HasFlag(Callbacks.Deserialized))
            writer.Lines(CallbackOf(Callbacks.Deserialized));
    }

    private static string CallbackOf(Callbacks call) => $"((global::System.Text.Json.Serialization.IJsonOn{call})items).On{call}();";
}
