using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Tests;

/// <summary>Values are decoded in blocks of bytes, so an escape may be anywhere in a block, or across two.</summary>
public class FormDecodingTests
{
    private const int LongestPrefix = 40;

    [Theory]
    [InlineData("%22", "\"")]
    [InlineData("%e6%9D%8e", "李")]
    [InlineData("+", " ")]
    [InlineData("%2B", "+")]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("%g1%1g", "%g1%1g")]
    [InlineData("%%41", "%A")]
    [InlineData("%25%32%35", "%25")]
    [InlineData("%:0%0:%@1%1@%`1%1`", "%:0%0:%@1%1@%`1%1`")]
    public void Escapes_are_decoded_at_every_offset(string encoded, string decoded)
    {
        for (int prefix = 0; prefix <= LongestPrefix; prefix++)
        {
            for (int suffix = 0; suffix <= LongestPrefix; suffix++)
                Assert.Equal(new string('x', prefix) + decoded + new string('_', suffix), Decode(new string('x', prefix) + encoded + new string('_', suffix)));
        }
    }

    [Fact]
    public void Values_that_are_encoded_come_back()
    {
        Random random = new(20_26);
        for (int round = 0; round < 2000; round++)
        {
            byte[] value = new byte[random.Next(100)];
            random.NextBytes(value);
            using PooledBufferWriter encoded = new();
            FormEncoding.Encode(value, encoded);
            byte[] decoded = new byte[encoded.Length];
            Assert.Equal(value, decoded[..FormEncoding.Decode(encoded.WrittenSpan, decoded)]);
        }
    }

    private static string Decode(string text)
    {
        byte[] value = Encoding.UTF8.GetBytes(text);
        byte[] decoded = new byte[value.Length];
        return Encoding.UTF8.GetString(decoded, 0, FormEncoding.Decode(value, decoded));
    }
}
