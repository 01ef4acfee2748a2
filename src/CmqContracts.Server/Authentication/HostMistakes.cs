namespace CmqContracts.Server;

/// <summary>The wrong hosts that clients sign when their address is fixed or parsed incorrectly.</summary>
internal static class HostMistakes
{
    /// <summary>A host together with other parts of an address, which do not belong to it.</summary>
    public static IEnumerable<string> Addresses(string host) => ["http://" + host, "https://" + host, host + "/", "http://" + host + "/", "https://" + host + "/"];

    /// <summary>The loopback names, with the port of a host and without.</summary>
    public static IEnumerable<string> OfThisComputer(string host)
    {
        int colon = host.LastIndexOf(':');
        string port = colon > 0 ? host[colon..] : "";
        return ["localhost" + port, "127.0.0.1" + port, "localhost", "127.0.0.1"];
    }
}
