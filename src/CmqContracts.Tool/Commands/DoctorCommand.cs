using System.CommandLine;
using System.Globalization;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Tool;

/// <summary><c>cmq doctor</c>: whether this machine can work with the service, and what to do if not.</summary>
internal static class DoctorCommand
{
    public const string Description = "Checks the address, the connection, the clock and the key, and says what to do. Changes nothing.";

    private const string Good = "good";
    private const string Warning = "warning";
    private const string Bad = "bad";

    /// <summary>Signatures stay valid for longer, but temporary keys and visibility go by the clock.</summary>
    private static readonly TimeSpan LargeDifference = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static Command Create() => ClientOptions.Command("doctor", Description, [], async run =>
    {
        List<Field[]> rows = [Address(run.Address!), .. await ConnectionAsync(run), await KeyAsync(run)];
        run.Output.Rows(rows, "");
        return rows.Exists(static row => row[1].Value is Bad) ? ExitCode.Failed : ExitCode.Done;
    });

    internal static Field[] Row(string check, string result, string text) => [new("check", check), new("result", result), new("detail", text)];

    /// <summary>What the difference of two clocks means.</summary>
    internal static Field[] Clock(TimeSpan ahead)
    {
        string seconds = Math.Abs(ahead.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture);
        return ahead.Duration() < LargeDifference
            ? Row("clock", Good, $"{seconds} s of difference to the service's, which is known to a second")
            : Row("clock", Warning, $"this machine is {seconds} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the service; set its clock by NTP, as requests are signed with the time");
    }

    /// <summary>What the address itself says.</summary>
    internal static Field[] Address(Uri address) =>
        TencentHosts.SuccessorOf(address.IdnHost) is { } successor ? Row("address", Bad, $"{address.IdnHost} is of the CMQ that ended in 2022, and only forwards; use {successor}")
        : !address.IsLoopback && address.Scheme == Uri.UriSchemeHttp ? Row("address", Warning, $"{address.Authority} is plain HTTP beyond this machine, where others can read messages; use https")
        : Row("address", Good, address.GetLeftPart(UriPartial.Authority));

    private static async Task<IEnumerable<Field[]>> ConnectionAsync(ClientRun run)
    {
        using HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout };
        try
        {
            DateTimeOffset before = run.Time.GetUtcNow();
            using HttpResponseMessage answer = await http.GetAsync(run.Address, HttpCompletionOption.ResponseHeadersRead, run.Stop);
            DateTimeOffset after = run.Time.GetUtcNow();
            Field[] connection = Row("connection", Good, string.Create(CultureInfo.InvariantCulture, $"answered after {(after - before).TotalMilliseconds:0} ms"));
            // The service cuts its time to whole seconds: half of one is the best guess.
            return answer.Headers.Date is { } date ? [connection, Clock(before + ((after - before) / 2) - date.AddSeconds(0.5))] : [connection, Row("clock", Warning, "the service does not say its time")];
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !run.Stop.IsCancellationRequested))
        {
            string because = e is HttpRequestException ? e.Message : "no answer within 10 s";
            return [Row("connection", Bad, $"{ShownText.Of(because.TrimEnd('.'))}; check the address, the network and that the service runs")];
        }
    }

    private static async Task<Field[]> KeyAsync(ClientRun run)
    {
        try
        {
            QueueList queues = await run.Service.ListQueuesAsync(new ListQueuesRequest { Limit = 1 }, run.Stop);
            return Row("key", Good, string.Create(CultureInfo.InvariantCulture, $"accepted; the account has {queues.TotalCount} queues"));
        }
        catch (CmqServiceException e)
        {
            return Row("key", Bad, e.Message);
        }
        catch (CmqException e)
        {
            return Row("key", Warning, $"cannot be tried: {e.Message}");
        }
    }
}
