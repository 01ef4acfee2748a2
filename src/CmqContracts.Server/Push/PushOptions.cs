namespace CmqContracts.Server;

/// <summary>How topics are delivered to HTTP endpoints.</summary>
public sealed class PushOptions
{
    /// <summary>Deliveries that are under way at the same time, over all subscriptions. 32 unless set; 0: this server delivers none.</summary>
    public int Parallelism { get; set; } = 32;

    /// <summary>How long an endpoint may take to answer. 15 s unless set.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether endpoints may be on this machine or in a private network; yes unless set. Switch it off where accounts are not
    /// trusted: an endpoint makes the server send requests from where it stands.
    /// </summary>
    /// <remarks>CMQ document 406/7414 does not allow private networks.</remarks>
    public bool AllowPrivateNetworks { get; set; } = true;
}
