namespace CmqContracts.Testing;

/// <summary>What a fault does to a call.</summary>
public enum FaultKind
{
    /// <summary>The service does what it is asked to, and its answer is lost: the outcome is unknown.</summary>
    LoseAnswer,

    /// <summary>The request never leaves: nothing is done.</summary>
    NotSent,

    /// <summary>The service refuses with an error, such as that it was asked too often.</summary>
    Refuse,

    /// <summary>The call is held back before it leaves, by the clock.</summary>
    Stall,

    /// <summary>The service does what it is asked to, and its answer ends too early. Of a call that does not go over HTTP the answer is lost.</summary>
    CutAnswer,

    /// <summary>What this receive hands out is handed out by the next one too, although it is invisible.</summary>
    DeliverTwice,
}
