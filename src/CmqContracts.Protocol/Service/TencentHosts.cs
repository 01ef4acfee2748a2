using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace CmqContracts;

/// <summary>The hosts of Tencent's own CMQ: the classic one, TDMQ and API 3.0, from outside and from inside Tencent Cloud.</summary>
internal static partial class TencentHosts
{
    /// <summary>The host of API 3.0 that serves every region.</summary>
    public const string Api3 = "tdmq.tencentcloudapi.com";

    /// <summary>The regions by their short names.</summary>
    private static readonly FrozenDictionary<string, string> Regions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["bj"] = "ap-beijing", ["cd"] = "ap-chengdu", ["cq"] = "ap-chongqing", ["gz"] = "ap-guangzhou", ["hk"] = "ap-hongkong", ["kr"] = "ap-seoul",
        ["sh"] = "ap-shanghai", ["sg"] = "ap-singapore", ["de"] = "eu-frankfurt", ["usw"] = "na-siliconvalley", ["ca"] = "na-toronto", ["in"] = "ap-mumbai",
        ["use"] = "na-ashburn", ["th"] = "ap-bangkok", ["ru"] = "eu-moscow", ["jp"] = "ap-tokyo", ["shjr"] = "ap-shanghai-fsi", ["szjr"] = "ap-shenzhen-fsi",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The hosts for the queues and topics of a region.</summary>
    /// <param name="region">The region as it stands in the names, such as <c>gz</c>.</param>
    public static IReadOnlyList<string> Of(string region) =>
    [
        $"cmq-queue-{region}.api.qcloud.com", $"cmq-queue-{region}.api.tencentyun.com",
        $"cmq-topic-{region}.api.qcloud.com", $"cmq-topic-{region}.api.tencentyun.com",
        $"cmq-{region}.public.tencenttdmq.com",
    ];

    /// <summary>Whether a host is one of these and no other of the same domain.</summary>
    /// <param name="name">The host's name, without a port.</param>
    public static bool IsOne(string name) => All().IsMatch(name);

    /// <summary>The region of a host, as API 3.0 names it, such as <c>ap-guangzhou</c>; <see langword="null"/>: the host is of none that is known.</summary>
    /// <param name="name">The host's name, without a port.</param>
    public static string? RegionOf(string name)
    {
        Match match = OfRegion().Match(name);
        return match.Success && IsOne(name) ? LongRegion(match.Groups["region"].Value) : null;
    }

    /// <summary>A region as API 3.0 names it: <c>ap-guangzhou</c> for <c>gz</c>. A name that is no short one stays.</summary>
    public static string LongRegion(string region)
    {
        ArgumentNullException.ThrowIfNull(region);
        return Regions.GetValueOrDefault(region, region);
    }

    /// <summary>The profile of the service that answers under a host; <see langword="null"/>: it cannot be told. Other hosts of CMQ's domains count too.</summary>
    /// <param name="name">The host's name, without a port.</param>
    public static CmqProfile? ProfileOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        // The former service ended on 2022-12-31; what is sent to its addresses is forwarded to TDMQ.
        return EndsWith(".tencenttdmq.com") || EndsWith(".mqadapter.cmq.tencentyun.com") || SuccessorOf(name) is not null ? CmqProfile.Tdmq : null;

        bool EndsWith(string ending) => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The address of TDMQ that takes the place of one of the former service; <see langword="null"/>: the host is none of those. Source: CMQ document 1496/122722.</summary>
    /// <param name="name">The host's name, without a port.</param>
    public static string? SuccessorOf(string name)
    {
        Match match = Former().Match(name);
        if (!match.Success)
            return null;
        string region = match.Groups["region"].Value.ToLowerInvariant();
        return match.Groups["inside"].Success ? $"http://{region}.mqadapter.cmq.tencentyun.com" : $"https://cmq-{region}.public.tencenttdmq.com";
    }

    [GeneratedRegex(
        @"^(cmq-(queue|topic)-[a-z0-9-]+\.api\.(qcloud|tencentyun)\.com|cmq-[a-z0-9-]+\.public\.tencenttdmq\.com|[a-z0-9-]+\.mqadapter\.cmq\.tencentyun\.com|(cmq|tdmq)(\.internal)?(\.[a-z0-9-]+)?\.tencentcloudapi\.com)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex All();

    [GeneratedRegex(
        @"^cmq-((queue|topic)-)?(?<region>[a-z0-9-]+)\.api\.(qcloud|(?<inside>tencentyun))\.com\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Former();

    [GeneratedRegex(
        @"^(cmq-((queue|topic)-)?(?<region>[a-z0-9-]+)(\.public\.tencenttdmq\.com|\.api\.(qcloud|tencentyun)\.com)|(?<region>[a-z0-9-]+)\.mqadapter\.cmq\.tencentyun\.com)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OfRegion();
}
