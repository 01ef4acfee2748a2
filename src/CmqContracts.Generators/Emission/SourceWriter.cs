using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace CmqContracts.Generators.Emission;

/// <summary>Collects lines at the indentation of the block they are in.</summary>
internal sealed class SourceWriter
{
    private const int SpacesPerLevel = 4;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly StringBuilder _text = new();
    private int _level;

    /// <summary>Writes one or more lines.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.Replace("\r\n", "\n").Split('\n'))
        {
            if (line.Length > 0)
                _text.Append(' ', _level * SpacesPerLevel).Append(line);
            _text.Append('\n');
        }
    }

    /// <summary>Writes an empty line.</summary>
    public void Blank() => _text.Append('\n');

    /// <summary>Begins a block.</summary>
    public void Open(string header)
    {
        Lines(header);
        Lines("{");
        _level++;
    }

    /// <summary>Ends the block.</summary>
    public void Close(string suffix = "")
    {
        _level--;
        Lines("}" + suffix);
    }

    /// <summary>Writes one indented statement instead of a block.</summary>
    public void Nested(string header, string statement)
    {
        Lines(header);
        _level++;
        Lines(statement);
        _level--;
    }

    /// <summary>The text. Every block must have ended.</summary>
    public SourceText ToSource()
    {
        if (_level != 0)
            throw new InvalidOperationException("A block was not closed.");
        return SourceText.From(_text.ToString(), Utf8);
    }
}
