using System.Text;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits <c>AddContracts</c>, which registers every contract of the assembly.</summary>
internal static class RegistrationEmitter
{
    public const string HintName = "CmqContracts.AddContracts.g.cs";

    public static SourceText Emit(EquatableArray<RegistrationEntry> entries, string assemblyName)
    {
        SourceWriter writer = new();
        writer.Lines(FileHeader.Text);
        writer.Lines($"""
            namespace CmqContracts;

            /// <summary>The contracts of assembly <c>{Literals.Xml(assemblyName)}</c>: every type with <c>[CmqQueue]</c>.</summary>
            {FileHeader.GeneratedCode}
            """);
        writer.Open($"internal static class {Identifier(assemblyName)}Contracts");
        writer.Lines("/// <summary>Adds the queue of every type with <c>[CmqQueue]</c>.</summary>");
        writer.Open("internal static global::CmqContracts.CmqBuilder AddContracts(this global::CmqContracts.CmqBuilder builder)");
        foreach (RegistrationEntry entry in entries)
            writer.Lines($"builder.AddQueue<{entry.TypeName}>();");
        writer.Lines("return builder;");
        writer.Close();
        writer.Close();
        return writer.ToSource();
    }

    private static string Identifier(string assemblyName)
    {
        StringBuilder name = new();
        foreach (char c in assemblyName)
            name.Append(char.IsLetterOrDigit(c) ? c : '_');
        return name.Length == 0 || char.IsDigit(name[0]) ? "_" + name : name.ToString();
    }
}
