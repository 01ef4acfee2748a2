namespace CmqContracts;

/// <summary>What is known about what was asked for: whether it was done, and whether it can have been.</summary>
public enum CmqOutcome
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>It was not done: the service refused it, or it was refused before sending because the service would.</summary>
    Refused,

    /// <summary>It was not done: no byte of the request left this process.</summary>
    NotSent,

    /// <summary>It may have been done. A repeat may do it twice.</summary>
    Unknown,
}
