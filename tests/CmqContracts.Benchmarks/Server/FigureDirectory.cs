namespace CmqContracts.Benchmarks;

/// <summary>The directory in the repository's artifacts for the programs and files of the figures.</summary>
internal static class FigureDirectory
{
    public static string Repository { get; } = FindRepository();

    public static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Repository, "artifacts", "figures")).FullName;

    /// <summary>The path of one of our drivers, which is copied beside the program.</summary>
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
