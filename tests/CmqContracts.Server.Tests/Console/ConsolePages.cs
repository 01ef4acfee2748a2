using System.Net;
using System.Text.RegularExpressions;

namespace CmqContracts.Server.Tests;

/// <summary>What tests of several pages need.</summary>
internal static class ConsolePages
{
    /// <summary>Adds a key that only reads to a server.</summary>
    public static void WithReader(CmqServerOptions options) => options.Keys = [.. options.Keys, new CmqKey { SecretId = "AKIDreader", SecretKey = "reader key", Access = CmqKeyAccess.ReadOnly }];

    /// <summary>A browser in which that key has signed in.</summary>
    public static Task<ConsoleClient> SignInReaderAsync(ServerUnderTest server) => ConsoleClient.SignInAsync(server, "AKIDreader", "reader key");

    /// <summary>What a page says is wrong at a field; empty: nothing.</summary>
    public static string ProblemAt(ConsoleAnswer page, string field) =>
        WebUtility.HtmlDecode(Regex.Match(page.Text, $"<p class=\"wrong\" id=\"{field}-problem\"[^>]*>([^<]*)</p>").Groups[1].Value);
}
