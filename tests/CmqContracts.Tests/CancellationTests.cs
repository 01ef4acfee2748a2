using System.Text;

namespace CmqContracts.Tests;

/// <summary>A call over HTTP that is cancelled says by whose token, and nothing else.</summary>
public sealed class CancellationTests : IAsyncLifetime
{
    private readonly AnsweringServer _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 2")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"code\":0")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n{")]
    public async Task A_call_that_is_cancelled_while_the_answer_arrives(string begun)
    {
        await using CmqClient client = Connect();
        IQueueClient<ReadOnlyMemory<byte>> queue = client.Queue("q");
        foreach (Func<CancellationToken, Task> call in (Func<CancellationToken, Task>[])
        [
            token => queue.SendAsync("a"u8.ToArray(), cancellationToken: token),
            token => queue.SendManyAsync([.. new ReadOnlyMemory<byte>[] { "a"u8.ToArray(), "b"u8.ToArray() }], cancellationToken: token),
            token => queue.ReceiveAsync(TimeSpan.FromSeconds(20), token),
            token => queue.GetAttributesAsync(token),
        ])
        {
            TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _server.Answered = () => answered.TrySetResult();
            _server.Answer = _ => (Encoding.ASCII.GetBytes(begun), false);
            using CancellationTokenSource cancellation = new();
            Task running = call(cancellation.Token);
            await answered.Task;
            await cancellation.CancelAsync();

            AssertCancelled(await Record.ExceptionAsync(() => running), cancellation.Token);
        }
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand()
    {
        await using CmqClient client = Connect();
        using CancellationTokenSource cancellation = new();
        await cancellation.CancelAsync();

        AssertCancelled(await Record.ExceptionAsync(() => client.Queue("q").SendAsync("a"u8.ToArray(), cancellationToken: cancellation.Token)), cancellation.Token);
        Assert.Equal(0, _server.Requests);
    }

    private CmqClient Connect() => CmqClient.Connect(new CmqOptions { Endpoint = _server.Endpoint, SecretId = "id", SecretKey = "key", Timeout = TimeSpan.FromMinutes(1) });

    private static void AssertCancelled(Exception? error, CancellationToken token)
    {
        Assert.Equal(token, Assert.IsAssignableFrom<OperationCanceledException>(error).CancellationToken);
        Assert.Null(error!.InnerException);
    }
}
