namespace CmqContracts;

/// <summary>Where API 3.0 manages the queues and topics of a service.</summary>
/// <param name="Address">Where requests go.</param>
/// <param name="Region">The region, as API 3.0 names it; <see langword="null"/>: it is not known.</param>
/// <param name="NeedsRegion">Whether the service serves many regions, so that a request without one cannot be answered.</param>
internal sealed record ControlPlane(Uri Address, string? Region, bool NeedsRegion)
{
    /// <summary>The control plane that options mean.</summary>
    /// <param name="options">The options, which are valid.</param>
    /// <param name="endpoint">The endpoint of messages.</param>
    public static ControlPlane Of(CmqOptions options, Uri endpoint)
    {
        bool isTencent = TencentHosts.IsOne(endpoint.IdnHost);
        Uri address = options.ControlEndpoint is { } stated ? new Uri(stated) : isTencent ? new Uri($"https://{TencentHosts.Api3}") : new Uri(endpoint.GetLeftPart(UriPartial.Authority));
        string? region = TencentHosts.RegionOf(endpoint.IdnHost) ?? (string.IsNullOrEmpty(options.Region) ? null : TencentHosts.LongRegion(options.Region));
        return new ControlPlane(address, region, TencentHosts.IsOne(address.IdnHost));
    }
}
