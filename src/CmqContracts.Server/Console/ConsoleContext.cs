using CmqContracts.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>What the console shows, and to whom.</summary>
internal sealed class ConsoleContext : IDisposable
{
    private readonly KeyRing? _keys;

    /// <param name="backend">What it shows.</param>
    /// <param name="options">How to sign in.</param>
    /// <param name="time">Source of time.</param>
    /// <param name="loggers">Where changes are logged.</param>
    /// <param name="keys">The keys that may sign in; <see langword="null"/>: none.</param>
    /// <param name="stopping">Fires when the server begins to stop.</param>
    public ConsoleContext(ICmqBackend backend, ConsoleOptions options, TimeProvider time, ILoggerFactory loggers, KeyRing? keys, CancellationToken stopping)
    {
        Backend = backend;
        Options = options;
        Time = time;
        Loggers = loggers;
        Stopping = stopping;
        _keys = keys;
        Sessions = new ConsoleSessions(keys, time);
        SignIn = new SignIn(keys, options.Token);
        Feeds = new LiveFeeds(backend, time, stopping);
    }

    public ICmqBackend Backend { get; }

    public ConsoleOptions Options { get; }

    public TimeProvider Time { get; }

    public ILoggerFactory Loggers { get; }

    /// <summary>Fires when the server begins to stop.</summary>
    public CancellationToken Stopping { get; }

    public ConsoleSessions Sessions { get; }

    public SignIn SignIn { get; }

    public LiveFeeds Feeds { get; }

    /// <summary>Who everybody is, without signing in; <see langword="null"/>: users sign in.</summary>
    public ConsoleSession? Everybody { get; init; }

    /// <summary>What users do not see of bodies; <see langword="null"/>: they see them whole.</summary>
    public JsonMask? Mask { get; init; }

    /// <summary>The last protocol requests; <see langword="null"/>: none are answered here.</summary>
    public RequestLog? Requests { get; init; }

    /// <summary>How deliveries to HTTP endpoints went; <see langword="null"/>: none are made here.</summary>
    public PushFailures? PushFailures { get; init; }

    /// <summary>Whether a request is for a host that is ours: others may be names of an attacker that point at this machine. <see langword="null"/>: the app checks that.</summary>
    public Func<HttpRequest, bool>? IsOurHost { get; init; }

    /// <summary>The accounts that a session sees: those with queues or topics, and those of keys.</summary>
    public async ValueTask<IReadOnlyList<string>> ListAccountsAsync(ConsoleSession session, CancellationToken cancellationToken)
    {
        if (session.Account is { } own)
            return [own];
        IReadOnlyList<string> used = await Backend.ListAccountsAsync(cancellationToken).ConfigureAwait(false);
        return [.. used.Concat(_keys?.Accounts ?? [CmqKey.DefaultAccount]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The inspector of an account, as a session may use it.</summary>
    public ICmqInspector InspectorOf(string account, ConsoleSession session) => MaskingInspector.Over(Backend.GetInspector(account), MaskOf(session));

    /// <summary>A body as a session sees it.</summary>
    public ReadOnlyMemory<byte> Show(ReadOnlyMemory<byte> body, ConsoleSession session) => MaskOf(session)?.Apply(body) ?? body;

    public void Dispose()
    {
        SignIn.Dispose();
        Feeds.Dispose();
    }

    private JsonMask? MaskOf(ConsoleSession session) => session.ShowsMasked ? null : Mask;
}
