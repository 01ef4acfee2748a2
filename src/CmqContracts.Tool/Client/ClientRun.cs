using System.CommandLine;
using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.Options;

namespace CmqContracts.Tool;

/// <summary>A command at work: its arguments, the service it talks to, and what it prints.</summary>
internal sealed class ClientRun : IAsyncDisposable
{
    /// <summary>Less than the time after which a stop ends the process.</summary>
    private static readonly TimeSpan GraceTime = TimeSpan.FromSeconds(5);

    private readonly ParseResult _parsed;
    private readonly CmqClient _client;
    private readonly CancellationTokenSource _grace = new();
    private readonly CancellationTokenRegistration _stopping;

    private ClientRun(ParseResult parsed, CmqClient client, CommandOutput output, CancellationToken stop)
    {
        _parsed = parsed;
        _client = client;
        Output = output;
        Stop = stop;
        _stopping = stop.Register(() => _grace.CancelAfter(GraceTime));
    }

    public CommandOutput Output { get; }

    /// <summary>Fires when the user wants the command to end.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Fires some seconds after <see cref="Stop"/>: for a request under way whose outcome has to be known.</summary>
    public CancellationToken Grace => _grace.Token;

    public ICmqService Service => _client.Service;

    public CmqLimits Limits => _client.Limits;

    public T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    public T? Get<T>(Argument<T> argument) => _parsed.GetValue(argument);

    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync();
        _grace.Dispose();
        await _client.DisposeAsync();
    }

    /// <summary>Asks before something is done that cannot be undone, unless the arguments have agreed.</summary>
    public Task ConfirmAsync(string question) => Get(ClientOptions.Yes) ? Task.CompletedTask : Confirmation.AskAsync(question, Stop);

    /// <summary>Runs a command, and tells what ends it in one sentence.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ParseResult parsed, Func<ClientRun, Task<int>> command, CancellationToken stop)
    {
        try
        {
            await using ClientRun run = new(parsed, Connect(parsed), CommandOutput.OfProcess(parsed.GetValue(ClientOptions.Json)), stop);
            return await command(run);
        }
        catch (CommandException e)
        {
            return Fail(e.Message, e.Code);
        }
        catch (CmqException e)
        {
            return Fail(e.Message, CodeOf(e));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Fail("Stopped.", ExitCode.Interrupted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(e.Message, ExitCode.Failed);
        }
    }

    /// <summary>The exit code for what ended a request.</summary>
    public static int CodeOf(CmqException e) => e is CmqServiceException && e.Outcome == CmqOutcome.Refused ? ExitCode.Refused : ExitCode.NoAnswer;

    private static CmqClient Connect(ParseResult parsed)
    {
        ServiceChoice choice = ServiceChoice.Of(parsed.GetValue(ClientOptions.Endpoint), parsed.GetValue(ClientOptions.Profile), Environment.GetEnvironmentVariable);
        if (!CmqEndpoint.TryParse(choice.Endpoint, out CmqEndpoint? endpoint, out string? wrong))
            throw new CommandException($"The endpoint of {choice.Source} {wrong}.");
        if (endpoint.IsEmbedded)
            throw new CommandException($"The endpoint of {choice.Source} names a broker in this process, which ends with the command; start 'cmq serve', and use the address that it prints.");
        try
        {
            return CmqClient.Connect(new CmqOptions { Endpoint = choice.Endpoint, SecretId = choice.SecretId, SecretKey = choice.SecretKey, Token = choice.Token });
        }
        catch (OptionsValidationException e)
        {
            throw new CommandException(string.Join(' ', e.Failures), ExitCode.Usage, e);
        }
    }

    private static int Fail(string message, int code)
    {
        Console.Error.WriteLine(ShownText.Of(message, int.MaxValue));
        return code;
    }
}
