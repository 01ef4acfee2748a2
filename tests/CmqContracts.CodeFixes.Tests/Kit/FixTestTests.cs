namespace CmqContracts.CodeFixes.Tests.Kit;

/// <summary><see cref="FixTest"/> fails if a fix does not have the expected result.</summary>
public sealed class FixTestTests
{
    private const string Wrong = "[CmqQueue(\"q\")] public record [|P|](int A);";
    private const string Right = "[CmqQueue(\"q\")] public partial record P(int A);";

    [Theory]
    [InlineData("CMQ0001", Wrong, "Make 'P' partial", "[CmqQueue(\"q\")] partial public record P(int A);")]
    [InlineData("CMQ0001", Wrong, "Make 'Q' partial", Right)]
    [InlineData("CMQ0001", "[CmqQueue(\"q\")] public record P([|int|] A);", "Make 'P' partial", Right)]
    [InlineData("CMQ0002", Wrong, "Make 'P' partial", Right)]
    public Task A_wrong_expectation_fails(string id, string markup, string title, string expected) => Assert.ThrowsAnyAsync<Exception>(() => FixTest.Fixes(id, markup, title, expected));

    [Fact]
    public Task An_offer_where_none_is_expected_fails() => Assert.ThrowsAnyAsync<Exception>(() => FixTest.OffersNothing("CMQ0001", Wrong));

    [Fact]
    public Task A_wrong_count_fails() => Assert.ThrowsAnyAsync<Exception>(() => FixTest.FixesAll("CMQ0001", 2, ["[CmqQueue(\"q\")] public record P(int A);"], [Right]));
}
