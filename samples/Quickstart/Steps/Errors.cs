using CmqContracts;
using CmqContracts.Protocol;

namespace Quickstart;

/// <summary>What a user sees when something is wrong.</summary>
internal static class Errors
{
    public static async Task RunAsync(Walk walk)
    {
        await RefusedAsync(walk, "creating a queue that exists", CmqErrors.QueueAlreadyExists, async () =>
            await walk.Cmq.Service.CreateQueueAsync(new CreateQueueRequest("QueueForTest", new QueueSettings())));

        await RefusedAsync(walk, "an unknown queue", CmqErrors.QueueNotFound, () =>
            walk.Cmq.Queue("QueueThatIsNot").SendAsync("{}"u8.ToArray()));

        if (walk.ConnectWithWrongKey is { } connect)
        {
            await using CmqClient stranger = connect();
            await RefusedAsync(walk, "a wrong key", CmqErrors.AuthenticationFailed, () => stranger.Queue<OrderPlaced>().GetAttributesAsync());
        }
        else
        {
            walk.Say("a wrong key: there are no keys within the process");
        }

        await RefusedAsync(walk, "a body above the queue's limit", CmqErrors.MessageTooLarge, () =>
            walk.Cmq.Queue("QueueForTest").SendAsync(new byte[65537].Select(_ => (byte)'x').ToArray()));

        await RefusedAsync(walk, "a name that no queue can have", CmqErrors.QueueNameInvalid, () =>
            walk.Cmq.Queue("1st queue").EnsureCreatedAsync());
    }

    private static async Task RefusedAsync(Walk walk, string what, CmqError expected, Func<Task> request)
    {
        try
        {
            await request();
        }
        catch (CmqServiceException e) when (e.Is(expected))
        {
            walk.Say($"{what}: {e.Message}");
            return;
        }

        Walk.Expect(false, $"{what} to be refused with {expected}");
    }
}
