using System.Text;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Tests;

/// <summary>A wrong signature costs the server little, whatever a request makes it hash.</summary>
public sealed class SigningCostTests
{
    private const int Kilobyte = 1024;

    [Theory]
    [InlineData("host", true)]
    [InlineData("content-type;host;x-tc-action", true)]
    [InlineData("host;host", false)]
    [InlineData("host;Host", false)]
    [InlineData("a;a;a;a", false)]
    [InlineData(";", false)]
    public void Signed_headers_are_named_once(string names, bool accepted) => Assert.Equal(accepted, TryParse(names));

    [Fact]
    public void At_most_32_headers_are_signed()
    {
        Assert.True(TryParse(string.Join(';', Enumerable.Range(0, 32))));
        Assert.False(TryParse(string.Join(';', Enumerable.Range(0, 33))));
        Assert.False(TryParse(string.Join(';', Enumerable.Range(0, 8_000))));
        Assert.False(TryParse(string.Join(';', Enumerable.Range(0, 31).Append(0))));
    }

    [Theory]
    [InlineData("SignedHeaders=", ";")]
    [InlineData("SignedHeaders=", "a;")]
    [InlineData("Credential=", "/")]
    [InlineData("", ",")]
    [InlineData("", "a,")]
    [InlineData("Signature=", "a ")]
    public void Reading_a_header_of_separators_allocates_nothing_for_its_parts(string name, string part)
    {
        string header = Tc3Signature.Algorithm + " " + name + string.Concat(Enumerable.Repeat(part, 32 * Kilobyte / part.Length));
        Assert.False(Tc3Authorization.TryParse(header, out _));
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool read = Tc3Authorization.TryParse(header, out _);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * Kilobyte);
        Assert.False(read);
    }

    [Fact]
    public void A_large_request_is_tried_in_few_forms_without_copying_it()
    {
        Tc3Authorization authorization = new("AKID", "2023-11-14", "tdmq", "host", new string('0', 64));
        string query = new('q', 110 * Kilobyte);
        string payload = Tc3Request.HashPayload([]);
        int tried = 0;
        Assert.False(Tc3Signature.Verify(Forms(), authorization, "key"u8));
        tried = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(Tc3Signature.Verify(Forms(), authorization, "key"u8));

        Assert.Equal(10, tried);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50 * Kilobyte);

        IEnumerable<Tc3Request> Forms()
        {
            while (true)
            {
                tried++;
                yield return new Tc3Request("GET", query, [KeyValuePair.Create("host", "h")], payload, 1_700_000_000);
            }
        }
    }

    [Theory]
    [InlineData(100, 50)]
    [InlineData(110 * Kilobyte, 10)]
    public void A_signature_in_a_later_form_verifies_in_any_of_many_when_the_request_is_small(int queryLength, int most)
    {
        string payload = Tc3Request.HashPayload([]);
        Tc3Request[] forms = [.. Enumerable.Range(1, most + 1).Select(i => new Tc3Request("GET", new string('q', queryLength), [KeyValuePair.Create("host", $"h{i}")], payload, 1_700_000_000))];
        Tc3Authorization ofLast = Tc3Signature.Sign(forms[most - 1], "AKID", "key"u8, "tdmq"), ofNext = Tc3Signature.Sign(forms[most], "AKID", "key"u8, "tdmq");

        Assert.True(Tc3Signature.Verify(forms, ofLast, "key"u8));
        Assert.Equal(queryLength == 100, Tc3Signature.Verify(forms, ofNext, "key"u8));
    }

    [Theory]
    [InlineData(200, 60, 64)]
    [InlineData(64 * 1024, 1, 20)]
    [InlineData(200 * 1024, 14, 18)]
    [InlineData(2 * 1024 * 1024, 1, 9)]
    [InlineData(4 * 1024 * 1024, 1, 9)]
    public void A_v2_request_is_tried_under_many_hosts_only_when_it_is_small(int valueLength, int atLeast, int atMost)
    {
        using V2Parameters parameters = new();
        parameters.Add("Action"u8, new string('x', valueLength));
        parameters.Add("SignatureMethod"u8, "HmacSHA1"u8);
        parameters.Add("Signature"u8, "wrong"u8);
        CountingHosts hosts = new(64);
        Assert.False(V2Signature.Verify(new V2RequestLine("POST", "first", "/"), parameters, "key"u8, hosts));

        Assert.InRange(hosts.Asked, atLeast, atMost);
    }

    private static bool TryParse(string names) =>
        Tc3Authorization.TryParse($"{Tc3Signature.Algorithm} Credential=AKID/2023-11-14/tdmq/tc3_request, SignedHeaders={names}, Signature=ab", out _);
}
