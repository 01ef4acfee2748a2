namespace CmqContracts.Broker;

/// <summary>The endpoints that an account delivers to, and those of them that are queued for slots.</summary>
internal sealed class PushAccount
{
    private readonly LinkedList<PushEndpoint> _proven = [];
    private readonly LinkedList<PushEndpoint> _unproven = [];
    private bool _lastWasUnproven;

    /// <summary>By scheme, host and port.</summary>
    public Dictionary<string, PushEndpoint> Endpoints { get; } = new(StringComparer.Ordinal);

    /// <summary>Deliveries that are taken and not settled.</summary>
    public int UnderWay { get; set; }

    /// <summary>Those of them that are for endpoints whose last delivery was not quick.</summary>
    public int UnprovenUnderWay { get; set; }

    /// <summary>Whether the account is queued for slots.</summary>
    public bool IsQueued { get; set; }

    public bool HasWaiting => _proven.Count + _unproven.Count > 0;

    public void Enqueue(PushEndpoint endpoint) => (endpoint.IsProven ? _proven : _unproven).AddLast(endpoint.QueueNode);

    public static void RemoveFromQueue(PushEndpoint endpoint) => endpoint.QueueNode.List?.Remove(endpoint.QueueNode);

    /// <summary>Takes the endpoint whose turn it is, within the account's share of the slots. Endpoints whose last delivery was quick and the others alternate.</summary>
    public PushEndpoint? Next(int share)
    {
        while (UnderWay < share)
        {
            bool unproven = _unproven.Count > 0 && UnprovenUnderWay < UnprovenShare(share) && !(_lastWasUnproven && _proven.Count > 0);
            if ((unproven ? _unproven : _proven).First?.Value is not { } endpoint)
                return null;
            RemoveFromQueue(endpoint);

            // A delivery that was slow or failed since it was queued may have lowered its limit.
            if (!endpoint.CanTake)
                continue;
            _lastWasUnproven = unproven;
            return endpoint;
        }

        return null;
    }

    /// <summary>How many more deliveries the account may have under way for an endpoint.</summary>
    public int Room(PushEndpoint endpoint, int share) =>
        endpoint.IsProven ? share - UnderWay : Math.Min(share - UnderWay, UnprovenShare(share) - UnprovenUnderWay);

    /// <summary>Counts a delivery that was taken (1) or settled (-1).</summary>
    public void Count(PushEndpoint endpoint, int change)
    {
        UnderWay += change;
        endpoint.UnderWay += change;
        if (!endpoint.IsProven)
            UnprovenUnderWay += change;
    }

    public void ClearQueues()
    {
        IsQueued = false;
        _proven.Clear();
        _unproven.Clear();
        foreach (PushEndpoint endpoint in Endpoints.Values)
            endpoint.Waiting.Clear();
    }

    private static int UnprovenShare(int share) => Math.Max(1, share / 2);
}
