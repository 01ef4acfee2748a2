using System.Globalization;
using CmqContracts.Sqlite.FaultWorker;

namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>All messages of a store, according to the ledgers.</summary>
/// <param name="refusedIsNeverThere">
/// Whether nothing of a refused send may be stored. After a failed flush nobody knows what is on the disk, so a refusal then proves nothing.
/// </param>
internal sealed class History(bool refusedIsNeverThere = true)
{
    private readonly Dictionary<long, SentMessage> _messages = [];

    public IReadOnlyCollection<SentMessage> Messages => _messages.Values;

    public SentMessage? Find(long number) => _messages.GetValueOrDefault(number);

    /// <summary>Reads a ledger. An incomplete last line is ignored.</summary>
    public void Read(string ledger)
    {
        if (!File.Exists(ledger))
            return;
        using StreamReader reader = new(new FileStream(ledger, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string[] lines = reader.ReadToEnd().Split('\n');
        foreach (string line in lines[..^1])
            Take(line.Split(' '));
    }

    /// <summary>Decides from what a store has whether requests that were not answered were done: from now on that must not change.</summary>
    public void Settle(StoreContents contents)
    {
        foreach (SentMessage message in _messages.Values.ToArray())
        {
            FoundMessage? found = contents.Find(message.Number);
            if (message.ExpectedState == ExpectedState.Removing)
            {
                message.ExpectedState = found is { IsUnconsumed: true } ? ExpectedState.Present
                    : message.Queue == Queues.Cleared ? ExpectedState.Cleared
                    : ExpectedState.Deleted;
            }

            if (message.IsStored)
                continue;
            if (found is null)
                _messages.Remove(message.Number);
            else
                message.Id = found.Message.MessageId;
        }
    }

    private void Take(string[] line)
    {
        switch (line[0])
        {
            case "sending":
                long first = Number(line[2]);
                for (int i = 0; i < Number(line[3]); i++)
                    _messages.Add(first + i, new SentMessage(first + i, line[1], (int)Number(line[4]), first));
                break;
            case "sent":
                for (int i = 2; i < line.Length; i++)
                    Of(Number(line[1]) + i - 2).Id = line[i];
                break;
            case "refused":
                for (int i = 0; refusedIsNeverThere && i < Number(line[2]); i++)
                    Of(Number(line[1]) + i).ExpectedState = ExpectedState.Refused;
                break;
            case "received":
                Of(line[1]).Receipt = new Receipt(line[2], DateTimeOffset.FromUnixTimeMilliseconds(Number(line[3])), (int)Number(line[4]));
                break;
            case "deleting":
                Of(line[1]).ExpectedState = ExpectedState.Removing;
                break;
            case "deleted":
                Of(line[1]).ExpectedState = ExpectedState.Deleted;
                break;
            case "undeleted":
                Of(line[1]).ExpectedState = ExpectedState.Present;
                break;
            case "clearing":
                foreach (SentMessage message in In(line[1]).Where(static message => message.ExpectedState == ExpectedState.Present))
                    message.ExpectedState = ExpectedState.Removing;
                break;
            case "cleared":
                foreach (SentMessage message in In(line[1]).Where(static message => message.ExpectedState == ExpectedState.Removing))
                    message.ExpectedState = ExpectedState.Cleared;
                break;
            default:
                throw new InvalidDataException($"A ledger says '{string.Join(' ', line)}'.");
        }
    }

    private IEnumerable<SentMessage> In(string queue) => _messages.Values.Where(message => message.Queue == queue);

    private SentMessage Of(string number) => Of(Number(number));

    private SentMessage Of(long number) => _messages[number];

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
