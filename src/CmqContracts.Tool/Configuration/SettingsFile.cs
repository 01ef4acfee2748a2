using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace CmqContracts.Tool;

/// <summary>The content of a JSON file of settings at the time when it was read. Each read opens the path again, so links and mounts in it may be replaced.</summary>
internal sealed class SettingsFile
{
    private const UnixFileMode GroupAndOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly string? _text;
    private readonly string? _failure;

    private SettingsFile(string path, string? text, string? failure) => (Path, _text, _failure) = (path, text, failure);

    public string Path { get; }

    /// <summary>Whether it can be read again; a pipe cannot.</summary>
    public bool CanChange { get; private init; } = true;

    /// <summary>Whether users other than its owner may read or change it.</summary>
    public bool IsOpenToOthers { get; private init; }

    /// <summary>Reads a file, or a pipe to its end. When that fails, <see cref="Settings"/> throws.</summary>
    public static SettingsFile Read(string path) => Read(path, NonBlockingFile.OpenBlocking);

    /// <summary>The current content of the file. A pipe in its place is a failure, because its content may never come.</summary>
    public SettingsFile ReadAgain() => Read(Path, NonBlockingFile.Open);

    /// <summary>Whether another read had the same result.</summary>
    public bool IsSameAs(SettingsFile other) => _text == other._text && _failure == other._failure;

    /// <summary>Parses the settings.</summary>
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
            // The exception's message quotes the text that is not JSON, which may be a key without quotation marks.
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
            using StreamReader reader = new(new MemoryStream(NonBlockingFile.ReadToEnd(stream)), Encoding.UTF8);
            return new SettingsFile(path, reader.ReadToEnd(), null)
            {
                CanChange = stream.CanSeek,
                IsOpenToOthers = !OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & GroupAndOthers) != UnixFileMode.None,
            };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new SettingsFile(path, null, $"{path} does not exist.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SettingsFile(path, null, $"{path} cannot be read: {e.Message}");
        }
    }
}
