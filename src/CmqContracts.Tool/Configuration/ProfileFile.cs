using System.Text.Json;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Tool;

/// <summary>
/// The file with services and their keys: a JSON object that has for each name <c>endpoint</c>, <c>secretId</c>, <c>secretKey</c> and <c>token</c>. As it
/// holds keys, it is read only if nobody but its owner can read it.
/// </summary>
internal static class ProfileFile
{
    /// <summary>The profile that is used when none is named.</summary>
    public const string DefaultName = "default";

    private const UnixFileMode OfOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string[] Settings = ["endpoint", "secretId", "secretKey", "token"];

    /// <summary>Where the file is: <c>cmq/profiles.json</c> in the user's directory for configuration.</summary>
    public static string PathOf(Func<string, string?> environment) => Path.Combine(
        environment("XDG_CONFIG_HOME") is { Length: > 0 } home ? home
        : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
        : Path.Combine(environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"),
        "cmq",
        "profiles.json");

    /// <summary>Reads a profile.</summary>
    /// <returns>The profile; <see langword="null"/>: there is no file, or no such profile in it.</returns>
    /// <exception cref="CommandException">Others can read the file, it cannot be read, or a setting is wrong. No text of the file is repeated but names.</exception>
    public static ServiceProfile? Find(string path, string name)
    {
        byte[]? content = Read(path);
        if (content is null)
            return null;
        try
        {
            using JsonDocument file = JsonDocument.Parse(content);
            if (file.RootElement.ValueKind != JsonValueKind.Object)
                throw Wrong(path, "it must be a JSON object with a profile under each name");
            return file.RootElement.TryGetProperty(name, out JsonElement profile) ? ProfileOf(path, name, profile) : null;
        }
        catch (JsonException e)
        {
            // The exception's message quotes the text that is not JSON, which may be a key without quotation marks.
            throw Wrong(path, $"line {e.LineNumber + 1} is not JSON", e);
        }
    }

    private static byte[]? Read(string path)
    {
        try
        {
            using FileStream stream = NonBlockingFile.Open(path);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & ~OfOwner) != UnixFileMode.None)
                throw Wrong(path, $"others can read or change it, and it holds keys; run: chmod 600 '{path}'");
            return NonBlockingFile.ReadToEnd(stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, e.Message.TrimEnd('.'), e);
        }
    }

    private static ServiceProfile ProfileOf(string path, string name, JsonElement profile)
    {
        if (profile.ValueKind != JsonValueKind.Object)
            throw Wrong(path, $"profile '{ShownText.Of(name)}' must be an object with {string.Join(", ", Settings)}");
        if (profile.EnumerateObject().FirstOrDefault(static setting => !Settings.Contains(setting.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
            throw Wrong(path, $"'{ShownText.Of(unknown.Name)}' of profile '{ShownText.Of(name)}' is not a setting{NearestName.Suggest(unknown.Name, Settings).TrimEnd('.')}; the settings are {string.Join(", ", Settings)}");
        return new ServiceProfile { Name = name, Endpoint = Text("endpoint"), SecretId = Text("secretId"), SecretKey = Text("secretKey"), Token = Text("token") };

        string? Text(string setting)
        {
            if (!profile.TryGetProperty(setting, out JsonElement value))
                return null;
            if (value.ValueKind != JsonValueKind.String)
                throw Wrong(path, $"{setting} of profile '{ShownText.Of(name)}' must be a text");
            return SettingText.Explain(value.GetString()) is { } wrong ? throw Wrong(path, $"{setting} of profile '{ShownText.Of(name)}' {wrong}") : value.GetString();
        }
    }

    private static CommandException Wrong(string path, string because, Exception? cause = null) => new($"The profile file {ShownText.Of(path)} is not used: {because}.", ExitCode.Usage, cause);
}
