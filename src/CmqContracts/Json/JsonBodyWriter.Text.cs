using System.Buffers;
using System.Buffers.Text;

namespace CmqContracts.Json;

// Strings, and the values that JSON has as strings of free text.
public ref partial struct JsonBodyWriter
{
    private const int ChunkLength = 4096;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    /// <summary>Writes a string.</summary>
    public void WriteString(string value)
    {
        if (value is null)
            ThrowNull();
        WriteText(value);
    }

    /// <summary>Writes a string or <c>null</c>.</summary>
    public void WriteStringOrNull(string? value)
    {
        if (value is null)
            WriteNull();
        else
            WriteText(value);
    }

    /// <summary>Writes the name of a member, with the colon.</summary>
    public void WriteKey(string key)
    {
        WriteString(key);
        WriteRaw(":"u8);
    }

    /// <summary>Writes a character as a string.</summary>
    public void WriteChar(char value) => WriteText(new ReadOnlySpan<char>(in value));

    /// <summary>Writes an address as it was given.</summary>
    public void WriteUri(Uri value) => WriteText(NotNull(value).OriginalString);

    /// <summary>Writes an address or <c>null</c>.</summary>
    public void WriteUriOrNull(Uri? value) => WriteStringOrNull(value?.OriginalString);

    /// <summary>Writes bytes in base 64.</summary>
    public void WriteBytes(byte[] value)
    {
        if (value is null)
            ThrowNull();
        WriteMemory(value);
    }

    /// <summary>Writes bytes in base 64.</summary>
    public void WriteMemory(ReadOnlyMemory<byte> value)
    {
        int length = Base64.GetMaxEncodedToUtf8Length(value.Length);
        Span<byte> target = Reserve(length + 2);
        target[0] = (byte)'"';
        Base64.EncodeToUtf8(value.Span, target[1..], out _, out int written);
        target[written + 1] = (byte)'"';
        _count += written + 2;
    }

    /// <summary>Writes bytes in base 64, or <c>null</c>.</summary>
    public void WriteBytesOrNull(byte[]? value)
    {
        if (value is null)
            WriteNull();
        else
            WriteBytes(value);
    }

    private void WriteText(scoped ReadOnlySpan<char> text)
    {
        if (text.Length > ChunkLength || text.ContainsAny(Escaped))
        {
            WriteLongOrEscapedText(text);
            return;
        }

        Span<byte> target = Reserve(TextTranscoder.MaxBytes(text.Length) + 2);
        target[0] = (byte)'"';
        int written = TextTranscoder.ToUtf8(text, target[1..]);
        target[written + 1] = (byte)'"';
        _count += written + 2;
    }

    private void WriteLongOrEscapedText(scoped ReadOnlySpan<char> text)
    {
        WriteRaw("\""u8);
        WriteEscaped(text);
        WriteRaw("\""u8);
    }

    /// <summary>Writes a part of a string.</summary>
    internal void WriteEscaped(scoped ReadOnlySpan<char> text)
    {
        while (true)
        {
            int plain = text.IndexOfAny(Escaped);
            if (plain < 0)
            {
                WritePlainText(text);
                break;
            }

            WritePlainText(text[..plain]);
            WriteEscape(text[plain]);
            text = text[(plain + 1)..];
        }
    }

    private void WritePlainText(scoped ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            int length = Math.Min(text.Length, ChunkLength);
            if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
                length--;
            int written = TextTranscoder.ToUtf8(text[..length], Reserve(TextTranscoder.MaxBytes(length)));
            _count += written;
            text = text[length..];
        }
    }

    private void WriteEscape(char c)
    {
        switch (c)
        {
            case '"': WriteRaw("\\\""u8); break;
            case '\\': WriteRaw("\\\\"u8); break;
            case '\n': WriteRaw("\\n"u8); break;
            case '\r': WriteRaw("\\r"u8); break;
            case '\t': WriteRaw("\\t"u8); break;
            case '\b': WriteRaw("\\b"u8); break;
            case '\f': WriteRaw("\\f"u8); break;
            default:
                WriteRaw("\\u00"u8);
                Utf8Formatter.TryFormat((byte)c, Reserve(2), out int written, new StandardFormat('x', 2));
                _count += written;
                break;
        }
    }
}
