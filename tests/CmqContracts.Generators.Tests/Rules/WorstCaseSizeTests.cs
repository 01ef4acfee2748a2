using System.Globalization;
using System.Numerics;
using CmqContracts.Generators.Analyzers;
using CmqContracts.Generators.Tests.Kit;
using CmqContracts.Generators.Tests.Runtime;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Rules;

/// <summary>The bound of CMQ0208 is never below the size of a body, and as low as possible.</summary>
public class WorstCaseSizeTests
{
    [Fact]
    public void The_largest_values_of_a_message_reach_the_bound()
    {
        string source = File.ReadAllText(Path.Combine(TestCompilation.Metadata("ProjectDirectory"), "Runtime", "Widest.cs"));
        CSharpCompilation compilation = TestCompilation.Create(source, LanguageVersion.Latest);
        // A list of flags ends without a separator, but the bound counts one for every name.
        Assert.Equal(Oracle.Encode(Widest.Value).Length + ", ".Length, Bound(compilation, typeof(Widest).FullName!));
    }

    [Fact]
    public void No_floating_point_number_has_more_digits_than_the_bound_counts()
    {
        Assert.Equal(Bound("Half"), "{'a':}".Length + Enumerable.Range(0, ushort.MaxValue + 1)
            .Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))
            .Where(Half.IsFinite)
            .Max(value => value.ToString(CultureInfo.InvariantCulture).Length));
        Random random = new(1);
        Assert.True(Bound("float") >= "{'a':}".Length + Enumerable.Range(0, 200_000)
            .Select(_ => BitConverter.Int32BitsToSingle((int)random.NextInt64()))
            .Where(float.IsFinite)
            .Max(value => value.ToString(CultureInfo.InvariantCulture).Length));
        Assert.True(Bound("double") >= "{'a':}".Length + Enumerable.Range(0, 200_000)
            .Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)))
            .Where(double.IsFinite)
            .Max(value => value.ToString(CultureInfo.InvariantCulture).Length));
    }

    [Theory]
    [InlineData("string")]
    [InlineData("Uri")]
    [InlineData("byte[]")]
    [InlineData("int[]")]
    [InlineData("List<int>")]
    [InlineData("Dictionary<bool, int>")]
    [InlineData("P")]
    [InlineData("object")]
    [InlineData("(int, int)")]
    [InlineData("int[,]")]
    [InlineData("System.Text.Json.JsonElement")]
    [InlineData("Missing")]
    public void There_is_no_bound_if_a_part_has_none(string type) => Assert.Null(Bound(type));

    [Fact]
    public void Products_of_lengths_do_not_overflow()
    {
        BigInteger part = "{'b':''}".Length + ((BigInteger)int.MaxValue * 6);
        Assert.Equal("{'a':[]}".Length + (int.MaxValue * part) + int.MaxValue - 1, Bound(TestCompilation.Create("""
            [CmqQueue("p")] public partial class P { [MaxLength(int.MaxValue)] public R[]? A { get; set; } }
            public class R { [MaxLength(int.MaxValue)] public string? B { get; set; } }
            """), "P"));
    }

    private static BigInteger? Bound(string type) => Bound(TestCompilation.Create($$"""[CmqQueue("p")] public partial class P { public {{type}} A { get; set; } }"""), "P");

    private static BigInteger? Bound(CSharpCompilation compilation, string type) => Schemas.Of(compilation, type) is { } schema ? WorstCaseSize.Of(schema) : null;
}
