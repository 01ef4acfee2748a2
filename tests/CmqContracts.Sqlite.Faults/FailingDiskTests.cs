namespace CmqContracts.Sqlite.Faults;

/// <summary>Writing or flushing fails under load.</summary>
public sealed class FailingDiskTests(ITestOutputHelper output)
{
    /// <summary>
    /// After a failed flush it is unknown what is on the disk: the kernel may have dropped the pages from its cache, and the next flush may succeed
    /// without them. So the store has to be opened again.
    /// </summary>
    [TheoryThatNeeds(Need.FailingIo)]
    [InlineData("sync")]
    [InlineData("write")]
    public async Task A_store_whose_WAL_cannot_be_written_refuses_every_send_until_it_is_opened_again(string call)
    {
        using TempFolder folder = new();
        await using ProgramUnderTest worker = await FailAsync(folder, call, "cmq.db-wal");

        string refusal = await worker.WaitForLineAsync("refused: ");
        Assert.Contains("cmq.db", refusal, StringComparison.Ordinal);
        await worker.WaitForLineAsync("accepted while the disk fails: 0");
        await worker.WaitForLineAsync("accepted when the disk works again: 0");
        Assert.Equal(0, await worker.WaitForExitAsync());
        await AssertAnswersAreTrueAsync(folder);
    }

    /// <summary>The WAL has everything that was answered, so the store may go on or not, as long as every answer stays true.</summary>
    [TheoryThatNeeds(Need.FailingIo)]
    [InlineData("sync")]
    [InlineData("write")]
    public async Task A_store_whose_database_cannot_be_written_keeps_what_it_answered(string call)
    {
        using TempFolder folder = new();
        await using ProgramUnderTest worker = await FailAsync(folder, call, "cmq.db");

        await worker.WaitForLineAsync("accepted when the disk works again: ");
        Assert.Equal(0, await worker.WaitForExitAsync());
        await AssertAnswersAreTrueAsync(folder);
    }

    private static async Task AssertAnswersAreTrueAsync(TempFolder folder) =>
        Report.AssertNothing(await new StoreUnderTest(folder["store"], new History(refusedIsNeverThere: false)).AuditAsync(folder["ledger"]), "the disk failed");

    private async Task<ProgramUnderTest> FailAsync(TempFolder folder, string call, string file)
    {
        ProgramUnderTest worker = FaultWorkers.StartOnFailingDisk(folder["store"], folder["ledger"], call, file, folder["trigger"]);
        try
        {
            await worker.WaitForLineAsync("injected: True");
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
        finally
        {
            output.WriteLine(worker.Output);
        }
    }
}
