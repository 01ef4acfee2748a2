using System.Globalization;

namespace CmqContracts;

/// <summary>What became of one message of many.</summary>
internal static class Outcomes
{
    /// <summary>
    /// The outcome that an error of a call stands for. What is not CMQ's comes from a decorator, which may have thrown at any time: its type,
    /// such as <see cref="ArgumentException"/>, does not say whether the service was called before.
    /// </summary>
    public static CmqOutcome Of(Exception? error) => error switch
    {
        null => CmqOutcome.Done,
        CmqException known => known.Outcome,
        _ => CmqOutcome.Unknown,
    };

    /// <summary>Says how far a call of many messages came that was cancelled.</summary>
    /// <param name="done">What was done, such as <c>sent</c>.</param>
    /// <param name="outcomes">What became of each message.</param>
    public static string ExplainCanceled(string done, IEnumerable<CmqOutcome> outcomes)
    {
        ILookup<CmqOutcome, CmqOutcome> found = outcomes.ToLookup(static outcome => outcome);
        int known = found[CmqOutcome.Done].Count(), unknown = found[CmqOutcome.Unknown].Count(), not = found[CmqOutcome.Refused].Count() + found[CmqOutcome.NotSent].Count();
        return string.Create(CultureInfo.InvariantCulture, $"The call was cancelled. Of {known + unknown + not} messages {known} were {done}, {unknown} may have been, and {not} were not: Result has what became of each.");
    }
}
