using System.CommandLine;
using CmqContracts.Brokers;
using CmqContracts.Server;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Tool;

/// <summary><c>cmq serve</c>: a CMQ service on this machine, until it is stopped.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        Option<int> port = new("--port") { Description = "Port to listen on, on loopback; 0 takes a free one and prints it.", DefaultValueFactory = _ => 8600 };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && value is < 0 or > 65535)
                result.AddError($"--port is {value}; it must be 0 to 65535.");
        });
        Command command = new("serve", "Serves CMQ queues on this machine, in memory. The key pair comes from CMQ_SECRET_ID and CMQ_SECRET_KEY, or is made and printed.") { port };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(port), Console.Out, Console.Error, Environment.GetEnvironmentVariable, cancellationToken));
        return command;
    }

    internal static async Task<int> RunAsync(int port, TextWriter output, TextWriter errors, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        KeyPair keys;
        try
        {
            keys = KeyPair.FromEnvironmentOrNew(environment);
        }
        catch (ArgumentException e)
        {
            await errors.WriteLineAsync(e.Message);
            return 1;
        }

        await using Broker broker = new();
        CmqServer server;
        try
        {
            CmqServerOptions options = new() { Port = port, Keys = [keys.ToServerKey()] };
            server = await CmqServer.StartAsync(broker, options, logging => logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning), cancellationToken);
        }
        catch (IOException e)
        {
            await errors.WriteLineAsync($"Cannot listen on port {port}: {e.Message} Choose another port, or --port 0 for a free one.");
            return 1;
        }

        await using (server)
        {
            await output.WriteLineAsync($"CMQ is served at {server.Endpoint} in memory: queues are gone when it stops.");
            await output.WriteLineAsync();
            await output.WriteLineAsync("For clients:");
            await output.WriteLineAsync($"  export CMQ_ENDPOINT={server.Endpoint.GetLeftPart(UriPartial.Authority)}");
            await output.WriteLineAsync($"  export {KeyPair.SecretIdVariable}={keys.SecretId}");
            await output.WriteLineAsync(keys.WasMade ? $"  export {KeyPair.SecretKeyVariable}={keys.SecretKey}" : $"  {KeyPair.SecretKeyVariable} as it is set here");
            await output.WriteLineAsync();
            await output.WriteLineAsync("Ctrl+C stops it.");
            await output.FlushAsync(cancellationToken);
            await WaitAsync(cancellationToken);
        }

        return 0;
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
}
