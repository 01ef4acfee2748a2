using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Tests;

/// <summary>Decorators between a client and its service.</summary>
public sealed class DecoratorTests : IAsyncLifetime
{
    private readonly AnsweringServer _server = new();
    private readonly List<string> _seen = [];

    public static TheoryData<string> Actions => [.. typeof(ICmqService).GetMethods().Select(static method => method.Name)];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Actions))]
    public void A_delegating_service_passes_every_call_on_unchanged(string action)
    {
        MethodInfo method = typeof(ICmqService).GetMethod(action)!;
        object?[] arguments = [.. method.GetParameters().Select(static parameter => parameter.ParameterType == typeof(string) ? parameter.Name
            : parameter.ParameterType == typeof(CancellationToken) ? new CancellationToken(canceled: true)
            : System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(parameter.ParameterType))];
        ICmqService inner = CallRecorder.Create();

        method.Invoke(new DelegatingCmqService(inner), arguments);

        (MethodInfo called, object?[] passed) = Assert.Single(CallRecorder.CallsOf(inner));
        Assert.Equal(method, called);
        Assert.Equal(arguments.Length, passed.Length);
        Assert.All(arguments.Zip(passed), static pair => Assert.True(pair.First is ValueType ? pair.First.Equals(pair.Second) : ReferenceEquals(pair.First, pair.Second)));
        Assert.True(typeof(DelegatingCmqService).GetMethod(action)!.IsVirtual && !typeof(DelegatingCmqService).GetMethod(action)!.IsFinal);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("embedded")]
    public async Task The_last_decorator_sees_a_call_first(string kind)
    {
        _server.Answer = static _ => (AnsweringServer.Ok("""{"code":0,"queueId":"1"}"""), false);
        CmqOptions options = new() { Endpoint = kind == "http" ? _server.Endpoint : "embedded:decorated", SecretId = "id", SecretKey = "key" };
        options.Use(service => new NameRecorder(service, "first", _seen)).Use(service => new NameRecorder(service, "last", _seen));
        await using CmqClient client = CmqClient.Connect(options);
        options.Use(service => new NameRecorder(service, "too late", _seen));

        await client.Queue("orders").EnsureCreatedAsync();

        Assert.Equal(["last", "first"], _seen);
    }

    [Fact]
    public async Task A_host_has_decorators_in_the_order_of_its_registrations()
    {
        ServiceCollection services = new();
        services.AddSingleton(_seen);
        services.AddCmq(static options => options.Endpoint = "embedded:decorated-host")
            .Use(service => new NameRecorder(service, "first", _seen))
            .Use(static (provider, service) => new NameRecorder(service, "last", provider.GetRequiredService<List<string>>()));
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredService<CmqClient>().Queue("orders").EnsureCreatedAsync();

        Assert.Equal(["last", "first"], _seen);
    }

    [Fact]
    public async Task What_a_decorator_throws_reaches_the_caller_unchanged()
    {
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:decorated-throws" }.Use(static service => new Throwing(service)));

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => client.Queue("orders").EnsureCreatedAsync());
    }

    [Fact]
    public void A_decorator_that_cannot_be_made_leaves_nothing_open()
    {
        KeptStores stores = new();
        CmqOptions options = new() { Endpoint = "embedded:./decorated", OpenStore = stores.Open };

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => CmqClient.Connect(options.Use(static _ => null!)));

        Assert.Contains("returned null", error.Message, StringComparison.Ordinal);
        Assert.Equal(["opened", "closed"], stores.Events.Select(static line => line.Split(' ')[0]));
    }

    private sealed class NameRecorder(ICmqService inner, string name, List<string> seen) : DelegatingCmqService(inner)
    {
        public override ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default)
        {
            seen.Add(name);
            return base.CreateQueueAsync(request, cancellationToken);
        }
    }

    private sealed class Throwing(ICmqService inner) : DelegatingCmqService(inner)
    {
        public override ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default) => throw new TimeZoneNotFoundException();
    }
}
