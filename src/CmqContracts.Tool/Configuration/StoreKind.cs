namespace CmqContracts.Tool;

/// <summary>What keeps a server's queues.</summary>
internal enum StoreKind
{
    /// <summary>This process: they are gone when it stops.</summary>
    Memory,

    /// <summary>A database in a directory.</summary>
    Sqlite,
}
