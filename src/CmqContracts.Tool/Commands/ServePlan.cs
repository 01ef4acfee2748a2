using System.Net;
using CmqContracts.Server;
using Microsoft.Extensions.Configuration;

namespace CmqContracts.Tool;

/// <summary>The arguments of the command line.</summary>
internal sealed record ServeArguments(string? Config, string? Address, int? Port, StoreSettings Store, ConsoleSettings Console, bool NoAuth, bool Explain);

/// <summary>The effective settings of a server, from command line, file and environment.</summary>
/// <param name="Arguments">The command line, which overrides the file.</param>
/// <param name="Settings">The settings of the file, with those of the command line in place of its own.</param>
/// <param name="Directory">The full path of the directory of the durable store; <see langword="null"/>: queues are in memory.</param>
/// <param name="Pair">The key pair in addition to those of the file: that of the environment, or a generated one when there is no other key.</param>
internal sealed record ServePlan(ServeArguments Arguments, ServeSettings Settings, string? Directory, KeyPair? Pair)
{
    /// <summary>Whether there are keys besides the pair.</summary>
    public bool HasKeysOfFile => Settings.Server.Keys.Count > (Pair is null ? 0 : 1);

    /// <summary>Combines command line, file and environment.</summary>
    /// <exception cref="ArgumentException">Names the setting that is invalid, or those that contradict each other.</exception>
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
            throw new ArgumentException($"--no-auth would open all queues to everyone who can connect to {server.Address}. Listen on a loopback address, such as 127.0.0.1, or leave --no-auth out.");
        if (arguments.Store.IsContradictory)
            throw new ArgumentException("--data names a directory, and --store memory stores nothing in a directory. Leave one of them out.");
        string? data = arguments.Store.ResolveDirectory(settings.Store) is { } path ? Path.GetFullPath(path) : null;

        KeyPair? pair = KeyPair.FromEnvironment(environment);
        if (pair is null && server.Keys.Count == 0 && !arguments.NoAuth)
            pair = KeyPair.Generate();
        ServePlan plan = new(arguments, settings, data, pair);
        server.Keys = plan.With(server.Keys);
        return plan;
    }

    /// <summary>The keys of the file, and the pair.</summary>
    public IReadOnlyList<CmqKey> With(IReadOnlyList<CmqKey> keys) => Pair is null ? keys : [.. keys, Pair.ToServerKey()];
}
