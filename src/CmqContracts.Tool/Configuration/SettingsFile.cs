using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace CmqContracts.Tool;

/// <summary>A JSON file of settings, as it was when it was read. It is read through its path each time, so links and mounts may be exchanged below it.</summary>
internal sealed class SettingsFile
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly string? _text;
    private readonly string? _failure;

    private SettingsFile(string path, string? text, string? failure) => (Path, _text, _failure) = (path, text, failure);

    public string Path { get; }

    /// <summary>Whether it can be read again; what comes through a pipe cannot.</summary>
    public bool CanChange { get; private init; } = true;

    /// <summary>Whether others than its owner may read or change it.</summary>
    public bool IsOpenToOthers { get; private init; }

    /// <summary>Reads a file, or a pipe to its end. When that fails, <see cref="Settings"/> says so.</summary>
    public static SettingsFile Read(string path) => Read(path, UnblockedFile.OpenWaiting);

    /// <summary>The file as it is now. A pipe in its place is a failure: nobody knows when its content comes.</summary>
    public SettingsFile ReadAgain() => Read(Path, UnblockedFile.Open);

    /// <summary>Whether another reading found the same.</summary>
    public bool IsSameAs(SettingsFile other) => _text == other._text && _failure == other._failure;

    /// <summary>What it says.</summary>
    /// <exception cref="ArgumentException">It could not be read, is not JSON, or a setting is wrong.</exception>
    public ServeSettings Settings()
    {
        if (_text is null)
            throw new ArgumentException(_failure);
        try
        {
            using MemoryStream json = new(Encoding.UTF8.GetBytes(_text));
            IConfigurationRoot root = new ConfigurationBuilder().AddJsonStream(json).Build();
            return ServeSettings.Read(root, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
        }
        catch (JsonException e)
        {
            // Its own message would quote what it could not read, which may be a key without quotation marks.
            throw new ArgumentException($"{Path} cannot be read: line {e.LineNumber + 1} is not JSON.", e);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new ArgumentException($"{Path}: {e.Message}", e);
        }
    }

    private static SettingsFile Read(string path, Func<string, FileStream> open)
    {
        try
        {
            using FileStream stream = open(path);
            using StreamReader reader = new(new MemoryStream(UnblockedFile.ReadToEnd(stream)), Encoding.UTF8);
            return new SettingsFile(path, reader.ReadToEnd(), null)
            {
                CanChange = stream.CanSeek,
                IsOpenToOthers = !OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != UnixFileMode.None,
            };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new SettingsFile(path, null, $"{path} is not there.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SettingsFile(path, null, $"{path} cannot be read: {e.Message}");
        }
    }
}
