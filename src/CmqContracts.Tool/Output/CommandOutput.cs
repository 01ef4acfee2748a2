using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Tool;

/// <summary>What a command prints: tables for people on a terminal, plain text in a file or pipe, and one JSON object a line with <c>--json</c>. Sentences besides go to standard error.</summary>
/// <param name="stream">Where results go.</param>
/// <param name="errors">Where sentences go.</param>
/// <param name="isJson">Whether results are JSON.</param>
/// <param name="isTerminal">Whether results go to a terminal.</param>
/// <param name="hasColor">Whether the terminal may have colours.</param>
internal sealed class CommandOutput(StandardOutput stream, TextWriter errors, bool isJson, bool isTerminal, bool hasColor)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public bool IsJson => isJson;

    /// <summary>Whether standard output is a terminal.</summary>
    public bool IsTerminal => isTerminal;

    /// <summary>Whether colours may be used; without them there are no lines that change either.</summary>
    public bool HasColor => hasColor;

    /// <summary>The output as the process has it.</summary>
    public static CommandOutput OfProcess(bool isJson)
    {
        bool isTerminal = !Console.IsOutputRedirected;
        return new CommandOutput(new StandardOutput(), Console.Error, isJson, isTerminal, isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
    }

    /// <summary>Prints a list. When it is empty, people are told so.</summary>
    public void Rows(IEnumerable<Field[]> rows, string whenEmpty)
    {
        if (isJson)
        {
            foreach (Field[] row in rows)
                stream.Write(JsonLine.Of(row).Span);
            return;
        }

        Field[][] all = [.. rows];
        if (all.Length == 0)
            Say(whenEmpty);
        else if (isTerminal)
            TerminalTable.Write(Console.Out, hasColor, all);
        else
            Write(PlainTable.Of(all));
    }

    /// <summary>Prints one thing with all its fields.</summary>
    public void Fields(params Field[] fields)
    {
        if (isJson)
            stream.Write(JsonLine.Of(fields).Span);
        else if (isTerminal)
            TerminalTable.Write(Console.Out, hasColor, fields);
        else
            Write(PlainTable.Of(fields));
    }

    /// <summary>Prints what was done: a sentence for people, fields for programs.</summary>
    public void Done(string sentence, params Field[] fields)
    {
        if (isJson)
            stream.Write(JsonLine.Of(fields).Span);
        else
            Write(ShownText.Of(sentence, int.MaxValue) + Environment.NewLine);
    }

    /// <summary>Tells people something on standard error.</summary>
    public void Say(string sentence) => errors.WriteLine(ShownText.Of(sentence, int.MaxValue));

    private void Write(string text) => stream.Write(Utf8.GetBytes(text));
}
