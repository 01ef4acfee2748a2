using CmqContracts.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Tests;

/// <summary>The backend that a host gets with its client: one account, and nothing that it would have to deliver or dispose.</summary>
public sealed class ClientBackendTests
{
    [Fact]
    public async Task A_host_with_a_client_has_its_account_as_a_backend()
    {
        await using ServiceProvider provider = Services("embedded:backend-own");
        CmqClient client = provider.GetRequiredService<CmqClient>();
        ICmqBackend backend = provider.GetRequiredService<ICmqBackend>();
        await backend.GetService("default").CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        string id = (await client.Service.SendMessagesAsync(new SendMessagesRequest("orders", ["x"u8.ToArray()])))[0];
        Assert.Equal(id, Assert.Single((await backend.GetInspector("default").PeekMessagesAsync(new PeekMessagesRequest("orders", MessageState.Active))).Messages).MessageId);
        Assert.Same(client.Service, backend.GetService("default"));
        Assert.Same(client.Limits, backend.Limits);
        Assert.Equal(["default"], await backend.ListAccountsAsync());
        Assert.Null(await backend.PingAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Default")]
    [InlineData("shop")]
    [InlineData("a\nb")]
    public async Task Another_account_is_refused_by_name(string account)
    {
        await using ServiceProvider provider = Services("embedded:backend-accounts");
        ICmqBackend backend = provider.GetRequiredService<ICmqBackend>();
        foreach (Action ask in (Action[])[() => backend.GetService(account), () => backend.GetInspector(account)])
        {
            ArgumentException refused = Assert.Throws<ArgumentException>(nameof(account), ask);
            Assert.StartsWith($"There is no account '{account.Replace("\n", "\\u000a", StringComparison.Ordinal)}': the client of this host has one account, which is called 'default' here.", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_delivery_is_ever_due_and_waiting_for_one_can_be_ended()
    {
        await using ServiceProvider provider = Services("embedded:backend-pushes");
        using CancellationTokenSource source = new();
        Task<IReadOnlyList<TopicPush>> next = provider.GetRequiredService<ICmqBackend>().Pushes.TakeAsync(1, TimeSpan.FromSeconds(1), source.Token).AsTask();
        Assert.False(next.IsCompleted);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Disposing_the_backend_leaves_the_client_and_the_container_can_be_disposed_either_way()
    {
        using (ServiceProvider provider = Services("embedded:backend-disposed"))
        {
            ICmqBackend backend = provider.GetRequiredService<ICmqBackend>();
            await backend.DisposeAsync();
            Assert.Null(await backend.PingAsync());
        }

        await using ServiceProvider other = Services("embedded:backend-disposed");
        Assert.Null(await other.GetRequiredService<ICmqBackend>().PingAsync());
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_no_working_backend()
    {
        await using AnsweringServer server = new() { Answer = _ => (AnsweringServer.Ok("""{"code":6000,"message":"(10050)server internal error","requestId":"7"}"""), false) };
        await using ServiceProvider provider = Services(server.Endpoint);
        await Assert.ThrowsAnyAsync<CmqException>(() => provider.GetRequiredService<ICmqBackend>().PingAsync().AsTask());
    }

    [Fact]
    public async Task A_backend_of_the_host_s_own_takes_its_place()
    {
        await using Broker.CmqBroker broker = new();
        ServiceCollection services = new();
        services.AddSingleton<ICmqBackend>(broker);
        services.AddCmq(static cmq => cmq.Endpoint = "embedded:backend-other");
        await using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Same(broker, provider.GetRequiredService<ICmqBackend>());
    }

    private static ServiceProvider Services(string endpoint)
    {
        ServiceCollection services = new();
        services.AddCmq(cmq => (cmq.Endpoint, cmq.SecretId, cmq.SecretKey, cmq.Retries) = (endpoint, "AKIDtest", "secret", null));
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
