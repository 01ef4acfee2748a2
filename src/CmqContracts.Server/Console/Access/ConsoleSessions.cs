using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CmqContracts.Server;

/// <summary>
/// The sessions of the console. A browser has a random id and the server its hash, so that what is in memory signs nobody in. ASP.NET Core's cookie
/// authentication keeps the id of a session that it is given when somebody signs in over it; here each sign-in has a new one.
/// </summary>
/// <param name="keys">The keys in force, which end the sessions of others; <see langword="null"/>: there are none.</param>
/// <param name="time">Source of time.</param>
internal sealed class ConsoleSessions(KeyRing? keys, TimeProvider time)
{
    /// <summary>How long a session may be idle.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromHours(12);

    /// <summary>How many sessions there may be; a further one ends the one that was idle longest.</summary>
    public const int MaxSessions = 1_000;

    private const int IdBytes = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _sessions = new(StringComparer.Ordinal);

    /// <summary>Begins a session.</summary>
    /// <returns>Its id, for the user's browser only.</returns>
    public string Begin(ConsoleSession session)
    {
        string id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        lock (_gate)
        {
            if (_sessions.Count >= MaxSessions)
                _sessions.Remove(_sessions.MinBy(static entry => entry.Value.LastUsed).Key);
            _sessions.Add(HashOf(id), new Entry(session) { LastUsed = time.GetTimestamp() });
        }

        return id;
    }

    /// <summary>Finds the session of a request, which is used by that.</summary>
    /// <returns>The session; <see langword="null"/>: there is none, it was idle too long, or its key is not in force any more.</returns>
    public ConsoleSession? Find(string? id) => Find(id, isUse: true);

    /// <summary>Whether a session that was found is still in force, without using it.</summary>
    public bool IsInForce(string? id) => Find(id, isUse: false) is not null;

    public void End(string? id)
    {
        if (id is null)
            return;
        lock (_gate)
            _sessions.Remove(HashOf(id));
    }

    private ConsoleSession? Find(string? id, bool isUse)
    {
        if (string.IsNullOrEmpty(id))
            return null;
        string hash = HashOf(id);
        lock (_gate)
        {
            if (!_sessions.TryGetValue(hash, out Entry? entry))
                return null;
            if (time.GetElapsedTime(entry.LastUsed) >= IdleTime || !IsKeyInForce(entry.Session))
            {
                _sessions.Remove(hash);
                return null;
            }

            if (isUse)
                entry.LastUsed = time.GetTimestamp();
            return entry.Session;
        }
    }

    private bool IsKeyInForce(ConsoleSession session) => session.Key is not { } key || (keys?.Find(key.Id) is { } current && current.IsSameAs(key));

    private static string HashOf(string id) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private sealed class Entry(ConsoleSession session)
    {
        public ConsoleSession Session => session;

        public long LastUsed { get; set; }
    }
}
