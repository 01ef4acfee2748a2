using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Tests;

/// <summary>Keeps log lines as text.</summary>
public sealed class LogList : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>A factory whose loggers all write here.</summary>
    public ILoggerFactory Factory => new OneLogger(this);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}".TrimEnd());

    private sealed class OneLogger(LogList logs) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => logs;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
