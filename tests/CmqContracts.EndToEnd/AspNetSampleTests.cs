using System.Net;
using System.Net.Http.Json;
using AspNet;
using CmqContracts.Testing;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;

namespace CmqContracts.EndToEnd;

/// <summary>The sample of ASP.NET Core, as a user tests such a program: with WebApplicationFactory and a test host.</summary>
public sealed class AspNetSampleTests : IAsyncLifetime
{
    private readonly CmqTestHost _test = new();
    private readonly WebApplicationFactory<Shipments> _site;

    public AspNetSampleTests() => _site = new WebApplicationFactory<Shipments>().WithWebHostBuilder(site => site.ConfigureTestServices(_test.AddTo));

    [Fact]
    public async Task An_order_is_shipped_in_the_background()
    {
        using HttpClient http = _site.CreateClient();
        await _test.SettleAsync();

        using HttpResponseMessage accepted = await http.PostAsJsonAsync("/orders", new { customer = "李雷", pieces = 2 });
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        await _test.SettleAsync();

        Assert.Equal("shipped", await http.GetStringAsync(accepted.Headers.Location));
        Assert.Equal("李雷", Assert.Single(_test.Queue<OrderPlaced>().Deleted).Customer);
        Assert.Equal("Healthy", await http.GetStringAsync("/health"));
    }

    [Fact]
    public async Task An_order_without_pieces_goes_to_the_dead_letter_queue()
    {
        using HttpClient http = _site.CreateClient();
        await _test.SettleAsync();

        using HttpResponseMessage accepted = await http.PostAsJsonAsync("/orders", new { customer = "韩梅梅", pieces = 0 });
        await _test.SettleAsync();

        Assert.Equal("not shipped yet", await http.GetStringAsync(accepted.Headers.Location));
        Assert.Single(await _test.Queue("AspNetOrders-failed").PeekAsync());
    }

    [Theory]
    [InlineData("""{"pieces":2}""")]
    [InlineData("""{"customer":null,"pieces":2}""")]
    [InlineData("""{"customer":" ","pieces":2}""")]
    public async Task An_order_without_a_customer_is_refused(string order)
    {
        using HttpClient http = _site.CreateClient();
        using StringContent content = new(order, System.Text.Encoding.UTF8, "application/json");

        using HttpResponseMessage refused = await http.PostAsync("/orders", content);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("An order needs a customer.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(_test.Queue<OrderPlaced>().Sent);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _site.DisposeAsync();
        await _test.DisposeAsync();
    }
}
