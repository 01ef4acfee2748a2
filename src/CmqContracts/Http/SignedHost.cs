namespace CmqContracts;

/// <summary>The host of a request as it is signed and sent.</summary>
internal static class SignedHost
{
    /// <summary>A name in its ASCII form, with the port unless it is that of the scheme; an address as it is.</summary>
    public static string Of(Uri endpoint) =>
        endpoint.HostNameType != UriHostNameType.Dns ? endpoint.Authority
        : endpoint.IsDefaultPort ? endpoint.IdnHost
        : $"{endpoint.IdnHost}:{endpoint.Port}";
}
