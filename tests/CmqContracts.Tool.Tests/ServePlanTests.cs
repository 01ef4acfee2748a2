namespace CmqContracts.Tool.Tests;

/// <summary>The effective settings from command line and file.</summary>
public sealed class ServePlanTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-plan-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("{}", null, null, null)]
    [InlineData("{}", "memory", null, null)]
    [InlineData("{}", null, "/data", "/data")]
    [InlineData("{}", "sqlite", "/data", "/data")]
    [InlineData("""{ "Data": "/file" }""", null, null, "/file")]
    [InlineData("""{ "Data": "/file", "Store": "sqlite" }""", null, null, "/file")]
    [InlineData("""{ "Store": "memory" }""", null, null, null)]
    [InlineData("""{ "Data": "/file" }""", null, "/data", "/data")]
    [InlineData("""{ "Data": "/file" }""", "memory", null, null)]
    [InlineData("""{ "Data": "/file" }""", "sqlite", null, "/file")]
    [InlineData("""{ "Store": "memory" }""", null, "/data", "/data")]
    [InlineData("""{ "Store": "sqlite" }""", null, "/data", "/data")]
    [InlineData("""{ "Store": "sqlite" }""", "memory", null, null)]
    public void The_command_line_overrides_the_store_of_the_file(string json, string? store, string? data, string? expected) =>
        Assert.Equal(expected, Plan(json, store, data).Directory);

    [Fact]
    public void Paths_are_relative_to_the_file_and_on_the_command_line_to_the_current_directory()
    {
        Assert.Equal(Path.Combine(_directory, "queues"), Plan("""{ "Data": "./queues" }""", null, null).Directory);
        Assert.Equal(Path.GetFullPath("queues"), Plan("{}", null, "./queues").Directory);
    }

    [Theory]
    [InlineData("{}", "sqlite", null, "Add --data DIR, or Data to the file.")]
    [InlineData("""{ "Store": "sqlite" }""", null, null, "Add --data DIR, or Data to the file.")]
    [InlineData("{}", "memory", "/data", "--data names a directory, and --store memory stores nothing in a directory")]
    public void Contradictory_settings_are_refused(string json, string? store, string? data, string reason) =>
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => Plan(json, store, data)).Message, StringComparison.Ordinal);

    private ServePlan Plan(string json, string? store, string? data)
    {
        string path = Path.Combine(_directory, "cmq.json");
        File.WriteAllText(path, json);
        SettingsFile file = SettingsFile.Read(path);
        StoreSettings said = new(store is null ? null : Enum.Parse<StoreKind>(store, ignoreCase: true), data);
        return ServePlan.Of(new ServeArguments(path, null, null, said, new ConsoleSettings(false, false, null), NoAuth: false, Explain: false), file, static _ => null);
    }
}
