using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server.Tests;

/// <summary>Captures all log lines in every form that a log may store: the text, the values and the exception.</summary>
internal sealed class LogCapture : ILoggerFactory
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyCollection<LogLine> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public sealed record LogLine(string Category, LogLevel Level, string Text);

    private sealed class Logger(LogCapture capture, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            capture._lines.Enqueue(new LogLine(category, LogLevel.None, "scope " + Values(state)));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            capture._lines.Enqueue(new LogLine(category, logLevel, $"{formatter(state, exception)} {Values(state)} {exception}"));

        private static string Values<TState>(TState state)
        {
            StringBuilder text = new(state?.ToString());
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
            {
                foreach ((string name, object? value) in values)
                    text.Append(' ').Append(name).Append('=').Append(value);
            }

            return text.ToString();
        }
    }
}
