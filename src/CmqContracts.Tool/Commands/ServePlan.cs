using System.Net;
using CmqContracts.Server;
using Microsoft.Extensions.Configuration;

namespace CmqContracts.Tool;

/// <summary>What was said on the command line.</summary>
internal sealed record ServeArguments(string? Config, string? Address, int? Port, StoreSettings Store, bool NoAuth, bool Explain);

/// <summary>What command line, file and environment come to together.</summary>
/// <param name="Arguments">The command line, which the file gives way to.</param>
/// <param name="Settings">The file's settings, with the command line's put in.</param>
/// <param name="Directory">The full path of the directory that queues are kept in; <see langword="null"/>: they are in memory.</param>
/// <param name="Pair">The key pair beside those of the file: the environment's, or a new one when there is no key at all.</param>
internal sealed record ServePlan(ServeArguments Arguments, ServeSettings Settings, string? Directory, KeyPair? Pair)
{
    /// <summary>Whether there are keys besides the pair.</summary>
    public bool HasKeysOfFile => Settings.Server.Keys.Count > (Pair is null ? 0 : 1);

    /// <exception cref="ArgumentException">Says what is wrong or does not go together.</exception>
    public static ServePlan Of(ServeArguments arguments, SettingsFile? file, Func<string, string?> environment)
    {
        ServeSettings settings = file?.Settings() ?? ServeSettings.Read(new ConfigurationBuilder().Build(), directory: "");
        CmqServerOptions server = settings.Server;
        server.Port = arguments.Port ?? server.Port;
        if (arguments.Address is { } address)
            server.Address = IPAddress.Parse(address);
        server.AllowAnonymous = arguments.NoAuth;
        server.Explain = arguments.Explain;
        if (arguments.NoAuth && !IPAddress.IsLoopback(server.Address))
            throw new ArgumentException($"--no-auth would open all queues to everyone who reaches {server.Address}. Listen on a loopback address, such as 127.0.0.1, or leave --no-auth out.");
        if (arguments.Store.ContradictsItself)
            throw new ArgumentException("--store memory keeps nothing, and --data names a directory to keep queues in. Leave one of them out.");
        string? data = arguments.Store.DirectoryOver(settings.Store) is { } path ? Path.GetFullPath(path) : null;

        KeyPair? pair = KeyPair.FromEnvironment(environment);
        if (pair is null && server.Keys.Count == 0 && !arguments.NoAuth)
            pair = KeyPair.Make();
        ServePlan plan = new(arguments, settings, data, pair);
        server.Keys = plan.With(server.Keys);
        return plan;
    }

    /// <summary>The keys of the file, and the pair beside them.</summary>
    public IReadOnlyList<CmqKey> With(IReadOnlyList<CmqKey> keys) => Pair is null ? keys : [.. keys, Pair.ToServerKey()];
}
