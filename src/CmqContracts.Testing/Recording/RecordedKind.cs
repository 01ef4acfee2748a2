namespace CmqContracts.Testing;

/// <summary>What was done with a message.</summary>
internal enum RecordedKind
{
    Sent,
    Published,
    Received,
    Deleted,
}
