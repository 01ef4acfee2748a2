using System.Globalization;
using CmqContracts.Generators.Tests.Kit;
using CmqContracts.Generators.Tests.Snapshots;

namespace CmqContracts.Generators.Tests.Pipeline;

/// <summary>Equal input gives equal text, in any culture.</summary>
public class DeterminismTests
{
    private const string Numbers = """[CmqQueue("i", PollingWaitSeconds = -1)] public partial record Title(int I = -5, double D = -1.5, decimal M = -0.10m, float F = -1e-9f, long L = long.MinValue);""";

    [Theory]
    [InlineData(SnapshotTests.OrderSource)]
    [InlineData(SnapshotTests.ShapesSource)]
    public void Two_compilations_give_equal_text(string source) => Assert.Equal(GeneratorRun.Of(source).Files, GeneratorRun.Of(source).Files);

    /// <summary>
    /// The cultures are created here, because tests run without the data of real ones. Their signs are those of fi-FI, of tr-TR and of Arabic
    /// ones. The casing of tr-TR cannot matter, because the banned symbols exclude it.
    /// </summary>
    [Theory]
    [InlineData("\u2212", ",", "\u00a0")]
    [InlineData("-", ",", ".")]
    [InlineData("\u061c-", "\u066b", "\u066c")]
    public void The_culture_does_not_matter(string minus, string point, string group)
    {
        IReadOnlyDictionary<string, string> order = GeneratorRun.Of(SnapshotTests.OrderSource).Files;
        IReadOnlyDictionary<string, string> numbers = GeneratorRun.Of(Numbers).Files;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NegativeSign = minus;
            odd.NumberFormat.NumberDecimalSeparator = point;
            odd.NumberFormat.NumberGroupSeparator = group;
            CultureInfo.CurrentCulture = odd;
            Assert.Equal(order, GeneratorRun.Of(SnapshotTests.OrderSource).Files);
            Assert.Equal(numbers, GeneratorRun.Of(Numbers).AssertCompiles().Files);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
