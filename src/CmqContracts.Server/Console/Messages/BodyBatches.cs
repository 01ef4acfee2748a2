using CmqContracts.Server.Pages;

namespace CmqContracts.Server;

/// <summary>Splits what was typed into messages, and messages into batches that the limits allow.</summary>
internal static class BodyBatches
{
    /// <summary>The line between two messages that are typed with line ends in them.</summary>
    public const string Separator = "---";

    /// <summary>The messages in a text whose lines end with LF.</summary>
    /// <param name="text">The text.</param>
    /// <param name="form">What of it is a message.</param>
    public static IReadOnlyList<string> Split(string text, BodyForm form) => form switch
    {
        BodyForm.Lines => [.. text.Split('\n').Where(static line => line.Length > 0)],
        BodyForm.Parts => SplitParts(text),
        _ => text.Length > 0 ? [text] : [],
    };

    /// <summary>The text that <see cref="Split"/> splits into these messages.</summary>
    public static string Join(IEnumerable<string> bodies, BodyForm form) => string.Join(form == BodyForm.Parts ? $"\n{Separator}\n" : "\n", bodies);

    /// <summary>How many messages, from one on, are sent in one request: one at least.</summary>
    /// <param name="bodies">All messages.</param>
    /// <param name="start">The first one.</param>
    /// <param name="limits">The limits.</param>
    public static int CountAt(IReadOnlyList<byte[]> bodies, int start, CmqLimits limits)
    {
        long bytes = bodies[start].Length;
        int end = start + 1;
        while (end < bodies.Count && end - start < limits.BatchSize.Maximum && bytes + bodies[end].Length <= limits.BatchBytes.Maximum)
            bytes += bodies[end++].Length;
        return end - start;
    }

    private static List<string> SplitParts(string text)
    {
        List<string> parts = [];
        List<string> lines = [];
        foreach (string line in text.Split('\n').Append(Separator))
        {
            if (line != Separator)
            {
                lines.Add(line);
                continue;
            }

            string part = string.Join('\n', lines);
            if (part.Length > 0)
                parts.Add(part);
            lines.Clear();
        }

        return parts;
    }
}
