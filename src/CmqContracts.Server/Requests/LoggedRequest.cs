namespace CmqContracts.Server;

/// <summary>A protocol request as the log of requests shows it. Nothing of it is a body, a key, a token or a signature.</summary>
internal sealed record LoggedRequest
{
    /// <summary>Its number since the start, from 1: later requests have higher ones.</summary>
    public required long Number { get; init; }

    /// <summary>When it began, by the server's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The account of the key that signed it, which may not have been allowed what was asked; <see langword="null"/>: none was authenticated.</summary>
    public string? Account { get; init; }

    /// <summary>The action; <see langword="null"/>: it names none that there is.</summary>
    public string? Action { get; init; }

    /// <summary>The queue or topic that it names, or length and hash of what is too long for a name; <see langword="null"/>: it names none.</summary>
    public string? Target { get; init; }

    /// <summary>The code of the answer; <c>0</c>: success.</summary>
    public required string Code { get; init; }

    /// <summary>Why it was refused, for people, on one line; <see langword="null"/>: it was not.</summary>
    public string? Reason { get; init; }

    /// <summary>How long it took from its first bytes to its answer, the wait of a receive included.</summary>
    public required TimeSpan Duration { get; init; }
}
