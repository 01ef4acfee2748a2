namespace CmqContracts;

/// <summary>A delete of messages over several tries, each of those that are left.</summary>
/// <param name="service">Where they are deleted.</param>
/// <param name="request">The messages.</param>
internal sealed class DeleteTries(ICmqService service, DeleteMessagesRequest request)
{
    private readonly List<DeleteMessageFailure> _lasting = [];

    /// <summary>What keeps messages from being deleted, and may pass: those that are left.</summary>
    private List<DeleteMessageFailure> _passing = [];

    /// <summary>Handles whose message may have been deleted by a try.</summary>
    private HashSet<string>? _lost;
    private IReadOnlyList<string> _left = request.ReceiptHandles;

    /// <summary>Deletes what is left.</summary>
    /// <returns>The messages that were not deleted, over all tries.</returns>
    /// <exception cref="CmqException">Some are left that another try may delete.</exception>
    public async ValueTask<IReadOnlyList<DeleteMessageFailure>> TryAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<DeleteMessageFailure>? failures;
        try
        {
            failures = await service.DeleteMessagesAsync(_left == request.ReceiptHandles ? request : request with { ReceiptHandles = _left }, cancellationToken).ConfigureAwait(false);
        }
        catch (CmqException e)
        {
            if (e.Outcome == CmqOutcome.Unknown)
                Lose(_left);
            else if (e is CmqServiceException refused)
                _passing = _passing.ConvertAll(failure => new DeleteMessageFailure { ReceiptHandle = failure.ReceiptHandle, Error = refused.Error });
            throw;
        }

        // Whoever asked judges an answer that is none.
        if (failures is null || failures.Any(static failure => failure?.Error is null))
            return failures!;
        Sort(failures);
        return _passing.Count == 0 ? _lasting : throw new CmqServiceException(_passing[0].Error);
    }

    /// <summary>Says what became of each message when the last try has failed.</summary>
    /// <param name="failures">The messages that were not deleted.</param>
    /// <returns>Whether that is known: of no message a refusal has the last word that an earlier try may have deleted.</returns>
    public bool TryExplain(out IReadOnlyList<DeleteMessageFailure> failures)
    {
        failures = [.. _lasting, .. _passing];
        return _passing.Count > 0 && _passing.TrueForAll(failure => failure.Error.Outcome == CmqOutcome.Unknown || _lost?.Contains(failure.ReceiptHandle) != true);
    }

    private void Sort(IReadOnlyList<DeleteMessageFailure> failures)
    {
        _passing = [];
        foreach (DeleteMessageFailure failure in failures)
        {
            if (RetryRules.MayRepeat(failure.Error, CallKind.Repeatable))
                _passing.Add(failure);
            else if (!failure.Error.Is(CmqErrors.ReceiptHandleInvalid) || _lost?.Contains(failure.ReceiptHandle) != true)
                _lasting.Add(failure);
        }

        _left = _passing.ConvertAll(static failure => failure.ReceiptHandle);
        Lose(_passing.Where(static failure => failure.Error.Outcome == CmqOutcome.Unknown).Select(static failure => failure.ReceiptHandle));
    }

    private void Lose(IEnumerable<string> handles) => (_lost ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(handles);
}
