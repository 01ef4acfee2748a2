namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>Chooses the number of rounds and the duration of a test: short by default, long when CMQ_LONG is 1.</summary>
internal static class LongForm
{
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("CMQ_LONG") == "1";

    public static int Choose(int shortForm, int longForm) => IsOn ? longForm : shortForm;
}
