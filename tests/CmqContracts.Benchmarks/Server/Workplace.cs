namespace CmqContracts.Benchmarks;

/// <summary>Where the server's figures keep what they build and write: a folder in the repository's artifacts.</summary>
internal static class Workplace
{
    public static string Repository { get; } = FindRepository();

    public static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Repository, "artifacts", "figures")).FullName;

    /// <summary>One of our drivers, as it lies beside the program.</summary>
    public static string Driver(string name) => Path.Combine(AppContext.BaseDirectory, "Server", "Drivers", name);

    public static string File(string name) => Path.Combine(Folder, name);

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder, "CmqContracts.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new MeasurementException("The repository is not around the program.");
    }
}
