using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CmqContracts.Benchmarks;

/// <summary>How much of their rate handlers keep whose effects happen once: in an SQLite database, against the same transactions without keys.</summary>
internal static class DedupFigure
{
    private const int Messages = 3_000;

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        using ServerProcess server = await ServerProcess.StartToolAsync();
        await using CmqClient client = CmqClient.Connect(RunningHandler.OptionsOf(server.Address, new CmqOptions()));
        IQueueClient<PaymentMade> queue = client.Queue<PaymentMade>();
        await queue.EnsureCreatedAsync();
        double[] medians = await Rounds.MediansAsync(
            () => HandleAsync(server.Address, queue, static (cmq, database) => cmq
                .AddSqliteDeduplication(_ => new SqliteConnection(database.Connection))
                .AddHandler<PaymentMade, BookOnce>(static options => options.Deduplicate = true)),
            () => HandleAsync(server.Address, queue, static (cmq, _) => cmq.AddHandler<PaymentMade, Book>()));
        printer.Ratio("client.dedup", medians[0] / medians[1], FigurePrinter.Baseline("same-transactions", medians[1], "/s") + " bar>=0.7");
    }

    private static async Task<double> HandleAsync(Uri endpoint, IQueueClient<PaymentMade> queue, Action<CmqBuilder, PaymentDatabase> add)
    {
        string directory = Directory.CreateTempSubdirectory("cmq-dedup-").FullName;
        try
        {
            PaymentDatabase database = new(Path.Combine(directory, "payments.db"));
            await database.CreateAsync();
            (await queue.SendManyAsync(Enumerable.Range(0, Messages).Select(static number => new PaymentMade(number)))).ThrowIfAnyFailed();
            HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
            builder.Services.AddSingleton(database);
            add(builder.Services.AddCmq(options => RunningHandler.OptionsOf(endpoint, options)), database);
            using IHost host = builder.Build();
            HandlerControl control = host.Services.GetRequiredService<CmqHandlers>()["payments"];
            long start = Stopwatch.GetTimestamp();
            await host.StartAsync();
            while (control.Handled < Messages)
                await Task.Delay(1);
            double rate = Messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
            await host.StopAsync();
            return rate;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Writes in the transaction that keeps the key.</summary>
    private sealed class BookOnce(MessageTransaction transaction) : IMessageHandler<PaymentMade>
    {
        public async Task<Settle> HandleAsync(ReceivedMessage<PaymentMade> message, CancellationToken cancellationToken)
        {
            await using DbCommand command = transaction.CreateCommand();
            await PaymentDatabase.BookAsync(command, message.Body, cancellationToken);
            return Settle.Done;
        }
    }

    /// <summary>Writes in a transaction of its own, one after the other as SQLite takes them.</summary>
    private sealed class Book(PaymentDatabase database) : IMessageHandler<PaymentMade>
    {
        public async Task<Settle> HandleAsync(ReceivedMessage<PaymentMade> message, CancellationToken cancellationToken)
        {
            await database.Writer.WaitAsync(cancellationToken);
            try
            {
                await using SqliteConnection connection = new(database.Connection);
                await connection.OpenAsync(cancellationToken);
                await using DbTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
                await using DbCommand command = connection.CreateCommand();
                command.Transaction = transaction;
                await PaymentDatabase.BookAsync(command, message.Body, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return Settle.Done;
            }
            finally
            {
                database.Writer.Release();
            }
        }
    }
}

/// <summary>A message of the figure.</summary>
[CmqQueue("payments", VisibilityTimeout = 60)]
public sealed partial record PaymentMade([DeduplicationKey] int Number);

/// <summary>What the handlers of the figure write to: an SQLite database whose commits are on disk.</summary>
/// <param name="file">Its file.</param>
internal sealed class PaymentDatabase(string file)
{
    public string Connection { get; } = $"Data Source={file}";

    public SemaphoreSlim Writer { get; } = new(1, 1);

    public async Task CreateAsync()
    {
        await using SqliteConnection connection = new(Connection);
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; CREATE TABLE bookings (number INTEGER NOT NULL, text TEXT NOT NULL)";
        await command.ExecuteNonQueryAsync();
    }

    public static async Task BookAsync(DbCommand command, PaymentMade payment, CancellationToken cancellationToken)
    {
        command.CommandText = "INSERT INTO bookings (number, text) VALUES (@number, 'a payment that was made')";
        command.Parameters.Add(new SqliteParameter("@number", payment.Number));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
