using SQLitePCL;

namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>What any program with SQLite does to a store.</summary>
internal static class AnotherProgram
{
    public static void Run(string database, string sql)
    {
        Batteries_V2.Init();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(database, out sqlite3 handle));
        using (handle)
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(handle, sql));
    }
}
