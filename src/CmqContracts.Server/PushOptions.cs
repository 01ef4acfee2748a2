namespace CmqContracts.Server;

/// <summary>How topics are delivered to HTTP endpoints.</summary>
public sealed class PushOptions
{
    /// <summary>
    /// Deliveries that are under way at the same time. 32 unless set; 0: this server delivers none. Accounts that have any share them
    /// equally, with one at least; an account that had more before, alone, delays nobody: for as long as those take there are more.
    /// Within its share, an endpoint has an eighth to begin with, one more for each delivery that it takes within 5 s, and half as many
    /// after one that fails or takes longer.
    /// </summary>
    public int Parallelism { get; set; } = 32;

    /// <summary>How long an endpoint may take to answer. 15 s unless set.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether endpoints may be on this machine or in a private network; yes unless set. Switch it off where accounts are not
    /// trusted: an endpoint makes the server send requests from where it stands. Then only addresses of the public internet are
    /// connected to, whatever a name stands for at that moment; neither are those that hold an IPv4 address of another kind (NAT64, 6to4).
    /// </summary>
    /// <remarks>CMQ document 406/7414 does not allow private networks.</remarks>
    public bool AllowPrivateNetworks { get; set; } = true;
}
