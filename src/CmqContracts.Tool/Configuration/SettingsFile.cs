using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace CmqContracts.Tool;

/// <summary>A JSON file of settings, which is read again whenever it changes.</summary>
internal sealed class SettingsFile : IDisposable
{
    private readonly ConfigurationRoot _root;
    private readonly string _path;
    private Exception? _failure;

    private SettingsFile(string path)
    {
        _path = path;
        string full = Path.GetFullPath(path);
        _root = (ConfigurationRoot)new ConfigurationBuilder()
            .SetBasePath(Path.GetDirectoryName(full)!)
            .SetFileLoadExceptionHandler(context => (_failure, context.Ignore) = (context.Exception, true))
            .AddJsonFile(Path.GetFileName(full), optional: true, reloadOnChange: true)
            .Build();
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="ArgumentException">It is not there.</exception>
    public static SettingsFile Open(string path) =>
        File.Exists(path) ? new SettingsFile(path) : throw new ArgumentException($"{path} is not there.");

    /// <summary>What the file says now.</summary>
    /// <exception cref="ArgumentException">It is not JSON, or a setting is wrong.</exception>
    public ServeSettings Read()
    {
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            throw new ArgumentException($"{_path} cannot be read: {Explain(failure)}.");
        try
        {
            return ServeSettings.Read(_root, Path.GetDirectoryName(Path.GetFullPath(_path))!);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{_path}: {e.Message}", e);
        }
    }

    /// <summary>Calls back after every change of the file.</summary>
    public IDisposable OnChange(Action changed) => ChangeToken.OnChange(_root.GetReloadToken, changed);

    public void Dispose() => _root.Dispose();

    // The reader's own message would quote what it could not read, which may be a key without quotation marks.
    private static string Explain(Exception failure)
    {
        for (Exception? e = failure; e is not null; e = e.InnerException)
        {
            if (e is JsonException { LineNumber: { } line })
                return $"line {line + 1} is not JSON";
        }

        return failure.GetBaseException().Message.TrimEnd('.');
    }
}
