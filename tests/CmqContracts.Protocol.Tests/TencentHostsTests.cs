namespace CmqContracts.Protocol.Tests;

/// <summary>Which hosts are Tencent's own, and of which service.</summary>
public sealed class TencentHostsTests
{
    [Theory]
    [InlineData("gz")]
    [InlineData("ap-guangzhou")]
    public void The_hosts_of_a_region_are_known(string region)
    {
        Assert.All(TencentHosts.Of(region), host => Assert.True(TencentHosts.IsOne(host), host));
        Assert.Equal(Enumerable.Repeat<CmqProfile?>(CmqProfile.Tdmq, 5), TencentHosts.Of(region).Select(TencentHosts.ProfileOf));
        Assert.All(TencentHosts.Of(region), static host => Assert.Equal("ap-guangzhou", TencentHosts.RegionOf(host)));
        Assert.True(TencentHosts.IsOne(TencentHosts.Api3));
    }

    [Theory]
    [InlineData("CMQ-queue-GZ.api.qcloud.com", true, CmqProfile.Tdmq)]
    [InlineData("cmq-other-gz.api.tencentyun.com", false, CmqProfile.Tdmq)]
    [InlineData("gz.mqadapter.cmq.tencentyun.com", true, CmqProfile.Tdmq)]
    [InlineData("x.public.tencenttdmq.com", false, CmqProfile.Tdmq)]
    [InlineData("cmq.ap-guangzhou.tencentcloudapi.com", true, null)]
    [InlineData("cvm.tencentcloudapi.com", false, null)]
    [InlineData("cmq-queue-gz.api.qcloud.com.example", false, null)]
    [InlineData("cmq-queue-gz.api.qcloud.com\n", false, null)]
    [InlineData("api.qcloud.com", false, null)]
    [InlineData("", false, null)]
    public void A_host_is_one_of_them_or_only_of_their_domain_or_neither(string host, bool isOne, CmqProfile? profile)
    {
        Assert.Equal(isOne, TencentHosts.IsOne(host));
        Assert.Equal(profile, TencentHosts.ProfileOf(host));
    }

    [Theory]
    [InlineData("cmq-queue-gz.api.qcloud.com", "https://cmq-gz.public.tencenttdmq.com")]
    [InlineData("CMQ-topic-SZJR.api.qcloud.com", "https://cmq-szjr.public.tencenttdmq.com")]
    [InlineData("cmq-queue-bj.api.tencentyun.com", "http://bj.mqadapter.cmq.tencentyun.com")]
    [InlineData("cmq-gz.public.tencenttdmq.com", null)]
    [InlineData("gz.mqadapter.cmq.tencentyun.com", null)]
    [InlineData("cmq-queue-gz.api.qcloud.com.example.org", null)]
    public void A_host_of_the_former_service_has_a_successor(string host, string? successor) => Assert.Equal(successor, TencentHosts.SuccessorOf(host));

    [Theory]
    [InlineData("CMQ-queue-SH.api.qcloud.com", "ap-shanghai")]
    [InlineData("cmq-topic-usw.api.tencentyun.com", "na-siliconvalley")]
    [InlineData("cmq-sg.public.tencenttdmq.com", "ap-singapore")]
    [InlineData("bj.mqadapter.cmq.tencentyun.com", "ap-beijing")]
    [InlineData("cmq-newone.public.tencenttdmq.com", "newone")]
    [InlineData("tdmq.tencentcloudapi.com", null)]
    [InlineData("127.0.0.1", null)]
    public void A_host_names_its_region(string host, string? region) => Assert.Equal(region, TencentHosts.RegionOf(host));
}
