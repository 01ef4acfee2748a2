using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.Logging;

namespace CmqContracts;

/// <summary>Keeps the key that requests are signed with, and asks for another before it ends.</summary>
internal sealed class SigningKeys : IDisposable
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);

    /// <summary>Between two questions, also where each answer is about to end.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly ICmqCredentials? _source;
    private readonly string _sourceName;
    private readonly TimeSpan _longestPause;
    private readonly TimeSpan _timeout;
    private readonly ServiceClock _clock;
    private readonly ILogger _logger;
    private SigningKey? _current;
    private long _askedAt;
    private TimeSpan _pause;
    private Task<SigningKey>? _asking;
    private bool _saidFailure;

    /// <param name="options">Where the key comes from.</param>
    /// <param name="clock">The time of the service, which ends keys.</param>
    /// <param name="logger">Told when a key cannot be had in time.</param>
    /// <exception cref="ArgumentException">The options name no key.</exception>
    public SigningKeys(CmqOptions options, ServiceClock clock, ILogger logger)
    {
        _clock = clock;
        _logger = logger;
        _timeout = options.Timeout;
        _longestPause = TimeSpan.MaxValue;
        if (options.CredentialsFile is { } file)
        {
            _source = new FileCredentials(file);
            _sourceName = CmqOptionsRules.NameOf(options, nameof(options.CredentialsFile));
            _longestPause = FileCredentials.CheckInterval;
        }
        else if (options.Credentials is { } source)
        {
            _source = source;
            _sourceName = $"{CmqOptionsRules.NameOf(options, nameof(options.Credentials))} ({source.GetType().Name})";
        }
        else
        {
            _sourceName = nameof(options.SecretKey);
            _current = new SigningKey(new CmqCredentials
            {
                SecretId = options.SecretId ?? "",
                SecretKey = options.SecretKey ?? throw new ArgumentException("The options hold no secret key.", nameof(options)),
                Token = options.Token,
            });
        }
    }

    private bool IsFresh => _source is null || _clock.Time.GetElapsedTime(_askedAt) < _pause;

    /// <summary>The key to sign with now.</summary>
    /// <exception cref="CredentialsException">There is none.</exception>
    public ValueTask<SigningKey> GetAsync(CancellationToken cancellationToken)
    {
        Task<SigningKey> asking;
        lock (_gate)
        {
            if (_current is { } current && IsFresh)
                return new ValueTask<SigningKey>(current);
            if (_asking is null || _asking.IsCompleted)
            {
                // For all who wait, whoever came first.
                using (NoFlow.Begin())
                    _asking = AskAsync();
            }

            asking = _asking;
        }

        return new ValueTask<SigningKey>(asking.WaitAsync(cancellationToken));
    }

    /// <summary>The key to sign a request with.</summary>
    /// <exception cref="CmqUnavailableException">There is none.</exception>
    public async ValueTask<SigningKey> GetAsync(RequestAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialsException e)
        {
            throw attempt.WithoutKey(e);
        }
    }

    public void Dispose() => _current?.Dispose();

    [SuppressMessage("Reliability", "CA2000", Justification = "The key is kept; one that it replaces may still be signed with.")]
    private async Task<SigningKey> AskAsync()
    {
        // Outside of the lock, whatever the source does.
        await Task.Yield();
        try
        {
            using CancellationTokenSource timer = new(_timeout, _clock.Time);
            CmqCredentials credentials = await _source!.GetAsync(timer.Token).AsTask().WaitAsync(timer.Token).ConfigureAwait(false);
            if (Explain(credentials, _clock.Now) is { } wrong)
                throw new CredentialsException(wrong);
            lock (_gate)
            {
                if (_current is null || _current.Credentials != credentials)
                    _current = new SigningKey(credentials);
                Plan(credentials.ExpiresAt is { } end ? PauseUntil(end) : TimeSpan.MaxValue);
                _saidFailure = false;
                return _current;
            }
        }
        catch (Exception e)
        {
            string why = e is CredentialsException ? e.Message : e is OperationCanceledException ? $"It gave none within {_timeout.TotalSeconds:0.#} s." : "It threw the inner exception.";
            lock (_gate)
            {
                if (_current is { } current && (current.Credentials.ExpiresAt is not { } end || _clock.Now < end))
                {
                    Plan(ShortestPause);
                    if (!_saidFailure)
                        _logger.CredentialsFail(_sourceName, why);
                    _saidFailure = true;
                    return current;
                }
            }

            throw new CredentialsException($"It is to come from {_sourceName}. {why}", e is CredentialsException ? e.InnerException : e);
        }
    }

    private void Plan(TimeSpan pause)
    {
        _askedAt = _clock.Time.GetTimestamp();
        _pause = pause < _longestPause ? pause : _longestPause;
    }

    private TimeSpan PauseUntil(DateTimeOffset end)
    {
        TimeSpan left = end - _clock.Now;
        TimeSpan margin = left / 4 < LongestMargin ? left / 4 : LongestMargin;
        return left - margin > ShortestPause ? left - margin : ShortestPause;
    }

    /// <summary>What is wrong with a key; <see langword="null"/>: nothing. It repeats nothing of it.</summary>
    private static string? Explain(CmqCredentials? credentials, DateTimeOffset now) =>
        credentials is null ? "It gave null; give a key, or throw."
        : SettingText.Explain(credentials.SecretId) is { } id ? $"The {nameof(credentials.SecretId)} that it gave {id}."
        : SettingText.Explain(credentials.SecretKey) is { } key ? $"The {nameof(credentials.SecretKey)} that it gave {key}."
        : credentials.Token is { } token && SettingText.Explain(token) is { } wrong ? $"The {nameof(credentials.Token)} that it gave {wrong}."
        : credentials.ExpiresAt <= now ? string.Create(CultureInfo.InvariantCulture, $"The key that it gave ended at {credentials.ExpiresAt:u}, and it is {now:u}: give one that lasts, or set this machine's clock.")
        : null;
}
