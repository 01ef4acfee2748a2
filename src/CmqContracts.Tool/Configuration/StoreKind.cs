namespace CmqContracts.Tool;

/// <summary>The kinds of stores.</summary>
internal enum StoreKind
{
    /// <summary>The memory of the process: queues are gone when it stops.</summary>
    Memory,

    /// <summary>A database in a directory.</summary>
    Sqlite,
}
