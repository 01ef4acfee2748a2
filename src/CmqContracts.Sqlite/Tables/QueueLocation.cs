namespace CmqContracts.Sqlite;

/// <summary>Where a queue's messages are: their body table, and a state list for each state.</summary>
/// <param name="BodyTable">The number of the body table, see <see cref="BodyTables"/>.</param>
/// <param name="RewindableList">The state list of rewindable messages. It has a number of its own, because these can be cleared without the others.</param>
internal readonly record struct QueueLocation(long BodyTable, long RewindableList)
{
    private const int StateListsPerNumber = 4;

    /// <summary>The location whose body table and state lists all have one number.</summary>
    public static QueueLocation Of(long number) => new(number, RewindableListOf(number));

    /// <summary>The state list of rewindable messages that has a number.</summary>
    public static long RewindableListOf(long number) => (number * StateListsPerNumber) + (int)MessageState.Rewindable;

    /// <summary>The number that a state list has.</summary>
    public static long NumberOf(long stateList) => stateList / StateListsPerNumber;

    public long StateListOf(MessageState state) => state == MessageState.Rewindable ? RewindableList : (BodyTable * StateListsPerNumber) + (int)state;
}
