namespace CmqContracts;

/// <summary>What it means for a call that nobody knows whether it was carried out.</summary>
internal enum CallKind
{
    /// <summary>It is not made again: twice is not as good as once.</summary>
    Once,

    /// <summary>It is made again: twice is as good as once, or the caller says that twice will do.</summary>
    Repeatable,

    /// <summary>It is made again, and changes nothing that its caller asks about: what matters is how the last try ended.</summary>
    Read,
}
