using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits <c>AddContracts</c>, which registers every contract of the assembly. The file compiles at every language version.</summary>
/// <remarks>
/// Another assembly's internals may be visible here, its <c>AddContracts</c> among them. So the method is in a namespace that
/// no file imports, and a global using, which applies to this assembly only, makes it visible in every file.
/// </remarks>
internal static class RegistrationEmitter
{
    /// <summary>The entries in the order of registration. Message types come before bindings, because the first registration of a type is the one that is injected without a key.</summary>
    public static EquatableArray<RegistrationEntry> InOrder(IEnumerable<RegistrationEntry> entries) => new(entries
        .Distinct()
        .OrderBy(entry => entry.Binding is not null)
        .ThenBy(entry => entry.Binding ?? entry.TypeName, StringComparer.Ordinal));

    public static SourceText Emit(EquatableArray<RegistrationEntry> entries, TargetFacts target)
    {
        SourceWriter writer = new();
        FileHeader.Emit(writer, entries.SelectMany(entry => entry.Warnings), hasAnnotations: false);
        if (target.HasGlobalUsings)
            writer.Lines($"global using static global::{GeneratedNames.RegistrationNamespace}.{target.RegistrationClass};\n");
        writer.Open("namespace " + (target.HasGlobalUsings ? GeneratedNames.RegistrationNamespace : "CmqContracts"));
        writer.Lines($"""
            /// <summary>The contracts of assembly <c>{Literals.Xml(target.AssemblyName)}</c>: every type with <c>[CmqQueue]</c> or <c>[CmqTopic]</c>.</summary>
            {FileHeader.GeneratedCode}
            """);
        writer.Open($"internal static class {target.RegistrationClass}");
        writer.Lines("/// <summary>Adds the queue of every type with <c>[CmqQueue]</c>, the topic of every type with <c>[CmqTopic]</c>, and those of every binding.</summary>");
        writer.Open("internal static global::CmqContracts.CmqBuilder AddContracts(this global::CmqContracts.CmqBuilder builder)");
        foreach (RegistrationEntry entry in entries)
        {
            if (entry.TypeName is not { } type)
                continue;
            string arguments = type + (entry.Binding is { } binding ? ", " + binding : "");
            if (entry.HasQueue)
                writer.Lines($"builder.AddQueue<{arguments}>();");
            if (entry.HasTopic)
                writer.Lines($"builder.AddTopic<{arguments}>();");
        }

        writer.Lines("return builder;");
        writer.Close();
        writer.Close();
        writer.Close();
        return writer.ToSource();
    }
}
