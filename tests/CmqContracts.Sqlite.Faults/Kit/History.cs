using System.Globalization;
using CmqContracts.Sqlite.FaultWorker;

namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>All messages of a store, as the ledgers of the work on it say.</summary>
/// <param name="refusedIsNeverThere">
/// Whether nothing of a refused send may be there. Where a flush has failed nobody knows what is on the disk: then a refusal is no answer.
/// </param>
internal sealed class History(bool refusedIsNeverThere = true)
{
    private readonly Dictionary<long, SentMessage> _messages = [];

    public IReadOnlyCollection<SentMessage> Messages => _messages.Values;

    public SentMessage? Find(long number) => _messages.GetValueOrDefault(number);

    /// <summary>Takes up what a ledger says. A line that was not completed was never written.</summary>
    public void Read(string ledger)
    {
        if (!File.Exists(ledger))
            return;
        using StreamReader reader = new(new FileStream(ledger, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string[] lines = reader.ReadToEnd().Split('\n');
        foreach (string line in lines[..^1])
            Take(line.Split(' '));
    }

    /// <summary>Takes what a store has for what happened to requests that were not answered: from now on it must stay so.</summary>
    public void Settle(StoreContents contents)
    {
        foreach (SentMessage message in _messages.Values.ToArray())
        {
            FoundMessage? found = contents.Find(message.Number);
            if (message.Fate == Fate.Leaving)
            {
                message.Fate = found is { IsUnconsumed: true } ? Fate.There
                    : message.Queue == Queues.Cleared ? Fate.Cleared
                    : Fate.Deleted;
            }

            if (message.IsTaken)
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
                    Of(Number(line[1]) + i).Fate = Fate.Refused;
                break;
            case "received":
                Of(line[1]).Receipt = new Receipt(line[2], DateTimeOffset.FromUnixTimeMilliseconds(Number(line[3])), (int)Number(line[4]));
                break;
            case "deleting":
                Of(line[1]).Fate = Fate.Leaving;
                break;
            case "deleted":
                Of(line[1]).Fate = Fate.Deleted;
                break;
            case "undeleted":
                Of(line[1]).Fate = Fate.There;
                break;
            case "clearing":
                foreach (SentMessage message in In(line[1]).Where(static message => message.Fate == Fate.There))
                    message.Fate = Fate.Leaving;
                break;
            case "cleared":
                foreach (SentMessage message in In(line[1]).Where(static message => message.Fate == Fate.Leaving))
                    message.Fate = Fate.Cleared;
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
