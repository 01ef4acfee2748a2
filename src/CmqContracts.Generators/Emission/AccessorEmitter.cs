using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>
/// Emits accessors for what C# does not let generated code use: members that are not public, and init-only setters, which are
/// called only for members that are in JSON, so that initializers stay in force for the others.
/// </summary>
internal static class AccessorEmitter
{
    private const string Attribute = "global::System.Runtime.CompilerServices.UnsafeAccessor";

    /// <summary>An expression that reads a member.</summary>
    public static string Get(ShapeCode code, int index, MemberSpec member, string target = "value") => member.Getter switch
    {
        Getter.Name => target + "." + member.Name,
        _ => $"{code.Accessor(VerbOf(member), index, member)}({(code[index].Type.IsReference ? "" : "ref ")}{target})",
    };

    /// <summary>A statement that assigns to a member of <c>result</c>.</summary>
    public static string Set(ShapeCode code, int index, MemberSpec member, string value)
    {
        string target = (code[index].Type.IsReference ? "" : "ref ") + "result";
        return member.Assignment switch
        {
            Assignment.NonPublicField => $"{code.Accessor("Field", index, member)}({target}) = {value};",
            Assignment.NonPublicSetter or Assignment.Init => $"{code.Accessor("Set", index, member)}({target}, {value});",
            _ => $"result.{member.Name} = {value};",
        };
    }

    /// <summary>Emits the accessors for writing.</summary>
    public static void EmitGetters(SourceWriter writer, ShapeCode code, int index, ObjectShape shape)
    {
        foreach (MemberSpec member in WithExtensionData(shape))
        {
            if (member.Getter is Getter.Property)
                Emit(writer, "Method", "get_" + PlainName(member), $"{TypeOf(code, member)} {code.Accessor("Get", index, member)}({Target(shape, member)})");
            else if (member.Getter is Getter.Field)
                EmitField(writer, code, index, shape, member);
        }
    }

    /// <summary>Emits the accessors for reading.</summary>
    public static void EmitSetters(SourceWriter writer, ShapeCode code, int index, ObjectShape shape)
    {
        if (shape.Construction is Construction.Accessor)
            Emit(writer, "Constructor", null, $"{shape.Type.FullName} {code.ConstructorAccessor(index)}({string.Join(", ", shape.Arguments.Select((argument, i) => $"{code.TypeOf(shape, argument)} argument{i}"))})");
        foreach (MemberSpec member in WithExtensionData(shape))
        {
            if (member.Assignment is Assignment.NonPublicSetter || (member.Assignment is Assignment.Init && !IsInInitializer(shape, member)))
                Emit(writer, "Method", "set_" + PlainName(member), $"void {code.Accessor("Set", index, member)}({Target(shape, member)}, {TypeOf(code, member)} value)");
            else if (member.Assignment is Assignment.NonPublicField && member.Getter is not Getter.Field)
                EmitField(writer, code, index, shape, member);
        }
    }

    /// <summary>Whether a member has to be set in the object initializer: C# requires it, or its init-only setter has no accessor, as in generic types before .NET 9.</summary>
    public static bool IsInInitializer(ObjectShape shape, MemberSpec member) =>
        shape.Construction is Construction.Direct && (member.IsRequiredByCSharp || (member.Assignment is Assignment.Init && IsGeneric(member.DeclaringType)));

    private static IEnumerable<MemberSpec> WithExtensionData(ObjectShape shape) => shape.ExtensionData is null ? shape.Members : shape.Members.Append(shape.ExtensionData);

    private static bool IsGeneric(TypeRef type) => type.FullName.IndexOf('<') >= 0;

    private static string VerbOf(MemberSpec member) => member.Getter is Getter.Field ? "Field" : "Get";

    private static string PlainName(MemberSpec member) => member.Name.TrimStart('@');

    private static string TypeOf(ShapeCode code, MemberSpec member) => code[member.Shape].Type.FullName;

    private static string Target(ObjectShape shape, MemberSpec member) => (shape.Type.IsReference ? "" : "ref ") + member.DeclaringType.FullName + " target";

    private static void EmitField(SourceWriter writer, ShapeCode code, int index, ObjectShape shape, MemberSpec member) =>
        Emit(writer, "Field", PlainName(member), $"ref {TypeOf(code, member)} {code.Accessor("Field", index, member)}({Target(shape, member)})");

    private static void Emit(SourceWriter writer, string kind, string? name, string signature)
    {
        writer.Blank();
        writer.Lines($"[{Attribute}({Attribute}Kind.{kind}{(name is null ? "" : $", Name = \"{name}\"")})]");
        writer.Lines($"private static extern {signature};");
    }
}
