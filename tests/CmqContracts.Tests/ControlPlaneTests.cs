using Microsoft.Extensions.Options;

namespace CmqContracts.Tests;

/// <summary>Where queues and topics are managed on TDMQ, and by which region.</summary>
public sealed class ControlPlaneTests
{
    [Theory]
    [InlineData("https://cmq-gz.public.tencenttdmq.com", null, null, "https://tdmq.tencentcloudapi.com/", "ap-guangzhou", true)]
    [InlineData("http://sh.mqadapter.cmq.tencentyun.com", "https://tdmq.internal.tencentcloudapi.com", null, "https://tdmq.internal.tencentcloudapi.com/", "ap-shanghai", true)]
    [InlineData("https://cmq-queue-bj.api.qcloud.com", null, "sh", "https://tdmq.tencentcloudapi.com/", "ap-beijing", true)]
    [InlineData("http://127.0.0.1:8600/v2/index.php", null, null, "http://127.0.0.1:8600/", null, false)]
    [InlineData("http://127.0.0.1:8600", null, "gz", "http://127.0.0.1:8600/", "ap-guangzhou", false)]
    [InlineData("https://proxy.example.org", "https://tdmq.tencentcloudapi.com", "eu-frankfurt", "https://tdmq.tencentcloudapi.com/", "eu-frankfurt", true)]
    public void Address_and_region_follow_from_the_endpoint_unless_set(string endpoint, string? control, string? region, string address, string? expected, bool needsRegion)
    {
        ControlPlane plane = ControlPlane.Of(new CmqOptions { ControlEndpoint = control, Region = region }, new Uri(endpoint));

        Assert.Equal(new ControlPlane(new Uri(address), expected, needsRegion), plane);
    }

    [Fact]
    public async Task Without_a_region_the_first_control_call_says_so_and_sends_nothing()
    {
        CmqOptions options = Options("https://proxy.example.org");
        options.ControlEndpoint = "https://tdmq.tencentcloudapi.com";
        options.Profile = CmqProfile.Tdmq;
        await using CmqClient client = CmqClient.Connect(options);

        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => client.Queue("orders").EnsureCreatedAsync());

        Assert.Equal(CmqOutcome.NotSent, error.Outcome);
        Assert.Contains("The region is not known, which this endpoint serves many of. Set CmqOptions.Region, such as ap-guangzhou.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://x", "CmqOptions.ControlEndpoint is not an address; write http://host:port, https://host, or 'embedded:'.")]
    [InlineData("embedded:", "CmqOptions.ControlEndpoint names a broker in this process, which manages its queues itself; leave it out.")]
    [InlineData("https://a:b@host", "CmqOptions.ControlEndpoint holds a user or key before '@'; keys belong into SecretId and SecretKey.")]
    public void A_control_endpoint_that_cannot_be_is_refused(string control, string failure)
    {
        CmqOptions options = Options("https://cmq-gz.public.tencenttdmq.com");
        options.ControlEndpoint = control;

        Assert.Equal([failure], Assert.Throws<OptionsValidationException>(() => CmqClient.Connect(options)).Failures);
    }

    private static CmqOptions Options(string endpoint) => new() { Endpoint = endpoint, SecretId = "AKIDtest", SecretKey = "key" };
}
