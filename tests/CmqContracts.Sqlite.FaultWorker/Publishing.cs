using System.Globalization;
using System.Text;

namespace CmqContracts.Sqlite.FaultWorker;

/// <summary>Publishes messages of all sizes on two topics in turn, to the same queues. Each body begins with the message's number.</summary>
/// <param name="service">Where they are published.</param>
/// <param name="ledger">Where each publish is recorded, before the request and after the answer.</param>
/// <param name="firstNumber">The number of the first message.</param>
internal sealed class Publishing(ICmqService service, Ledger ledger, long firstNumber)
{
    public const string Account = "100000000002";

    /// <summary>How many queues there are.</summary>
    public const int QueueCount = 24;

    private static readonly string[] Topics = ["one", "two"];
    private static readonly int[] Sizes = [100, 30_000, 200_000, 10, 400_000];

    public static string QueueName(int index) => $"fan-{index:00}";

    /// <summary>The number that a body begins with.</summary>
    public static long NumberOf(ReadOnlySpan<byte> body) => long.Parse(body[..body.IndexOf((byte)' ')], CultureInfo.InvariantCulture);

    /// <summary>Makes topics, queues and subscriptions, and publishes until the process is killed.</summary>
    public async Task RunAsync()
    {
        if (firstNumber < 2_000_000_000)
            await MakeAsync();
        Console.WriteLine("working");
        for (long number = firstNumber; ; number++)
        {
            ledger.Write($"publishing {number}");
            while (!await TryPublishAsync(number))
                await Task.Delay(1);
            ledger.Write($"published {number}");
        }
    }

    public static async Task PublishAsync(ICmqService service, long number)
    {
        byte[] body = Encoding.ASCII.GetBytes($"{number} ".PadRight(Sizes[number % Sizes.Length], '.'));
        await service.PublishMessagesAsync(new PublishMessagesRequest(Topics[number % Topics.Length], [body]));
    }

    private async Task<bool> TryPublishAsync(long number)
    {
        try
        {
            await PublishAsync(service, number);
            return true;
        }
        catch (CmqServiceException e) when (e.Error == CmqErrors.QpsThrottling)
        {
            return false;
        }
    }

    private async Task MakeAsync()
    {
        foreach (string topic in Topics)
            await service.CreateTopicAsync(new CreateTopicRequest(topic, new TopicSettings { MaxMsgSize = 1024 * 1024 }));
        for (int i = 0; i < QueueCount; i++)
        {
            string queue = QueueName(i);
            await service.CreateQueueAsync(new CreateQueueRequest(queue, new QueueSettings { MaxMsgSize = 1024 * 1024 }));
            foreach (string topic in Topics)
                await service.SubscribeAsync(new SubscribeRequest(topic, queue, SubscriptionProtocol.Queue, queue));
        }
    }
}
