using System.Globalization;
using System.Reflection;
using System.Text;

namespace CmqContracts.Protocol.Tests;

/// <summary>LIMITS.md is the table of limits as text.</summary>
public sealed class LimitsPageTests
{
    [Fact]
    public void The_page_is_equal_to_the_table()
    {
        string path = typeof(LimitsPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "LimitsPage").Value!;
        string received = Write();
        string receivedPath = Path.ChangeExtension(path, ".received.md");
        if (File.Exists(path) && File.ReadAllText(path) == received)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received);
        Assert.Fail("LIMITS.md differs from CmqLimits. If the table is right: mv LIMITS.received.md LIMITS.md in src/CmqContracts.Protocol.");
    }

    private static string Write()
    {
        StringBuilder page = new("""
            # Limits

            Every bound of the protocol, from `CmqLimits`: the rules at compile time, the clients, the broker and the server read the same table.
            *Strict* is what the service's documents say, and what clients hold requests to when the service is known to be Tencent's.
            *Tolerant* is what our broker and server accept unless told otherwise: the same, or more where the documents contradict each other or
            tests need less. Clients refuse a value outside its range before sending it; a server refuses it with the error named here, or takes the
            nearest bound. *Key* is the row's name in configuration and in `CmqLimits.For`, where each bound can be set.


            """);
        foreach (CmqProfile profile in Enum.GetValues<CmqProfile>())
        {
            page.Append("## ").Append(profile == CmqProfile.Classic ? "Classic: the original CMQ, and our broker unless told otherwise" : "Tdmq: TDMQ for CMQ").Append("\n\n");
            page.Append("| Limit | Key | Unit | Strict | Tolerant | Default | Outside, a server | Error |\n|---|---|---|---|---|---|---|---|\n");
            CmqLimits limits = CmqLimits.For(profile);
            foreach ((CmqLimit strict, CmqLimit limit) in CmqLimits.For(profile, strict: true).All.Zip(limits.All))
            {
                page.Append(CultureInfo.InvariantCulture, $"| {Name(limits, limit)} | `{limit.Key}` | {limit.Unit} | {Range(strict.Minimum, strict.Maximum)} | {Range(limit.Minimum, limit.Maximum)} | {limit.Default?.ToString(CultureInfo.InvariantCulture) ?? ""} | {(limit.ServerAction == CmqLimitAction.Clamp ? "nearest bound" : "refuses")} | {limit.Code}/{limit.ModuleCode} |\n");
            }

            page.Append('\n');
        }

        page.Append("""
            Together: `rewindSeconds` is at most `msgRetentionSeconds` on Classic (4000/10700), `maxTimeToLive` is less than `msgRetentionSeconds`
            (4000/10720), `delaySeconds` is less than the queue's `msgRetentionSeconds` (4000/10692), and a body is at most the queue's `maxMsgSize`
            (4400/10230).

            A receive from a queue whose inactive messages have reached `inactiveMessages` is refused with 6070/10690, as the service's error says;
            one that waits goes on waiting, until a delete or the end of a visibility makes room. One that asks for more than there is room for gets
            as many as fit. The documents give no number, so it is off. Requests are counted per action and account, control actions (all but
            sending, receiving, deleting and publishing messages, by v2 or API 3.0, and `QueryQueueRoute` and `QueryTopicRoute`) against
            `controlRequestsPerSecond`; both are off unless strict or set.

            A maximum can be set to 2147483647, that of messages and requests to more or to none. Four cannot: `batchSize` to 1000 at most, as a larger
            batch holds up the requests of other accounts, and what a broker stores as one value is bounded: `tagLength` by 21845 (65535 bytes, a
            character has up to 3), `messageTags` by 4096 and `messageBytes` by 536870912.

            Our server's answer to a batch receive has at most 16 MiB, where a control character of a body takes 6 bytes, and at least one message;
            what does not fit stays active. Our client reads answers as large as a full batch of the largest bodies.

            Names of queues, topics and subscriptions have 1 to 64 characters: a letter first, then letters, digits, `-` and `_`, compared ignoring case
            (4000/10020, 4000/10590, 4000/10580). On Tdmq they do not end in `-retry` or `-dlq`.

            Sources: CMQ documents 406/5832 to 406/5841, 406/5924, 406/7405 to 406/7416, 406/8128, 406/8129; TDMQ documents 1110/44169, 1496/60993, 1111/47661.

            """);
        return page.ToString();
    }

    private static string Name(CmqLimits limits, CmqLimit limit) =>
        limit == limits.ReceiveWaitSeconds ? "`pollingWaitSeconds` of a receive" :
        limit == limits.TopicMaxMsgSize ? "`maxMsgSize` of a topic" :
        limit == limits.TopicMsgRetentionSeconds ? "`msgRetentionSeconds` of a topic" : limit.Name.Contains(' ', StringComparison.Ordinal) ? limit.Name : $"`{limit.Name}`";

    private static string Range(long minimum, long maximum) => string.Create(
        CultureInfo.InvariantCulture,
        $"{minimum} to {(maximum == long.MaxValue ? "unlimited" : maximum.ToString(CultureInfo.InvariantCulture))}");
}
