using System.Net;
using CmqContracts.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>The console as a part of a server. It makes what it needs at the first visit, and a failure there is an answer with status 500.</summary>
internal sealed partial class ConsolePart : IServerPart
{
    private readonly ServerContext _context;
    private readonly ConsoleContext? _console;
    private readonly Lock _gate = new();
    private ConsoleHost? _host;

    public ConsolePart(ServerContext context)
    {
        _context = context;
        if (context.Options.Console is not { } options)
            return;
        if (!IsPrivate(context.Options) && !options.AllowPlainHttp)
        {
            LogOff(context.Loggers.CreateLogger<ConsolePart>(), context.Options.Address);
            return;
        }

        context.KeepRequests();
        bool isAnonymous = context.Options.AllowAnonymous;
        _console = new ConsoleContext(context.Backend, options, context.Options.TimeProvider, context.Loggers, isAnonymous ? null : context.Keys, context.Stopping)
        {
            Everybody = isAnonymous ? new ConsoleSession("anyone", CmqKey.DefaultAccount, CmqKeyAccess.Full) : null,
            Mask = JsonMask.Of([.. context.Options.MaskedPaths, .. options.MaskedPaths]),
            IsOurHost = IsOurHost,
            Requests = context.Requests,
            PushFailures = context.PushFailures,
        };
    }

    /// <summary>Whether the server has a console.</summary>
    public bool IsOn => _console is not null;

    /// <summary>Whether a path belongs to the console.</summary>
    public static bool IsAt(PathString path) => path.StartsWithSegments(CmqServer.ConsolePath, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether what the server sends cannot be read on the way: it stays on this machine, or is encrypted.</summary>
    public static bool IsPrivate(CmqServerOptions options) => options.Certificate is not null || IPAddress.IsLoopback(options.Address);

    public void Map(HttpEdge edge)
    {
        if (_console is not null)
            edge.MapPages(static request => IsAt(request.Path), AnswerAsync, checksTrust: true);
    }

    public void Dispose()
    {
        _host?.Dispose();
        _console?.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        try
        {
            await HostFor(http).AnswerAsync(http, CmqServer.ConsolePath).ConfigureAwait(false);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            LogFailure(_context.Loggers.CreateLogger<ConsolePart>(), e.GetType());
            if (http.Response.HasStarted)
                http.Abort();
            else
                await Page.WriteAsync(http, StatusCodes.Status500InternalServerError, "The console has failed; the server's log says with what.\n", _context.Stopping).ConfigureAwait(false);
        }
    }

    private ConsoleHost HostFor(HttpContext http)
    {
        if (_host is { } made)
            return made;
        lock (_gate)
            return _host ??= new ConsoleHost(_console!, http.Connection.LocalPort);
    }

    /// <summary>Whether a request names a host that nobody can point at this machine: an address, a loopback name, or one of <see cref="CmqServerOptions.PublicHosts"/>.</summary>
    private bool IsOurHost(HttpRequest request) =>
        HostNames.Of(request) is { } host && (HostNames.IsLoopback(host) || HostNames.IsAmong(_context.Options.PublicHostNames, host) || (!_context.Options.AllowAnonymous && IPAddress.TryParse(host.Host, out _)));

    [LoggerMessage(350, LogLevel.Warning, "There is no console: {Address} is reached from other machines, and over plain HTTP tokens and sessions can be read on the way. Set a certificate, listen on a loopback address, or allow plain HTTP to the console behind a proxy that adds HTTPS.")]
    private static partial void LogOff(ILogger logger, IPAddress address);

    [LoggerMessage(351, LogLevel.Error, "A page of the console failed with {ExceptionType}.")]
    private static partial void LogFailure(ILogger logger, Type exceptionType);
}
