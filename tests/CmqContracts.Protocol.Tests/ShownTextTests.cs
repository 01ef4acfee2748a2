using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Tests;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("plain text, 'quoted'", "plain text, 'quoted'")]
    [InlineData("中文 Ünïcödé 😀", "中文 Ünïcödé 😀")]
    [InlineData("a\r\nb\tc\0\u001b[2J\u007f\u0085", "a\\u000d\\u000ab\\u0009c\\u0000\\u001b[2J\\u007f\\u0085")]
    [InlineData("\u2028\u2029\u202e\u200b\ufeff", "\\u2028\\u2029\\u202e\\u200b\\ufeff")]
    public void What_is_not_for_display_is_escaped(string? text, string shown) => Assert.Equal(shown, ShownText.Of(text));

    [Fact]
    public void A_lone_surrogate_is_escaped() => Assert.Equal("\\ud800x\\udc00", ShownText.Of("\ud800x\udc00"));

    [Fact]
    public void A_long_text_is_cut_between_characters_and_says_so()
    {
        Assert.Equal(new string('a', 200), ShownText.Of(new string('a', 200)));
        Assert.Equal(new string('a', 199) + "…", ShownText.Of(new string('a', 201)));
        Assert.Equal("a😀…", ShownText.Of("a😀😀😀", 5));
        Assert.Equal("a…", ShownText.Of("a\n\n", 6));
        for (int length = 1; length < 20; length++)
        {
            foreach (string text in new[] { "😀😀😀😀😀😀😀😀😀😀", "\n\n\n\n", "a\nb😀c\u202ed" })
            {
                string shown = ShownText.Of(text, length);
                Assert.InRange(shown.Length, 1, length);
                Assert.False(char.IsHighSurrogate(shown[^1]));
            }
        }
    }
}
