using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits how an object is written. The names of members that are always there are joined with the commas and braces around them.</summary>
internal sealed class WriteObjectEmitter(SourceWriter writer, ShapeCode code, int index, ObjectShape shape)
{
    private readonly UniqueNames _locals = new("writer", "value", "more");
    private readonly List<MemberSpec> _members = shape.Members.Where(member => member.Getter is not Getter.None).ToList();

    /// <summary>The number of leading members for which it is known only at run time whether a comma comes before them.</summary>
    private int _uncertain;

    public void EmitBody()
    {
        if (shape.DerivedType is { HasDiscriminator: true, DiscriminatorName: { } name } derivedType)
            writer.Lines($"writer.WriteRaw({Literals.Discriminator(name, derivedType)});");
        else
            CountUncertain();
        for (int i = 0; i < _members.Count; i++)
            EmitMember(i, _members[i]);
        EmitEnd();
    }

    private void CountUncertain()
    {
        int always = _members.FindIndex(member => !member.OmitsDefault);
        _uncertain = always == 0 ? 0 : always < 0 ? _members.Count : always + 1;
        if (_uncertain > 0)
            writer.Lines("""writer.WriteRaw("{"u8);""");
        if (_uncertain > 1 || (_uncertain > 0 && IsUncertainAtEnd()))
            writer.Lines("bool more = false;");
    }

    /// <summary>Whether extension data may be the first thing that is written.</summary>
    private bool IsUncertainAtEnd() => shape.ExtensionData is not null && _uncertain == _members.Count && _members.TrueForAll(member => member.OmitsDefault);

    private void EmitMember(int i, MemberSpec member)
    {
        bool isFirst = i == 0 && shape.DerivedType is not { HasDiscriminator: true };
        string value = AccessorEmitter.Get(code, index, member);
        string name = _uncertain > i ? Literals.MemberName(member.JsonName) : Literals.MemberPrefix(isFirst ? '{' : ',', member.JsonName);
        string some = member.OmitsDefault ? _locals.Next("some") : value;
        if (member.OmitsDefault)
            writer.Open(IsPresent(member, value, some));
        if (_uncertain > i && i > 0)
            writer.Nested("if (more)", """writer.WriteRaw(","u8);""");
        if (_uncertain > i + 1 || (_uncertain > i && IsUncertainAtEnd()))
            writer.Lines("more = true;");
        writer.Lines($"writer.WriteRaw({name});");
        if (!member.OmitsDefault)
        {
            code.EmitWrite(writer, member.Shape, value, member.WritesNull, _locals);
            return;
        }

        code.EmitWrite(writer, code[member.Shape] is NullableShape nullable ? nullable.Value : member.Shape, some, allowsNull: false, _locals);
        writer.Close();
        writer.Blank();
    }

    private void EmitEnd()
    {
        bool isOpen = _uncertain > 0 || _members.Count > 0 || shape.DerivedType is { HasDiscriminator: true };
        if (shape.ExtensionData is not { } extensionData)
        {
            writer.Lines($"""writer.WriteRaw("{(isOpen ? "}" : "{}")}"u8);""");
            return;
        }

        if (!isOpen)
            writer.Lines("""writer.WriteRaw("{"u8);""");
        writer.Lines($"writer.WriteExtra({AccessorEmitter.Get(code, index, extensionData)}, {(!isOpen ? "false" : IsUncertainAtEnd() ? "more" : "true")});");
        writer.Lines("""writer.WriteRaw("}"u8);""");
    }

    /// <summary>The condition under which a member that may be omitted is written.</summary>
    private string IsPresent(MemberSpec member, string value, string some) => code.CanBeNull(member.Shape)
        ? $"if ({value} is {{ }} {some})"
        : $"if ({value} is var {some} && !global::System.Collections.Generic.EqualityComparer<{code[member.Shape].Type.FullName}>.Default.Equals({some}, default))";
}
