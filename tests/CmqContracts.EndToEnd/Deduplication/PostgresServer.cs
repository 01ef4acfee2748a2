using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CmqContracts.EndToEnd.Deduplication;

/// <summary>A PostgreSQL server of the machine's installation, with a database of its own that is gone afterwards.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string User = "postgres";
    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-postgres-").FullName;
    private readonly int _port = FreePort();

    /// <summary>Why there is none; <see langword="null"/>: there is.</summary>
    public static string? Missing { get; } = FindPrograms() is null ? "Cannot run here: PostgreSQL's server is not installed; test.sh installs it." : null;

    public string Connection => ConnectionOf(User);

    public string ConnectionOf(string user) => $"Host=127.0.0.1;Port={_port};Username={user};Database=postgres;Maximum Pool Size=40;Include Error Detail=true";

    public async Task InitializeAsync()
    {
        if (Missing is not null)
            return;
        string data = Path.Combine(_directory, "data");
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", User, _directory);
        await RunServerProgramAsync("initdb", "-D", data, "-U", User, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C");
        await RunServerProgramAsync("pg_ctl", "-D", data, "-w", "-l", Path.Combine(_directory, "log"), "-o", $"-c listen_addresses=127.0.0.1 -c port={_port} -c unix_socket_directories={_directory} -c fsync=off", "start");
    }

    public async Task DisposeAsync()
    {
        if (Missing is null)
            await RunServerProgramAsync("pg_ctl", "-D", Path.Combine(_directory, "data"), "-w", "-m", "immediate", "stop");
        Directory.Delete(_directory, recursive: true);
    }

    private static string? FindPrograms()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        IEnumerable<string> folders = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(static version => Path.Combine(version, "bin")) : [];
        return folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    /// <summary>The server does not run as root.</summary>
    private static Task RunServerProgramAsync(string program, params string[] arguments)
    {
        string path = Path.Combine(FindPrograms()!, program);
        return Environment.IsPrivilegedProcess ? RunAsync("setpriv", ["--reuid", User, "--regid", User, "--clear-groups", path, .. arguments]) : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The server keeps the streams that it inherits.
        ProcessStartInfo start = new("sh", ["-c", "exec \"$0\" \"$@\" > /dev/null 2>&1", program, .. arguments]) { WorkingDirectory = Path.GetTempPath() };
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A test that takes PostgreSQL's server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.Missing;
}
