namespace CmqContracts.Server;

/// <summary>How messages of topics are delivered to HTTP endpoints.</summary>
public sealed class PushOptions
{
    internal const int DefaultParallelism = 32;

    /// <summary>The largest <see cref="Parallelism"/>: each delivery needs a connection.</summary>
    internal const int MaxParallelism = 10_000;

    /// <summary>
    /// How many deliveries may be under way at the same time, 0 to 10,000. 32 unless set; 0: this server delivers none. Accounts with due deliveries share them
    /// equally, with at least one each. When another account gets due deliveries, the total may exceed this number until the deliveries under way
    /// beyond the new shares have ended. Within the share of its account, an endpoint may have an eighth at first, one more for each delivery that it
    /// accepts within 5 s, and half as many after one that fails or takes longer.
    /// </summary>
    public int Parallelism { get; set; } = DefaultParallelism;

    /// <summary>How long an endpoint may take to answer, more than zero and at most an hour. 15 s unless set.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest <see cref="Timeout"/>.</summary>
    internal static TimeSpan MaxTimeout => TimeSpan.FromHours(1);

    /// <summary>
    /// Whether endpoints may be on this machine or in a private network; yes unless set. Switch it off where accounts are not trusted: an endpoint
    /// makes the server send requests inside its network. Then the server connects to addresses of the public internet only, whatever a name
    /// resolves to at that moment, and not to addresses that contain an IPv4 address of another kind (NAT64, 6to4).
    /// </summary>
    /// <remarks>CMQ document 406/7414 does not allow private networks.</remarks>
    public bool AllowPrivateNetworks { get; set; } = true;

    internal PushOptions Copy() => (PushOptions)MemberwiseClone();
}
