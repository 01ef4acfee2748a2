using System.CommandLine;
using Microsoft.Extensions.Options;

namespace CmqContracts.Tool;

/// <summary>A command at work: its arguments, the service it talks to, and what it prints.</summary>
internal sealed class ClientRun : IAsyncDisposable
{
    /// <summary>Less than the time after which a stop ends the process.</summary>
    private static readonly TimeSpan GraceTime = TimeSpan.FromSeconds(5);

    private readonly ParseResult _parsed;
    private readonly CmqClient _client;
    private readonly ICmqInspector? _inspector;
    private readonly CancellationTokenSource _grace = new();
    private readonly CancellationTokenRegistration _stopping;

    /// <param name="parsed">The arguments.</param>
    /// <param name="client">The service.</param>
    /// <param name="inspector">The view into its queues; <see langword="null"/>: it has none.</param>
    /// <param name="output">What is printed.</param>
    /// <param name="stop">Fires when the user wants the command to end.</param>
    internal ClientRun(ParseResult parsed, CmqClient client, ICmqInspector? inspector, CommandOutput output, CancellationToken stop)
    {
        _parsed = parsed;
        _client = client;
        _inspector = inspector;
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

    /// <summary>The service's address; <see langword="null"/>: it is in this process.</summary>
    public Uri? Address { get; init; }

    /// <summary>Whether the service lets one look into its queues.</summary>
    public bool CanInspect => _inspector is not null;

    /// <summary>The view into the service's queues.</summary>
    /// <exception cref="CommandException">The service has none.</exception>
    public ICmqInspector Inspector => _inspector ?? throw new CommandException(
        "Tencent's CMQ has no action that looks into a queue without receiving from it, so this command cannot be done with it; the servers of 'cmq serve' have such actions.",
        ExitCode.Refused);

    public TimeProvider Time { get; init; } = TimeProvider.System;

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

    /// <summary>Runs a command on the service that arguments and environment name.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> OfProcessAsync(ParseResult parsed, Func<ClientRun, Task<int>> work, CancellationToken stop)
    {
        CommandOutput output = CommandOutput.OfProcess(parsed.GetValue(ClientOptions.Json));
        return RunAsync(() => Connect(parsed, output, stop), work, output, stop);
    }

    /// <summary>Runs a command, and tells what ends it in one sentence.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(Func<ClientRun> connect, Func<ClientRun, Task<int>> work, CommandOutput output, CancellationToken stop)
    {
        try
        {
            await using ClientRun run = connect();
            return await work(run);
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

        int Fail(string message, int code)
        {
            output.Say(message);
            return code;
        }
    }

    /// <summary>The exit code for what ended a request.</summary>
    public static int CodeOf(CmqException e) => e is CmqServiceException && e.Outcome == CmqOutcome.Refused ? ExitCode.Refused : ExitCode.NoAnswer;

    private static ClientRun Connect(ParseResult parsed, CommandOutput output, CancellationToken stop)
    {
        ServiceChoice choice = ServiceChoice.Of(parsed.GetValue(ClientOptions.Endpoint), parsed.GetValue(ClientOptions.Profile), Environment.GetEnvironmentVariable);
        if (!CmqEndpoint.TryParse(choice.Endpoint, out CmqEndpoint? endpoint, out string? wrong))
            throw new CommandException($"The endpoint of {choice.Source} {wrong}.");
        if (endpoint.IsEmbedded)
            throw new CommandException($"The endpoint of {choice.Source} names a broker in this process, which ends with the command; start 'cmq serve', and use the address that it prints.");
        try
        {
            CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = choice.Endpoint, SecretId = choice.SecretId, SecretKey = choice.SecretKey, Token = choice.Token });
            return new ClientRun(parsed, client, InspectorOf(client, endpoint), output, stop) { Address = endpoint.Http };
        }
        catch (OptionsValidationException e)
        {
            throw new CommandException(string.Join(' ', e.Failures), ExitCode.Usage, e);
        }
    }

    /// <summary>The view into the queues of a service that is not Tencent's.</summary>
    private static ICmqInspector? InspectorOf(CmqClient client, CmqEndpoint endpoint) => endpoint.KnownProfile is null ? client.Inspector : null;
}
