namespace CmqContracts.Tool;

/// <summary>The web console, as the command line or a file states it.</summary>
/// <param name="IsOff">Whether there is none.</param>
/// <param name="AllowPlainHttp">Whether it is served over plain HTTP to other machines.</param>
/// <param name="TokenFile">The file with the operator's token; <see langword="null"/>: not stated.</param>
internal sealed record ConsoleSettings(bool IsOff, bool AllowPlainHttp, string? TokenFile)
{
    /// <summary>Reads the settings.</summary>
    /// <param name="settings">The section; <see langword="null"/>: there is none.</param>
    /// <param name="directory">The directory that paths are relative to.</param>
    /// <exception cref="ArgumentException">Names the setting that is invalid.</exception>
    public static ConsoleSettings Read(SettingsReader? settings, string directory)
    {
        if (settings is null)
            return new(false, false, null);
        ConsoleSettings console = new(settings.Flag("Enabled") == false, settings.Flag("AllowPlainHttp") ?? false, settings.Text("TokenFile") is { } file ? Path.Combine(directory, file) : null);
        settings.RefuseUnknown();
        return console;
    }

    /// <summary>What is stated here or there; of two files this one.</summary>
    public ConsoleSettings Or(ConsoleSettings other) => new(IsOff || other.IsOff, AllowPlainHttp || other.AllowPlainHttp, TokenFile ?? other.TokenFile);
}
