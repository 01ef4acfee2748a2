namespace CmqContracts.Tool;

/// <summary>Where queues are kept, as far as the command line, or a file, says it.</summary>
/// <param name="Kind">What keeps them; <see langword="null"/>: not said.</param>
/// <param name="Directory">The directory they are kept in; <see langword="null"/>: not said. A directory alone means <see cref="StoreKind.Sqlite"/>.</param>
internal sealed record StoreSettings(StoreKind? Kind, string? Directory)
{
    /// <summary>Whether a directory is named for what keeps nothing in one.</summary>
    public bool ContradictsItself => Kind is StoreKind.Memory && Directory is not null;

    /// <summary>Reads the settings.</summary>
    /// <param name="settings">All settings of a server.</param>
    /// <param name="directory">Where relative paths begin.</param>
    /// <exception cref="ArgumentException">Names the setting that is wrong.</exception>
    public static StoreSettings Read(SettingsReader settings, string directory)
    {
        StoreSettings store = new(settings.Choice<StoreKind>("Store"), settings.Text("Data") is { } data ? Path.Combine(directory, data) : null);
        return store.ContradictsItself ? throw settings.Wrong("Data", "names a directory, and with Store Memory nothing is kept; leave one of them out") : store;
    }

    /// <summary>The directory to keep queues in, by these settings and then by others; <see langword="null"/>: in memory.</summary>
    /// <exception cref="ArgumentException">A directory is needed, and neither names one.</exception>
    public string? DirectoryOver(StoreSettings others)
    {
        string? directory = Directory ?? others.Directory;
        StoreKind? said = Kind ?? (Directory is null ? others.Kind : StoreKind.Sqlite);
        return (said ?? (directory is null ? StoreKind.Memory : StoreKind.Sqlite)) switch
        {
            StoreKind.Memory => null,
            _ => directory ?? throw new ArgumentException("The store sqlite keeps queues in a directory, and none is named. Add --data DIR, or Data to the file."),
        };
    }
}
