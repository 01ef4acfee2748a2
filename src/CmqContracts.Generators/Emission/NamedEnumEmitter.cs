using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits how enums are written and read by name.</summary>
internal static class NamedEnumEmitter
{
    /// <summary>Emits the table of names.</summary>
    public static void EmitTable(SourceWriter writer, string table, NamedEnumShape shape)
    {
        string type = $"{RuntimeNames.EnumNames}<{shape.UnderlyingKeyword}>";
        string names = string.Concat(shape.Names.Select(name => $"\n    .Add({Literals.Text(name.Text)}, {name.Value}{(name.IsExact ? ", isExact: true" : "")})"));
        writer.Lines($"private static readonly {type} {table} = new {type}(){names};");
    }

    /// <summary>Emits the body of the method that writes.</summary>
    public static void EmitWrite(SourceWriter writer, string table, NamedEnumShape shape)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        writer.Open($"switch (({shape.UnderlyingKeyword})value)");
        foreach (EnumName name in shape.Names.Where(name => seen.Add(name.Value)))
        {
            writer.Lines($"""
                case {name.Value}:
                    writer.WriteRaw({Literals.JsonText(name.Text)});
                    break;
                """);
        }

        writer.Lines("default:");
        foreach (string line in Unnamed(table, shape))
            writer.Lines("    " + line);
        writer.Lines("    break;");
        writer.Close();
    }

    /// <summary>Emits the body of the method that reads.</summary>
    public static void EmitRead(SourceWriter writer, string table, NamedEnumShape shape)
    {
        string read = $"({shape.Type.FullName}){table}.Read(ref reader)";
        writer.Lines(shape.IsKey
            ? $"return {read};"
            : $"""
                return reader.TokenType == global::System.Text.Json.JsonTokenType.Number
                    ? ({shape.Type.FullName}){RuntimeNames.Reader}.ReadNumberOf{shape.Underlying}(ref reader)
                    : {read};
                """);
    }

    /// <summary>A value without a name is written as a combination of names, or as a number.</summary>
    private static IEnumerable<string> Unnamed(string table, NamedEnumShape shape)
    {
        string number = $"writer.Write{shape.Underlying}(({shape.UnderlyingKeyword})value);";
        if (shape.IsFlags)
        {
            yield return $"if ({table}.TryWriteCombination(ref writer, ({shape.UnderlyingKeyword})value))";
            yield return "    break;";
        }

        if (shape.IsKey)
            yield return "writer.WriteQuote();";
        yield return number;
        if (shape.IsKey)
            yield return "writer.WriteQuote();";
    }
}
