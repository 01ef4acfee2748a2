namespace CmqContracts.Protocol.Tests;

/// <summary>What a subscription's endpoint must be, and which endpoints are at one place.</summary>
public sealed class SubscriptionEndpointTests
{
    private static readonly CmqLimits Limits = CmqLimits.Classic;

    /// <summary>.NET takes each for a URL, and none of them has a host in ASCII.</summary>
    public static TheoryData<string> HostsWithoutAsciiForm =>
        ["http://xn--ü/", "https://u:pw@xn--ü:8080/", "http://" + new string('ü', 60) + "/", $"http://{string.Join('.', Enumerable.Repeat("ü" + new string('a', 50), 6))}/"];

    [Theory]
    [InlineData("http://\u00ad/")]
    [InlineData("http://\u200d/")]
    [InlineData("http://a\u200db/")]
    [InlineData("http://\ufdd0/")]
    [InlineData("http://\u0300/")]
    public void A_host_is_refused_or_has_a_place_in_ASCII_wherever_the_process_takes_its_Unicode_tables_from(string endpoint)
    {
        if (SubscriptionEndpoint.PlaceOf(endpoint) == endpoint)
            Refusal.Expect(CmqErrors.EndpointFormatError, () => SubscriptionEndpoint.Check(SubscriptionProtocol.Http, endpoint, Limits), "no ASCII form");
        else
            Assert.True(System.Text.Ascii.IsValid(SubscriptionEndpoint.PlaceOf(endpoint)));
    }

    [Theory]
    [MemberData(nameof(HostsWithoutAsciiForm))]
    public void A_host_that_cannot_be_looked_up_is_refused(string endpoint)
    {
        Refusal.Expect(CmqErrors.EndpointFormatError, () => SubscriptionEndpoint.Check(SubscriptionProtocol.Http, endpoint, Limits), "no ASCII form");
        Assert.Equal(endpoint, SubscriptionEndpoint.PlaceOf(endpoint));
    }

    [Theory]
    [InlineData("http://example.com/a?b=c", "http://example.com:80")]
    [InlineData("HTTPS://u:pw@EXAMPLE.com/#x", "https://example.com:443")]
    [InlineData("http://bücher.example:8080", "http://xn--bcher-kva.example:8080")]
    [InlineData("http://xn--bcher-kva.example:8080/x", "http://xn--bcher-kva.example:8080")]
    [InlineData("http://127.0.0.1:1/hook", "http://127.0.0.1:1")]
    [InlineData("orders", "orders")]
    [InlineData("", "")]
    public void The_place_of_an_endpoint_is_where_it_is_posted_to(string endpoint, string place)
    {
        Assert.Equal(place, SubscriptionEndpoint.PlaceOf(endpoint));
        if (place.StartsWith("http", StringComparison.Ordinal))
            SubscriptionEndpoint.Check(SubscriptionProtocol.Http, endpoint, Limits);
    }

    [Fact]
    public void A_protocol_that_there_is_not_is_refused() =>
        Refusal.Expect(CmqErrors.UndefinedProtocol, () => SubscriptionEndpoint.Check((SubscriptionProtocol)2, "orders", Limits), "protocol is 2", "http or queue");

    [Theory]
    [InlineData("http://u:SECRET@h/")]
    [InlineData("http://u:SECRET@h/and/a/path/that/makes/it/longer/than/what/a/name/may/have")]
    [InlineData("u:SECRET@h")]
    [InlineData("-u:SECRET@h")]
    [InlineData("https://h/?key=SECRET")]
    public void A_URL_in_place_of_a_queue_s_name_is_not_repeated(string endpoint)
    {
        CmqServiceException refusal = Assert.Throws<CmqServiceException>(() => SubscriptionEndpoint.Check(SubscriptionProtocol.Queue, endpoint, Limits));
        Assert.Equal(CmqErrors.EndpointFormatError, refusal.Error);
        Assert.StartsWith("The queue name, which may be a URL and is not shown, ", refusal.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", refusal.ToString(), StringComparison.Ordinal);
    }
}
