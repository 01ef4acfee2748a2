using CmqContracts.Generators.Model;
using CmqContracts.Schema;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits how objects of several types are distinguished.</summary>
internal static class PolymorphicEmitter
{
    /// <summary>Emits the table of discriminators.</summary>
    public static void EmitTable(SourceWriter writer, string table, PolymorphicShape shape)
    {
        string entries = string.Concat(shape.Derived.Select((derived, i) =>
            derived.Text is { } text ? $"\n    .Add({Literals.Text(text)}, {Literals.Number(i)})"
            : derived.Number is { } number ? $"\n    .Add({Literals.Number(number)}, {Literals.Number(i)})"
            : ""));
        writer.Lines($"private static readonly {RuntimeNames.Discriminators} {table} = new {RuntimeNames.Discriminators}({Literals.Text(shape.DiscriminatorName)}{(shape.IgnoresUnrecognized ? ", ignoresUnrecognized: true" : "")}){entries};");
    }

    /// <summary>Emits the body of the method that writes. Types that derive from others are tested first, so that the nearest one is found.</summary>
    public static void EmitWrite(SourceWriter writer, ShapeCode code, PolymorphicShape shape)
    {
        string prefix = "";
        foreach (DerivedSpec derived in shape.Derived)
        {
            string type = code[derived.Shape].Type.FullName;
            string condition = shape.UnknownDerivedTypes is UnknownDerivedTypeHandling.FallBackToNearestAncestor ? $"value is {type}" : $"value.GetType() == typeof({type})";
            writer.Nested($"{prefix}if ({condition})", code.WriteStatement(derived.Shape, $"({type})value"));
            prefix = "else ";
        }

        if (shape.Base is { } @base && shape.UnknownDerivedTypes is UnknownDerivedTypeHandling.FailSerialization)
            writer.Nested($"{prefix}if (value.GetType() == typeof({shape.Type.FullName}))", code.WriteStatement(@base, "value"));
        writer.Nested("else", shape.Base is { } fallback && shape.UnknownDerivedTypes is not UnknownDerivedTypeHandling.FailSerialization
            ? code.WriteStatement(fallback, "value")
            : $"{RuntimeNames.Writer}.UnknownType({Literals.Text(shape.Name)});");
    }

    /// <summary>Emits the body of the method that reads.</summary>
    public static void EmitRead(SourceWriter writer, ShapeCode code, int index, PolymorphicShape shape)
    {
        writer.Lines($"{RuntimeNames.Reader}.BeginObject(ref reader, {Literals.Text(shape.Name)});");
        bool isRead = shape.Base is { } @base && code[@base] is ObjectShape { Construction: not Construction.None };
        if (shape.HasDiscriminators)
        {
            writer.Open($"switch ({code.TypeTable(index)}.Read(ref reader))");
            for (int i = 0; i < shape.Derived.Count; i++)
            {
                if (shape.Derived[i].HasDiscriminator)
                    writer.Lines($"case {Literals.Number(i)}: return {code.ReadMethod(shape.Derived[i].Shape)}(ref reader);");
            }

            writer.Close();
            writer.Blank();
        }

        writer.Lines(isRead
            ? $"return {code.ReadMethod(shape.Base!.Value)}(ref reader);"
            : $"throw {RuntimeNames.Reader}.UnknownType({Literals.Text(shape.DiscriminatorName)});");
    }
}
