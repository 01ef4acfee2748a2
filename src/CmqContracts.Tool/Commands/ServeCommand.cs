using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using CmqContracts.Broker;
using CmqContracts.Protocol;
using CmqContracts.Server;
using CmqContracts.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace CmqContracts.Tool;

/// <summary><c>cmq serve</c>: serves CMQ on this machine until it is stopped.</summary>
internal static partial class ServeCommand
{
    public const string Description = "Serves CMQ queues and topics on this machine, in memory or from a directory. Keys come from --config, and from CMQ_SECRET_ID and CMQ_SECRET_KEY; without any, a pair is generated and printed.";

    /// <summary>How long a stop may take after the store's files were removed or replaced.</summary>
    private static readonly TimeSpan FilesLostStopTimeout = TimeSpan.FromSeconds(2.5);

    public static Command Create()
    {
        Option<int?> port = new("--port")
        {
            Description = $"Port to listen on; 0: a free one, which is printed. {ServeSettings.DefaultPort} unless set.",
            CustomParser = static result =>
            {
                string text = result.Tokens[0].Value;
                if (SettingText.TryNumber(text, out long value) && value is >= 0 and <= IPEndPoint.MaxPort)
                    return (int)value;
                result.AddError($"--port is {text}; it must be 0 to 65535.");
                return null;
            },
        };
        Option<string?> address = new("--address") { Description = "IP address to listen on; 127.0.0.1 unless set." };
        address.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !HostText.TryParseAddress(result.Tokens[0].Value, out _))
                result.AddError($"--address is {result.Tokens[0].Value}; it must be an IP address, such as 127.0.0.1.");
        });
        Option<string?> config = PathOption.File("--config", "JSON file with keys, accounts, limits and everything else. Keys take effect within seconds of a change of the file.", required: false);
        Option<string?> data = PathOption.Data("Directory of the durable store, created if it does not exist. Without it, queues and messages are in memory.", required: false);
        Option<StoreKind?> store = new("--store")
        {
            Description = "memory, or sqlite, which needs --data. sqlite with --data, else memory, unless set.",
            HelpName = "memory|sqlite",
            CustomParser = static result =>
            {
                string text = result.Tokens[0].Value;
                if (SettingText.TryChoice(text, out StoreKind kind))
                    return kind;
                result.AddError($"--store is {text}; it must be memory or sqlite.");
                return null;
            },
        };
        Option<bool> noAuth = new("--no-auth") { Description = "Accepts every request unsigned, for the account 'default'. Only on a loopback address." };
        Option<bool> explain = new("--explain") { Description = "Logs for each refused signature the expected string to sign, and the client's likely mistake; never a key or a body." };
        Option<bool> noConsole = new("--no-console") { Description = "Serves no web console." };
        Option<bool> plainHttp = new("--console-plain-http") { Description = "Serves the web console over plain HTTP to other machines too. Only behind a proxy that adds HTTPS." };
        Option<string?> tokenFile = PathOption.File("--console-token-file", $"File with the token that signs in to the web console, readable by its owner only. {ConsoleToken.Variable} unless set, else a new one at each start.", required: false);
        Command command = new("serve", Description) { port, address, data, store, config, noConsole, tokenFile, plainHttp, noAuth, explain };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new ServeArguments(
                parsed.GetValue(config),
                parsed.GetValue(address),
                parsed.GetValue(port),
                new StoreSettings(parsed.GetValue(store), parsed.GetValue(data)),
                new ConsoleSettings(parsed.GetValue(noConsole), parsed.GetValue(plainHttp), parsed.GetValue(tokenFile)),
                parsed.GetValue(noAuth),
                parsed.GetValue(explain)),
            Console.Out,
            Console.Error,
            Environment.GetEnvironmentVariable,
            cancellationToken));
        return command;
    }

    internal static async Task<int> RunAsync(ServeArguments arguments, TextWriter output, TextWriter errors, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        try
        {
            (ServePlan plan, SettingsFile? file) = await PlanAsync(arguments, environment, cancellationToken);
            using ILoggerFactory loggers = LoggerFactory.Create(ConfigureLogging);
            if (file is { IsOpenToOthers: true } && plan.HasKeysOfFile)
                LogOpenToOthers(loggers.CreateLogger(typeof(ServeCommand).FullName!), file.Path);
            await using CmqBroker broker = Open(plan, loggers, out CancellationToken filesLost);

            // Another server may use new files at this path already. This one must not answer its clients, even if something blocks its stop.
            using CancellationTokenRegistration last = filesLost.Register(static () => ProcessEnd.Within(FilesLostStopTimeout));
            using IDisposable? otlp = plan.Settings.Otlp?.Start();
            using ConsoleToken? token = AddConsole(plan, environment, isTerminal: ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);
            await using CmqServer server = await StartAsync(broker, plan.Settings.Server, loggers, cancellationToken);
            await using KeyReload? reload = file is { CanChange: true } && !arguments.NoAuth ? new KeyReload(file, file.ReadAgain, keys => server.ReplaceKeys(plan.With(keys)), TimeProvider.System, loggers.CreateLogger<KeyReload>()) : null;
            await AnnounceAsync(server, plan, token, output);
            using (CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, filesLost))
                await WaitAsync(end.Token);
            if (!filesLost.IsCancellationRequested)
                return 0;
            await errors.WriteLineAsync($"The files in '{plan.Directory}' were removed or replaced while the server had them open, so it ends.");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped during the start.
            return 0;
        }
        catch (Exception e) when (e is ArgumentException or SqliteStoreException)
        {
            await errors.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>Reads the settings. They may come from a pipe that nobody writes to, so the wait for them can be cancelled.</summary>
    private static Task<(ServePlan Plan, SettingsFile? File)> PlanAsync(ServeArguments arguments, Func<string, string?> environment, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                SettingsFile? file = arguments.Config is { } path ? SettingsFile.Read(path) : null;
                return (ServePlan.Of(arguments, file, environment), file);
            },
            cancellationToken).WaitAsync(cancellationToken);

    private static CmqBroker Open(ServePlan plan, ILoggerFactory loggers, out CancellationToken filesLost)
    {
        BrokerOptions options = plan.Settings.Broker;
        options.LoggerFactory = loggers;
        filesLost = default;
        if (plan.Directory is { } directory)
        {
            SqliteStore store = SqliteStore.Open(directory, new SqliteStoreOptions { LoggerFactory = loggers });
            options.Store = store;
            filesLost = store.FilesLost;
        }

        return new CmqBroker(options);
    }

    /// <summary>Adds the web console to the server's options, unless it is off.</summary>
    /// <returns>Its token; <see langword="null"/>: there is none to sign in with.</returns>
    private static ConsoleToken? AddConsole(ServePlan plan, Func<string, string?> environment, bool isTerminal)
    {
        ConsoleSettings settings = plan.Arguments.Console.Or(plan.Settings.Console);
        if (settings.IsOff)
            return null;
        ConsoleToken? token = plan.Arguments.NoAuth ? null : ConsoleToken.Of(settings.TokenFile, environment, isTerminal);
        plan.Settings.Server.Console = new ConsoleOptions { Token = token?.Value, AllowPlainHttp = settings.AllowPlainHttp };
        return token;
    }

    private static async Task<CmqServer> StartAsync(CmqBroker broker, CmqServerOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        options.LoggerFactory = loggers;
        try
        {
            return await CmqServer.StartAsync(broker, options, cancellationToken);
        }
        catch (IOException e)
        {
            throw new ArgumentException($"Cannot listen on port {options.Port} of {options.Address}: {e.Message} Choose another port, or --port 0 for a free one.", e);
        }
        catch (ArgumentException e) when (e.InnerException is SocketException)
        {
            throw new ArgumentException($"Cannot listen on port {options.Port} of {options.Address}: {e.InnerException.Message}. Choose an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them, and a port that this user may listen on, or --port 0 for a free one.", e);
        }
    }

    private static void ConfigureLogging(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(static console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning).AddFilter("CmqContracts", LogLevel.Information)
            // A start that fails is told by the command, in one line, and not with a stack trace besides.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);

        // When nobody reads the log, lines are dropped, so that requests are not blocked.
        logging.Services.Configure<ConsoleLoggerOptions>(static console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
    }

    private static async Task AnnounceAsync(CmqServer server, ServePlan plan, ConsoleToken? token, TextWriter output)
    {
        await output.WriteLineAsync(plan.Directory is { } directory
            ? $"CMQ is served at {server.Endpoint} durable, in {directory}"
            : $"CMQ is served at {server.Endpoint} in memory: queues are gone when it stops.");
        await output.WriteLineAsync();
        await output.WriteLineAsync("For clients:");
        await output.WriteLineAsync($"  export CMQ_ENDPOINT={server.Endpoint.GetLeftPart(UriPartial.Authority)}");
        if (plan.Pair is { } pair)
        {
            await output.WriteLineAsync($"  export {KeyPair.SecretIdVariable}={pair.SecretId}");
            await output.WriteLineAsync(pair.IsGenerated ? $"  export {KeyPair.SecretKeyVariable}={pair.SecretKey}" : $"  {KeyPair.SecretKeyVariable} as it is set here");
        }
        else
        {
            await output.WriteLineAsync(plan.Settings.Server.AllowAnonymous
                ? $"  export {KeyPair.SecretIdVariable}=any {KeyPair.SecretKeyVariable}=any   # clients sign, and no signature is checked"
                : $"  a key pair of {plan.Arguments.Config}");
        }

        if (server.ConsoleAddress is { } console)
        {
            await output.WriteLineAsync();
            await output.WriteLineAsync("In a browser:");
            await output.WriteLineAsync($"  {console}{(token is null ? "" : $"   # {token.Hint}")}");
        }

        await output.WriteLineAsync();
        await output.WriteLineAsync("Ctrl+C stops it.");
        await output.FlushAsync();
    }

    private static async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C and SIGTERM cancel the command.
        }
    }

    [LoggerMessage(401, LogLevel.Warning, "{File} contains keys, and users other than its owner may read or change it. Restrict it to its owner: chmod 600.")]
    private static partial void LogOpenToOthers(ILogger logger, string file);
}
