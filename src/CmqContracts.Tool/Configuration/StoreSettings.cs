namespace CmqContracts.Tool;

/// <summary>Where queues are stored, as the command line or a file states it.</summary>
/// <param name="Kind">The kind of store; <see langword="null"/>: not stated.</param>
/// <param name="Directory">The directory of the store; <see langword="null"/>: not stated. A directory alone means <see cref="StoreKind.Sqlite"/>.</param>
internal sealed record StoreSettings(StoreKind? Kind, string? Directory)
{
    /// <summary>Whether a directory is named for a store in memory.</summary>
    public bool IsContradictory => Kind is StoreKind.Memory && Directory is not null;

    /// <summary>Reads the settings.</summary>
    /// <param name="settings">All settings of a server.</param>
    /// <param name="directory">The directory that paths are relative to.</param>
    /// <exception cref="ArgumentException">Names the setting that is invalid.</exception>
    public static StoreSettings Read(SettingsReader settings, string directory)
    {
        StoreSettings store = new(settings.Choice<StoreKind>("Store"), settings.Text("Data") is { } data ? Path.Combine(directory, data) : null);
        return store.IsContradictory ? throw settings.Wrong("Data", "names a directory, and Store is Memory, which stores nothing in a directory; leave one of them out") : store;
    }

    /// <summary>The directory of the store, by these settings or else by others; <see langword="null"/>: queues are in memory.</summary>
    /// <param name="others">The settings that these override.</param>
    /// <exception cref="ArgumentException">A directory is needed, and neither names one.</exception>
    public string? ResolveDirectory(StoreSettings others)
    {
        string? directory = Directory ?? others.Directory;
        StoreKind? kind = Kind ?? (Directory is null ? others.Kind : StoreKind.Sqlite);
        return (kind ?? (directory is null ? StoreKind.Memory : StoreKind.Sqlite)) switch
        {
            StoreKind.Memory => null,
            _ => directory ?? throw new ArgumentException("The store sqlite needs a directory, and none is named. Add --data DIR, or Data to the file."),
        };
    }
}
