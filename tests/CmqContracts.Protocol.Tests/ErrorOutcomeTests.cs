using System.Reflection;

namespace CmqContracts.Protocol.Tests;

/// <summary>What an answer's code says about the request.</summary>
public sealed class ErrorOutcomeTests
{
    private static IEnumerable<CmqError> Documented =>
        typeof(CmqErrors).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(static property => (CmqError)property.GetValue(null)!)
            .Concat(typeof(CmqErrors).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(static method => !method.IsSpecialName && method.ReturnType == typeof(CmqError))
                .Select(static method => (CmqError)method.Invoke(null, ["x"])!));

    [Fact]
    public void A_documented_error_says_that_nothing_was_done_unless_the_service_failed_or_did_a_part()
    {
        Assert.NotEmpty(Documented);
        Assert.All(Documented, static error => Assert.Equal(error.Code is 6000 or 6010 ? CmqOutcome.Unknown : CmqOutcome.Refused, error.Outcome));
    }

    [Fact]
    public void Any_other_code_says_nothing()
    {
        HashSet<int> documented = [.. Documented.Select(static error => error.Code)];
        foreach (int code in Enumerable.Range(-10, 20_000).Append(int.MinValue).Append(int.MaxValue).Where(code => !documented.Contains(code)))
        {
            CmqError error = new(code, 1, "x");
            Assert.Equal((CmqOutcome.Unknown, false), (error.Outcome, error.IsTransient));
            Assert.Equal(CmqOutcome.Unknown, new CmqServiceException(error).Outcome);
        }
    }
}
