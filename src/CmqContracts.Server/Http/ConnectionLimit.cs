namespace CmqContracts.Server;

/// <summary>How many connections are taken: as many as are set, or as file handles and memory are enough for.</summary>
/// <param name="Most">How many.</param>
/// <param name="Reason">Why not as many as are set, and what to do; <see langword="null"/>: as many as are set.</param>
internal readonly record struct ConnectionLimit(int Most, string? Reason)
{
    /// <summary>Which part of the memory connections may take up, besides the budget.</summary>
    private const int MemoryShare = 4;

    public static ConnectionLimit Of(CmqServerOptions options) => Of(options, FileHandles.Limit, CmqServerOptions.Memory);

    /// <param name="options">What is set.</param>
    /// <param name="handles">How many files the process may open; <see langword="null"/>: as many as it likes.</param>
    /// <param name="memory">How many bytes the process may use.</param>
    public static ConnectionLimit Of(CmqServerOptions options, long? handles, long memory)
    {
        int bytes = Connections.BytesEach(options.Certificate is not null);
        long byHandles = Math.Max(1, (handles ?? long.MaxValue) - FileHandles.Reserve - options.Push.Parallelism);
        long byMemory = Math.Max(1, memory / MemoryShare / bytes);
        if (Math.Min(byHandles, byMemory) >= options.MaxConnections)
            return new ConnectionLimit(options.MaxConnections, null);
        return byHandles < byMemory
            ? new ConnectionLimit((int)byHandles, $"this process may open {handles} files. Raise that (ulimit -n)")
            : new ConnectionLimit((int)byMemory, $"this process may use {memory / (1024 * 1024)} MB, and each connection may take up {bytes / 1024} KB of a quarter of it. Give it more memory");
    }
}
