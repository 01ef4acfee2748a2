using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Tests;

/// <summary>Keeps log lines as text.</summary>
public sealed class LogList : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly List<(string Part, int Times, TaskCompletionSource<string> Logged)> _awaited = [];

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>A factory whose loggers all write here.</summary>
    public ILoggerFactory Factory => new OneLogger(this);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string line = $"{logLevel}: {formatter(state, exception)} {exception}".TrimEnd();
        lock (_awaited)
        {
            _lines.Enqueue(line);
            _awaited.RemoveAll(static awaited => awaited.Logged.Task.IsCompleted);
            foreach ((string part, int times, TaskCompletionSource<string> logged) in _awaited)
            {
                if (Count(part) >= times)
                    logged.TrySetResult(line);
            }
        }
    }

    /// <summary>The line that contains <paramref name="part"/>, as soon as there are so many of them.</summary>
    public async Task<string> WaitForAsync(string part, int times = 1)
    {
        TaskCompletionSource<string> logged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_awaited)
        {
            if (Count(part) >= times)
                return _lines.First(line => line.Contains(part, StringComparison.Ordinal));
            _awaited.Add((part, times, logged));
        }

        try
        {
            return await logged.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Not logged within a minute: '{part}', {times} times. The log has:\n{string.Join('\n', _lines)}");
        }
    }

    private int Count(string part) => _lines.Count(line => line.Contains(part, StringComparison.Ordinal));

    private sealed class OneLogger(LogList logs) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => logs;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
