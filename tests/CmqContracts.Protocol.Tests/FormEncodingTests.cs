using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Tests;

public sealed class FormEncodingTests
{
    /// <summary>The platform keeps the same characters as they are.</summary>
    [Fact]
    public void Text_is_encoded_as_the_platform_encodes_it()
    {
        string[] pieces = ["plain-text_of.many~characters0123456789", "{\"name\":\"value\",", "消息队列", " ", "%", "&", "=", "+", "🚀", "\r\n\0", new('x', 200), new('"', 90)];
        Random random = new(1);
        for (int i = 0; i < 2_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)]));

            Assert.Equal(Uri.EscapeDataString(text), Encode(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public void Each_byte_is_itself_or_three_characters()
    {
        for (int b = 0; b < 256; b++)
        {
            string expected = char.IsAsciiLetterOrDigit((char)b) || "-_.~".Contains((char)b, StringComparison.Ordinal) ? ((char)b).ToString() : $"%{b:X2}";

            Assert.Equal(expected, Encode([(byte)b]));
        }
    }

    private static string Encode(byte[] value)
    {
        using PooledBufferWriter output = new(1);
        FormEncoding.Encode(value, output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
