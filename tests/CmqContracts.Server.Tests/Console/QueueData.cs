using System.Text;

namespace CmqContracts.Server.Tests;

/// <summary>What tests of the console's pages put into queues and read from them, of the account <c>default</c>.</summary>
internal static class QueueData
{
    public static ValueTask<string> CreateAsync(this ServerUnderTest server, string queue, QueueSettings? settings = null) =>
        server.Broker.GetService("default").CreateQueueAsync(new CreateQueueRequest(queue, settings ?? new QueueSettings()));

    /// <returns>The ids.</returns>
    public static async Task<IReadOnlyList<string>> SendAsync(this ServerUnderTest server, string queue, params string[] bodies)
    {
        List<string> ids = [];
        foreach (string[] batch in bodies.Chunk(16))
            ids.AddRange(await server.Broker.GetService("default").SendMessagesAsync(new SendMessagesRequest(queue, [.. batch.Select(static body => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(body))])));
        return ids;
    }

    public static async Task<CmqMessage> ReceiveAsync(this ServerUnderTest server, string queue) =>
        Assert.Single(await server.Broker.GetService("default").ReceiveMessagesAsync(new ReceiveMessagesRequest(queue) { PollingWaitSeconds = 0 }));

    /// <summary>The bodies of a state, oldest first.</summary>
    public static async Task<IReadOnlyList<string>> BodiesAsync(this ServerUnderTest server, string queue, MessageState state = MessageState.Active) =>
        [.. (await server.Broker.GetInspector("default").PeekMessagesAsync(new PeekMessagesRequest(queue, state) { MaxMessages = 1000, MaxBytes = 16 * 1024 * 1024 })).Messages.Select(static message => Encoding.UTF8.GetString(message.Body.Span))];

    /// <summary>A browser in which a key of the account has signed in that may only do this.</summary>
    public static async Task<ConsoleClient> SignInWithAsync(this ServerUnderTest server, CmqKeyAccess access)
    {
        CmqKey key = new() { SecretId = "AKIDlimited", SecretKey = "limited key", Access = access };
        server.Server.ReplaceKeys([new CmqKey { SecretId = ServerUnderTest.SecretId, SecretKey = ServerUnderTest.SecretKey }, key]);
        return await ConsoleClient.SignInAsync(server, "AKIDlimited", "limited key");
    }
}
