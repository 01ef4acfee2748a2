using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits how an object stores the properties that no member takes.</summary>
internal sealed class ExtensionDataEmitter(SourceWriter writer, ShapeCode code, int index, MemberSpec member, bool isInInitializer)
{
    /// <summary>The statement that stores a property.</summary>
    public static readonly string Read = $"{RuntimeNames.Reader}.ReadExtra(ref reader, name, ref extra);";

    /// <summary>The part of the object initializer that assigns it, if it cannot be assigned later.</summary>
    public string? Initializer => !isInInitializer ? null
        : KeepsInitial ? $"{member.Name} = extra is null || {RuntimeNames.Reader}.AddExtra(extra, initial.{member.Name}) ? initial.{member.Name} : extra"
        : $"{member.Name} = extra";

    /// <summary>Whether the initializer needs the value that an object has without it.</summary>
    public bool KeepsInitial => isInInitializer && member is { IsRequired: false, IsReadable: true };

    public void EmitLocal() => writer.Lines($"{((ExtensionDataShape)code[member.Shape]).Builder} extra = null;");

    /// <summary>Emits the assignment to the object: the values are added to its collection, or become a new one.</summary>
    public void EmitAssignment()
    {
        if (isInInitializer)
            return;
        writer.Lines($"if (extra is not null && !{RuntimeNames.Reader}.AddExtra(extra, {AccessorEmitter.Get(code, index, member, "result")}))");
        writer.Lines("    " + AccessorEmitter.Set(code, index, member, "extra"));
    }
}
