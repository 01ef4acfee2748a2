using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits the methods that write. Names and punctuation are joined into literals, values go straight into the buffer.</summary>
/// <param name="writer">Receives the code.</param>
/// <param name="code">The code for shapes.</param>
/// <param name="countsLevels">Whether values may contain themselves, so that levels have to be counted.</param>
internal sealed class WriteMethodEmitter(SourceWriter writer, ShapeCode code, bool countsLevels)
{
    public void Emit(int shape)
    {
        writer.Open($"private static void {code.WriteMethod(shape)}(ref {RuntimeNames.Writer} writer, {code[shape].Type.FullName} value)");
        bool countsDepth = countsLevels && code[shape] is not (NamedEnumShape or PolymorphicShape);
        if (countsDepth)
            writer.Lines("writer.Enter();");
        Callbacks callbacks = CallbacksOf(code[shape]);
        CallbackEmitter.Emit(writer, callbacks, Callbacks.Serializing, "value");
        switch (code[shape])
        {
            case SequenceShape sequence:
                EmitSequence(sequence);
                break;
            case MapShape map:
                EmitMap(map);
                break;
            case ObjectShape @object:
                new WriteObjectEmitter(writer, code, shape, @object).EmitBody();
                break;
            case PolymorphicShape polymorphic:
                PolymorphicEmitter.EmitWrite(writer, code, polymorphic);
                break;
            case NamedEnumShape @enum:
                NamedEnumEmitter.EmitWrite(writer, code.EnumTable(shape), @enum);
                break;
        }

        CallbackEmitter.Emit(writer, callbacks, Callbacks.Serialized, "value");
        if (countsDepth)
            writer.Lines("writer.Leave();");
        writer.Close();
        if (code[shape] is ObjectShape withAccessors)
            AccessorEmitter.EmitGetters(writer, code, shape, withAccessors);
    }

    private static Callbacks CallbacksOf(TypeShape shape) => shape switch
    {
        ObjectShape @object => @object.Callbacks,
        SequenceShape sequence => sequence.Form.Callbacks,
        MapShape map => map.Form.Callbacks,
        _ => Callbacks.None,
    };

    private void EmitSequence(SequenceShape shape)
    {
        writer.Lines("""writer.WriteRaw("["u8);""");
        if (shape.Form.Kind is SequenceKind.Filled or SequenceKind.Created or SequenceKind.UserCollection)
            EmitItems(shape);
        else
            EmitIndexedItems(shape);
        writer.Blank();
        writer.Lines("""writer.WriteRaw("]"u8);""");
    }

    private void EmitItems(SequenceShape shape)
    {
        writer.Lines("bool more = false;");
        writer.Open($"foreach ({code[shape.Item].Type.FullName} item in {(shape.Form.Kind is SequenceKind.UserCollection ? $"({shape.Form.Builder})" : "")}value)");
        EmitSeparator();
        code.EmitWrite(writer, shape.Item, "item", allowsNull: true, Locals());
        writer.Close();
    }

    /// <summary>Emits a <c>for</c> loop, because from .NET 10 on a <c>foreach</c> over a span needs C# 13.</summary>
    private void EmitIndexedItems(SequenceShape shape)
    {
        string items = "value";
        if (shape.Form.Kind is not SequenceKind.Array)
        {
            items = "items";
            string span = shape.Form.Kind is SequenceKind.ImmutableArray ? "value.AsSpan()" : $"{RuntimeNames.ItemSpan}.Of(value)";
            writer.Lines($"global::System.ReadOnlySpan<{code[shape.Item].Type.FullName}> items = {span};");
        }

        writer.Open($"for (int i = 0; i < {items}.Length; i++)");
        writer.Nested("if (i > 0)", """writer.WriteRaw(","u8);""");
        code.EmitWrite(writer, shape.Item, items + "[i]", allowsNull: true, Locals());
        writer.Close();
    }

    private void EmitMap(MapShape shape)
    {
        writer.Lines("""
            writer.WriteRaw("{"u8);
            bool more = false;
            """);
        writer.Open($"foreach (global::System.Collections.Generic.KeyValuePair<{code[shape.Key].Type.FullName}, {code[shape.Value].Type.FullName}> item in {(shape.Form.IsUserCollection ? $"({shape.Form.Builder})" : "")}value)");
        EmitSeparator();
        code.EmitWriteKey(writer, shape.Key, "item.Key");
        code.EmitWrite(writer, shape.Value, "item.Value", allowsNull: true, Locals());
        writer.Close();
        writer.Blank();
        writer.Lines("""writer.WriteRaw("}"u8);""");
    }

    private void EmitSeparator()
    {
        writer.Nested("if (more)", """writer.WriteRaw(","u8);""");
        writer.Lines("more = true;");
    }

    private static UniqueNames Locals() => new("writer", "value", "more", "item", "items", "i");
}
