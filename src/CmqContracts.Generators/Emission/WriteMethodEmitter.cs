using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits the methods that write. Names and punctuation are joined into literals, values go straight into the buffer.</summary>
/// <param name="writer">Where to.</param>
/// <param name="text">The words for shapes.</param>
/// <param name="countsLevels">Whether values may contain themselves, so that levels have to be counted.</param>
internal sealed class WriteMethodEmitter(SourceWriter writer, ShapeText text, bool countsLevels)
{
    public void Emit(int shape)
    {
        writer.Open($"private static void {text.WriteMethod(shape)}(ref {Names.Writer} writer, {text[shape].Type.FullName} value)");
        bool countsDepth = countsLevels && text[shape] is not NamedEnumShape;
        if (countsDepth)
            writer.Lines("writer.Enter();");
        switch (text[shape])
        {
            case SequenceShape sequence:
                EmitSequence(sequence);
                break;
            case MapShape map:
                EmitMap(map);
                break;
            case ObjectShape @object:
                EmitObject(@object);
                break;
            case NamedEnumShape @enum:
                NamedEnumEmitter.EmitWrite(writer, text.EnumTable(shape), @enum);
                break;
        }

        if (countsDepth)
            writer.Lines("writer.Leave();");
        writer.Close();
    }

    private void EmitSequence(SequenceShape shape)
    {
        writer.Lines("""writer.WriteRaw("["u8);""");
        if (shape.Form.Kind is SequenceKind.Filled or SequenceKind.Created)
            EmitItems(shape);
        else
            EmitIndexedItems(shape);
        writer.Blank();
        writer.Lines("""writer.WriteRaw("]"u8);""");
    }

    private void EmitItems(SequenceShape shape)
    {
        writer.Lines("bool more = false;");
        writer.Open($"foreach ({text[shape.Item].Type.FullName} item in value)");
        EmitSeparator();
        text.EmitWrite(writer, shape.Item, "item", allowsNull: true, Locals());
        writer.Close();
    }

    /// <summary>Not by <c>foreach</c>: from .NET 10 on, that of a span needs C# 13.</summary>
    private void EmitIndexedItems(SequenceShape shape)
    {
        string items = "value";
        if (shape.Form.Kind is not SequenceKind.Array)
        {
            items = "items";
            string span = shape.Form.Kind is SequenceKind.ImmutableArray ? "value.AsSpan()" : $"{Names.ItemSpan}.Of(value)";
            writer.Lines($"global::System.ReadOnlySpan<{text[shape.Item].Type.FullName}> items = {span};");
        }

        writer.Open($"for (int i = 0; i < {items}.Length; i++)");
        writer.Nested("if (i > 0)", """writer.WriteRaw(","u8);""");
        text.EmitWrite(writer, shape.Item, items + "[i]", allowsNull: true, Locals());
        writer.Close();
    }

    private void EmitMap(MapShape shape)
    {
        writer.Lines("""
            writer.WriteRaw("{"u8);
            bool more = false;
            """);
        writer.Open($"foreach (global::System.Collections.Generic.KeyValuePair<{text[shape.Key].Type.FullName}, {text[shape.Value].Type.FullName}> item in value)");
        EmitSeparator();
        text.EmitWriteKey(writer, shape.Key, "item.Key");
        text.EmitWrite(writer, shape.Value, "item.Value", allowsNull: true, Locals());
        writer.Close();
        writer.Blank();
        writer.Lines("""writer.WriteRaw("}"u8);""");
    }

    private void EmitObject(ObjectShape shape)
    {
        Names locals = Locals();
        List<MemberSpec> members = shape.Members.Where(member => member.IsWritten).ToList();

        // Until there is a member that is always written, whether a comma is needed is known only when it runs.
        int always = members.FindIndex(member => !member.OmitsDefault);
        int uncertain = always == 0 ? 0 : always < 0 ? members.Count : always + 1;
        if (uncertain > 0)
            writer.Lines("""writer.WriteRaw("{"u8);""");
        if (uncertain > 1)
            writer.Lines("bool more = false;");
        for (int i = 0; i < members.Count; i++)
        {
            MemberSpec member = members[i];
            string value = "value." + member.Name;
            string name = uncertain > i ? Literals.MemberName(member.JsonName) : Literals.MemberPrefix(i == 0 ? '{' : ',', member.JsonName);
            string some = member.OmitsDefault ? locals.Take("some") : value;
            if (member.OmitsDefault)
                writer.Open(IsThere(member, value, some));
            if (uncertain > i && i > 0)
                writer.Nested("if (more)", """writer.WriteRaw(","u8);""");
            if (uncertain > i + 1)
                writer.Lines("more = true;");
            writer.Lines($"writer.WriteRaw({name});");
            if (!member.OmitsDefault)
            {
                text.EmitWrite(writer, member.Shape, value, member.WritesNull, locals);
                continue;
            }

            text.EmitWrite(writer, text[member.Shape] is NullableShape nullable ? nullable.Value : member.Shape, some, allowsNull: false, locals);
            writer.Close();
            writer.Blank();
        }

        writer.Lines($"""writer.WriteRaw("{(members.Count == 0 ? "{}" : "}")}"u8);""");
    }

    /// <summary>The condition under which a member is written that JSON does not always have.</summary>
    private string IsThere(MemberSpec member, string value, string some) => text.CanBeNull(member.Shape)
        ? $"if ({value} is {{ }} {some})"
        : $"if ({value} is var {some} && !global::System.Collections.Generic.EqualityComparer<{text[member.Shape].Type.FullName}>.Default.Equals({some}, default))";

    private void EmitSeparator()
    {
        writer.Nested("if (more)", """writer.WriteRaw(","u8);""");
        writer.Lines("more = true;");
    }

    private static Names Locals() => new("writer", "value", "more", "item", "items", "i");
}
