namespace CmqContracts;

/// <summary>A call of <c>PublishManyAsync</c> was cancelled, and what it had done until then.</summary>
/// <param name="result">What became of each message.</param>
/// <param name="cancellationToken">The token that cancelled the call.</param>
public sealed class PublishCanceledException(BatchPublishResult result, CancellationToken cancellationToken = default)
    : OperationCanceledException(Outcomes.ExplainCanceled("published", (result ?? throw new ArgumentNullException(nameof(result))).Entries.Select(static entry => entry.Outcome)), cancellationToken)
{
    /// <summary>
    /// What became of each message: <see cref="CmqOutcome.Done"/>, it was published; <see cref="CmqOutcome.Unknown"/>, its batch was under way; <see cref="CmqOutcome.NotSent"/>,
    /// its turn had not come. A list or another collection has an entry for every message; any other sequence for those that were taken from it.
    /// </summary>
    public BatchPublishResult Result { get; } = result;
}
