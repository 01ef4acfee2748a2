using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Tests;

public sealed class ShownMembersTests
{
    [Theory]
    [InlineData("orders", "orders")]
    [InlineData("", "")]
    [InlineData("http://127.0.0.1:8080/hook", "http://127.0.0.1:8080/hook")]
    [InlineData("https://example.org", "https://example.org/")]
    [InlineData("https://USER:PASS@example.org:8443/a/b?QUERY=1#FRAGMENT", "https://example.org:8443/a/b")]
    [InlineData(" https://USER@example.org/a?QUERY ", "https://example.org/a")]
    [InlineData("https:/USER:PASS@example.org", "(28 characters that are no URL)")]
    [InlineData("//USER:PASS@example.org", "(23 characters that are no URL)")]
    [InlineData("USER:PASS@example.org", "(21 characters that are no URL)")]
    [InlineData("ftp://USER:PASS@example.org/", "(28 characters that are no URL)")]
    [InlineData("http://USER:PASS@", "(17 characters that are no URL)")]
    [InlineData("http://USER:PASS@[bad/?QUERY", "(28 characters that are no URL)")]
    [InlineData("orders?QUERY", "(12 characters that are no URL)")]
    [InlineData("orders\nforged", "orders\\u000aforged")]
    public void An_endpoint_is_shown_without_user_password_and_query(string endpoint, string shown)
    {
        StringBuilder text = new();
        Assert.True(new ShownMembers(text).Add("Name", "x").AddEndpoint("Endpoint", endpoint).Any);
        Assert.Equal($"Name = x, Endpoint = {shown}", text.ToString());
    }
}
