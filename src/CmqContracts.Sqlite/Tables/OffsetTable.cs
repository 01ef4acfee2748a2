using CmqContracts.Broker;

namespace CmqContracts.Sqlite;

/// <summary>The offsets between the broker's time and wall time. The table is created when the machine's clock is set back for the first time.</summary>
internal sealed class OffsetTable(Database database)
{
    /// <summary>How the table is made.</summary>
    public const string Definition =
        "CREATE TABLE IF NOT EXISTS wall_offset(from_sequence INTEGER PRIMARY KEY, since INTEGER NOT NULL, milliseconds INTEGER NOT NULL, checksum INTEGER NOT NULL) STRICT";

    public void Put(WallOffset offset)
    {
        database.Execute(Definition);
        using Statement put = database.Prepare("INSERT OR REPLACE INTO wall_offset(from_sequence, since, milliseconds, checksum) VALUES(?1, ?2, ?3, ?4)");
        ReadOnlySpan<long> values = [offset.FromSequence, offset.Since, offset.Milliseconds];
        for (int i = 0; i < values.Length; i++)
            put.Bind(i + 1, values[i]);
        put.Bind(values.Length + 1, Checksum.OfNumbers(values));
        put.Run();
    }

    public void Delete(long fromSequence)
    {
        using Statement delete = database.Prepare("DELETE FROM wall_offset WHERE from_sequence = ?1");
        delete.Bind(1, fromSequence);
        delete.Run();
    }

    /// <summary>Reads every row.</summary>
    public List<WallOffset> Load()
    {
        List<WallOffset> offsets = [];
        if (database.ReadNumber("SELECT count(*) FROM sqlite_schema WHERE name = 'wall_offset'") == 0)
            return offsets;
        using Statement rows = database.Prepare("SELECT from_sequence, since, milliseconds, checksum FROM wall_offset ORDER BY from_sequence");
        while (rows.Step())
        {
            WallOffset offset = new(rows.Int64(0), rows.Int64(1), rows.Int64(2));
            if (rows.Int64(3) != Checksum.OfNumbers([offset.FromSequence, offset.Since, offset.Milliseconds]))
                throw database.Damaged($"the offset of the clock from message {offset.FromSequence} on is not what was written");
            offsets.Add(offset);
        }

        return offsets;
    }
}
