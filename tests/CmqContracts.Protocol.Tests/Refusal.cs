namespace CmqContracts.Protocol.Tests;

internal static class Refusal
{
    /// <summary>The action is refused with this error, and the text for people says all of these words.</summary>
    public static void Expect(CmqError error, Action action, params string[] words)
    {
        CmqServiceException refusal = Assert.Throws<CmqServiceException>(action);
        Assert.Equal(error, refusal.Error);
        foreach (string word in words)
            Assert.Contains(word, refusal.Detail, StringComparison.Ordinal);
    }
}
