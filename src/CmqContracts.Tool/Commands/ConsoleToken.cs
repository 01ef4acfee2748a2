using System.Text;
using CmqContracts.Server;

namespace CmqContracts.Tool;

/// <summary>The token that signs in to the web console. One that was made for this run is shown on a terminal, and otherwise is in a file of its own until the end.</summary>
internal sealed class ConsoleToken : IDisposable
{
    public const string Variable = "CMQ_CONSOLE_TOKEN";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode GroupAndOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly DirectoryInfo? _directory;

    private ConsoleToken(string value, string hint, DirectoryInfo? directory = null) => (Value, Hint, _directory) = (value, hint, directory);

    /// <summary>The token.</summary>
    public string Value { get; }

    /// <summary>Where its reader finds it; with the token itself only on a terminal.</summary>
    public string Hint { get; }

    /// <summary>The token of the environment, else of the file, else a new one.</summary>
    /// <param name="file">The file with the token; <see langword="null"/>: none is named.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="isTerminal">Whether output is shown on a terminal, and kept by nobody.</param>
    /// <exception cref="ArgumentException">It cannot be read, is too short, or others may read it.</exception>
    public static ConsoleToken Of(string? file, Func<string, string?> environment, bool isTerminal)
    {
        if (environment(Variable) is { Length: > 0 } set)
            return new(Check(set, Variable), $"the token is {Variable} as it is set here");
        if (file is not null)
            return new(Check(Read(file), file), $"the token is in {file}");
        string token = ConsoleOptions.CreateToken();
        if (isTerminal)
            return new(token, $"the token is {token}");
        DirectoryInfo directory = Directory.CreateTempSubdirectory("cmq-console-");
        string path = Path.Combine(directory.FullName, "token");
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (StreamWriter writer = new(path, options))
            writer.WriteLine(token);
        return new(token, $"the token is in {path}", directory);
    }

    public void Dispose()
    {
        try
        {
            _directory?.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The token is worth nothing any more.
        }
    }

    private static string Read(string path)
    {
        try
        {
            using FileStream stream = NonBlockingFile.Open(path);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & GroupAndOthers) != UnixFileMode.None)
                throw new ArgumentException($"{path} has the console's token, and users other than its owner may read or change it. Restrict it to its owner: chmod 600.");
            return Encoding.UTF8.GetString(NonBlockingFile.ReadToEnd(stream)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"The console's token cannot be read: {e.Message}", e);
        }
    }

    private static string Check(string token, string source) => token.Length >= ConsoleOptions.MinTokenLength ? token
        : throw new ArgumentException($"The console's token in {source} has {token.Length} characters; it needs at least {ConsoleOptions.MinTokenLength}.");
}
