namespace CmqContracts.Server;

/// <summary>How many connections may be open: as many as are set, or fewer if file handles or memory do not suffice.</summary>
/// <param name="Maximum">How many.</param>
/// <param name="Reason">Why they are fewer than are set, and what to do; <see langword="null"/>: they are as many as are set.</param>
internal readonly record struct ConnectionLimit(int Maximum, string? Reason)
{
    /// <summary>The denominator of the share of memory for connections, which does not include the budget.</summary>
    private const int MemoryShare = 4;

    public static ConnectionLimit Of(CmqServerOptions options) => Of(options, FileHandles.Limit, CmqServerOptions.Memory);

    /// <param name="options">The server's options.</param>
    /// <param name="handles">How many files the process may open; <see langword="null"/>: unknown, or without a limit.</param>
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
