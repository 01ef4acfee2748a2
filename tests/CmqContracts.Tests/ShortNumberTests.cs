using System.Globalization;
using System.Text;
using System.Text.Json;
using CmqContracts.Json;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Tests;

/// <summary>A short number reads to the same bits as by the platform's parser.</summary>
public sealed class ShortNumberTests
{
    private static readonly Gen<string> Numbers =
        from sign in Gen.Elements("", "-")
        from whole in Gen.Choose(0, 18).SelectMany(Digits)
        from fraction in Gen.Choose(0, 18).SelectMany(Digits)
        select sign + (whole.TrimStart('0') is { Length: > 0 } digits ? digits : "0") + (fraction.Length > 0 ? "." + fraction : "");

    [Fact]
    public void It_has_the_bits_that_the_platform_s_parser_finds()
    {
        int taken = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Numbers.ToArbitrary(), text =>
        {
            byte[] json = Encoding.ASCII.GetBytes(text);
            if (!ShortNumber.TryTake(json, out ShortNumber number))
                return text.Count(char.IsAsciiDigit) > 18;
            taken++;
            JsonElement element = JsonDocument.Parse(json).RootElement;
            return decimal.GetBits(number.ToDecimal()).SequenceEqual(decimal.GetBits(element.GetDecimal()))
                && (!number.TryToDouble(out double d) || BitConverter.DoubleToInt64Bits(d) == BitConverter.DoubleToInt64Bits(element.GetDouble()))
                && (!number.TryToSingle(out float f) || BitConverter.SingleToInt32Bits(f) == BitConverter.SingleToInt32Bits(element.GetSingle()));
        }));
        Assert.True(taken > 5_000, $"{taken} numbers were short");
    }

    [Theory]
    [InlineData("1e5")]
    [InlineData("1E-5")]
    [InlineData("1234567890123456789")]
    [InlineData("0.1234567890123456789")]
    public void An_exponent_or_too_many_digits_are_left_to_the_platform(string json) =>
        Assert.False(ShortNumber.TryTake(Encoding.ASCII.GetBytes(json), out _));

    [Theory]
    [InlineData("9007199254740992", true)]
    [InlineData("9007199254740993", false)]
    [InlineData("0.1", true)]
    public void A_double_is_made_only_from_digits_that_are_exact(string json, bool expected)
    {
        Assert.True(ShortNumber.TryTake(Encoding.ASCII.GetBytes(json), out ShortNumber number));
        Assert.Equal(expected, number.TryToDouble(out double value));
        if (expected)
            Assert.Equal(double.Parse(json, CultureInfo.InvariantCulture), value);
    }

    private static Gen<string> Digits(int count) => Gen.ArrayOf(Gen.Elements("0123456789".ToCharArray()), count).Select(digits => new string(digits));
}
