using System.Net.Http.Headers;

namespace CmqContracts.Benchmarks;

/// <summary>The baseline of client figures: posts bytes and reads the answer to its end.</summary>
internal sealed class BareClient : IDisposable
{
    private static readonly MediaTypeHeaderValue FormType = new("application/x-www-form-urlencoded");

    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });

    public async Task PostAsync(Uri address, ReadOnlyMemory<byte> body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = FormType;
        using HttpResponseMessage response = await _invoker.SendAsync(request, CancellationToken.None);
        await response.Content.CopyToAsync(Stream.Null);
    }

    public void Dispose() => _invoker.Dispose();
}
