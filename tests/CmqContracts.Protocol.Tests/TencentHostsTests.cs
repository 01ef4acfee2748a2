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
        Assert.Equal([CmqProfile.Classic, CmqProfile.Classic, CmqProfile.Classic, CmqProfile.Classic, CmqProfile.Tdmq], TencentHosts.Of(region).Select(TencentHosts.ProfileOf));
        Assert.True(TencentHosts.IsOne(TencentHosts.Api3));
    }

    [Theory]
    [InlineData("CMQ-queue-GZ.api.qcloud.com", true, CmqProfile.Classic)]
    [InlineData("cmq-other-gz.api.tencentyun.com", false, CmqProfile.Classic)]
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
}
