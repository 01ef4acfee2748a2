using System.Text;
using CmqContracts.Json;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Tests;

/// <summary>The transcoder's results equal the platform's, for every text and every sequence of bytes.</summary>
public sealed class TextTranscoderTests
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Texts made of runs: ASCII, two bytes, Chinese, the edges of three bytes, emoji, lone surrogates.</summary>
    private static readonly Gen<string> Texts = Gen.ListOf(
        from run in Gen.Elements("a", "é", "中", "\u0800", "\uD7FF", "\uE000", "\uFFFF", "🚀", "\uD83D", "\uDE80", "\u007F", "\u0080", "\u07FF", "\"", "，", "\0")
        from count in Gen.Choose(1, 20)
        select string.Concat(Enumerable.Repeat(run, count))).Select(runs => string.Concat(runs));

    [Fact]
    public void Text_becomes_the_bytes_that_the_platform_makes()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            byte[] buffer = new byte[TextTranscoder.MaxBytes(text.Length)];
            return buffer.AsSpan(0, TextTranscoder.ToUtf8(text, buffer)).SequenceEqual(Encoding.UTF8.GetBytes(text));
        }));
    }

    [Fact]
    public void Bytes_become_the_text_that_the_platform_makes()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            return TextTranscoder.ToText(utf8) == Encoding.UTF8.GetString(utf8);
        }));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_wherever_the_fault_is()
    {
        Gen<byte[]> damaged =
            from text in Texts
            let utf8 = Encoding.UTF8.GetBytes(text + "中中中中中中中中")
            from position in Gen.Choose(0, utf8.Length - 1)
            from value in Gen.Choose(0, 255)
            select (byte[])[.. utf8.AsSpan(0, position), (byte)value, .. utf8.AsSpan(position + 1)];
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(damaged.ToArbitrary(), utf8 => TextTranscoder.ToText(utf8) == Expected(utf8)));
    }

    [Fact]
    public void Every_sequence_of_three_bytes_is_judged_as_the_platform_judges_it()
    {
        byte[] block = new byte[18];
        for (int first = 0x7F; first <= 0xFF; first++)
        {
            for (int second = 0x70; second <= 0xFF; second++)
            {
                foreach (int third in (int[])[0x00, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF])
                {
                    for (int i = 0; i < block.Length; i += 3)
                        (block[i], block[i + 1], block[i + 2]) = ((byte)first, (byte)second, (byte)third);
                    Assert.Equal(Expected(block), TextTranscoder.ToText(block));
                }
            }
        }
    }

    private static string? Expected(byte[] utf8)
    {
        try
        {
            return Strict.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
