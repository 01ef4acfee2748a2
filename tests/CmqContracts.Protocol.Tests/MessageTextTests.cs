using System.Buffers;
using System.Text;
using System.Text.Json;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Tests;

/// <summary>A body is a string of the reply's JSON, whatever text it is.</summary>
public class MessageTextTests
{
    [Fact]
    public void Every_character_below_256_is_read_back_at_every_offset()
    {
        for (int character = 0; character < 256; character++)
        {
            for (int offset = 0; offset < 20; offset++)
                AssertReadBack(new string('x', offset) + (char)character + new string('y', 20));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("李雷 and 😀 and \u2028")]
    [InlineData("{\"a\":\"\\\"\\\\\\n\",\"b\":[1,2]}")]
    public void Texts_are_read_back(string text) => AssertReadBack(text);

    [Fact]
    public void Long_texts_are_read_back()
    {
        Random random = new(20_26);
        foreach (int length in (int[])[4095, 4096, 4097, 8192, 100_000])
            AssertReadBack(new string([.. Enumerable.Range(0, length).Select(_ => (char)random.Next(0x7F))]));
    }

    [Fact]
    public void Only_what_JSON_requires_is_escaped() =>
        Assert.Equal("""{"msgBody":"</'&+李😀\"\\\n\u0001"}""", Write("</'&+李😀\"\\\n\u0001"));

    private static void AssertReadBack(string text)
    {
        using JsonDocument json = JsonDocument.Parse(Write(text));
        Assert.Equal(text, json.RootElement.GetProperty("msgBody").GetString());
    }

    private static string Write(string text)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output, V2ReplyWriter.Options))
        {
            json.WriteStartObject();
            json.WriteText("msgBody"u8, Encoding.UTF8.GetBytes(text));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
