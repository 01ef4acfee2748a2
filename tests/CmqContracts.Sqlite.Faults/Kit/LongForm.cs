namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>How much is tried: a little with every run of the tests, much when CMQ_LONG is 1.</summary>
internal static class LongForm
{
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("CMQ_LONG") == "1";

    public static int Choose(int shortForm, int longForm) => IsOn ? longForm : shortForm;
}
