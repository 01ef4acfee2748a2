using CmqContracts;

namespace Quickstart;

/// <summary>What a user sees when something is wrong.</summary>
internal static class Errors
{
    public static async Task RunAsync(Demo demo)
    {
        await RefusedAsync(demo, "creating a queue that exists", CmqErrors.QueueAlreadyExists, async () =>
            await demo.Cmq.Service.CreateQueueAsync(new CreateQueueRequest("QueueForTest", new QueueSettings())));

        await RefusedAsync(demo, "an unknown queue", CmqErrors.QueueDoesNotExist, () =>
            demo.Cmq.Queue("QueueThatIsNot").SendAsync("{}"u8.ToArray()));

        if (demo.ConnectWithWrongKey is { } connect)
        {
            await using CmqClient stranger = connect();
            await RefusedAsync(demo, "a wrong key", CmqErrors.AuthenticationFailed, () => stranger.Queue<OrderPlaced>().GetAttributesAsync());
        }
        else
        {
            demo.Say("a wrong key: there are no keys within the process");
        }

        await RefusedAsync(demo, "a body above the queue's limit", CmqErrors.MaximumMessageSizeExceeded, () =>
            demo.Cmq.Queue("QueueForTest").SendAsync(new byte[65537].Select(_ => (byte)'x').ToArray()));

        await RefusedAsync(demo, "a name that no queue can have", CmqErrors.QueueNameFormatError, () =>
            demo.Cmq.Queue("1st queue").EnsureCreatedAsync());
    }

    private static async Task RefusedAsync(Demo demo, string what, CmqError expected, Func<Task> request)
    {
        try
        {
            await request();
        }
        catch (CmqServiceException e) when (e.Is(expected))
        {
            demo.Say($"{what}: {e.Message}");
            return;
        }

        Demo.Expect(false, $"{what} to be refused with {expected}");
    }
}
