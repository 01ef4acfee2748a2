using System.Globalization;
using System.Text;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Tests.Snapshots;

/// <summary>What generated files declare, which warnings they turn off, and what the compiler reports in them; not the code within.</summary>
internal static class Outline
{
    public static string Of(GeneratorRun run)
    {
        ILookup<string, string> reported = run.Warnings().Where(run.IsInGeneratedFile)
            .ToLookup(warning => Path.GetFileName(warning.Location.SourceTree!.FilePath), warning => $"// {warning.Id}: {warning.GetMessage(CultureInfo.InvariantCulture)}");
        StringBuilder text = new();
        foreach ((string name, string code) in run.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            text.Append("// ").Append(name).Append('\n');
            foreach (string line in code.Split('\n').Where(IsDeclaration).Concat(reported[name]))
                text.Append(line).Append('\n');
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Whether a line declares a type or a namespace, turns off warnings of this file only, marks what is obsolete, or registers.</summary>
    private static bool IsDeclaration(string line) => line.TrimStart().Split(' ') is [var first, ..] words && first switch
    {
        "namespace" => true,
        "#pragma" => !words[3].StartsWith("CS", StringComparison.Ordinal),
        "///" or "//" => false,
        _ => first.StartsWith("[global::System.Obsolete", StringComparison.Ordinal)
            || first.StartsWith("builder.Add", StringComparison.Ordinal)
            || (words.Intersect(["class", "record", "struct", "interface"]).Any() && !line.Contains('"', StringComparison.Ordinal)),
    };
}
