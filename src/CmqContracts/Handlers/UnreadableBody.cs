namespace CmqContracts;

/// <summary>What becomes of a message whose body cannot be read, and which no handler gets.</summary>
public enum UnreadableBody
{
    /// <summary>It stays, and comes again when its visibility ends, until it is mended, expires, or the dead-letter policy moves it.</summary>
    Leave,

    /// <summary>It is sent to the dead-letter queue that the contract names, and deleted here.</summary>
    Reject,

    /// <summary>It is deleted.</summary>
    Delete,
}
