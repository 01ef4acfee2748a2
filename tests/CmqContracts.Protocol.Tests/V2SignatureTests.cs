using System.Text;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Tests;

public sealed class V2SignatureTests
{
    public static TheoryData<string> AllVectors => [.. SigningVectors.V2.Select(vector => vector.Id)];

    [Fact]
    public void The_vectors_are_all_there() => Assert.Equal(21, SigningVectors.V2.Count);

    [Theory]
    [MemberData(nameof(AllVectors))]
    public void Signing_gives_the_vector_s_string_and_signature(string id)
    {
        V2Vector vector = SigningVectors.Find(id);
        using V2Parameters parameters = new();
        foreach ((string name, string value) in vector.Parameters)
            parameters.Add(Encoding.UTF8.GetBytes(name), value);

        Assert.Equal(vector.StringToSign, V2Signature.StringToSign(RequestLine(vector), parameters));
        Assert.Equal(vector.Signature, Sign(vector, parameters, vector.Hash));
    }

    [Theory]
    [MemberData(nameof(AllVectors))]
    public void The_vector_s_wire_form_verifies(string id)
    {
        V2Vector vector = SigningVectors.Find(id);
        using V2Parameters parameters = ReadWire(vector, vector.Signature);

        Assert.True(V2Signature.Verify(RequestLine(vector), parameters, Encoding.UTF8.GetBytes(vector.SecretKey)));
    }

    [Theory]
    [MemberData(nameof(AllVectors))]
    public void Any_other_key_is_refused(string id)
    {
        V2Vector vector = SigningVectors.Find(id);
        using V2Parameters parameters = ReadWire(vector, vector.Signature);

        Assert.False(V2Signature.Verify(RequestLine(vector), parameters, Encoding.UTF8.GetBytes(vector.SecretKey + "x")));
    }

    [Theory]
    [MemberData(nameof(AllVectors))]
    public void A_changed_or_added_value_is_refused(string id)
    {
        V2Vector vector = SigningVectors.Find(id);
        byte[] key = Encoding.UTF8.GetBytes(vector.SecretKey);
        foreach (string name in vector.Parameters.Keys.Where(name => name != "SignatureMethod"))
        {
            using V2Parameters changed = new();
            foreach ((string other, string value) in vector.Parameters)
                changed.Add(Encoding.UTF8.GetBytes(other), other == name ? value + "!" : value);
            changed.Add("Signature"u8, vector.Signature);
            Assert.False(V2Signature.Verify(RequestLine(vector), changed, key), name);
        }

        using V2Parameters added = ReadWire(vector, vector.Signature);
        added.Add("queueName2"u8, "x");
        Assert.False(V2Signature.Verify(RequestLine(vector), added, key));
    }

    [Theory]
    [InlineData("V05", "SHA-256 under a method name that is not one of the two")]
    [InlineData("V08", "values of a GET encoded before signing")]
    [InlineData("V13", "values that begin with @ left out of a POST")]
    [InlineData("V20", "tags joined in one parameter")]
    public void An_alternative_that_real_clients_send_is_accepted(string id, string why)
    {
        V2Vector vector = SigningVectors.Find(id);
        string alternative = Assert.Single(vector.Alternatives);
        using V2Parameters parameters = ReadWire(vector, alternative);

        Assert.True(V2Signature.Verify(RequestLine(vector), parameters, Encoding.UTF8.GetBytes(vector.SecretKey)), why);
    }

    [Fact]
    public void An_alternative_that_sorts_after_replacing_underscores_is_refused()
    {
        V2Vector vector = SigningVectors.Find("V14");
        using V2Parameters parameters = ReadWire(vector, Assert.Single(vector.Alternatives));

        Assert.False(V2Signature.Verify(RequestLine(vector), parameters, Encoding.UTF8.GetBytes(vector.SecretKey)));
    }

    [Fact]
    public void Leaving_out_values_that_begin_with_at_is_refused_for_a_GET()
    {
        V2Vector vector = SigningVectors.Find("V13");
        using V2Parameters withoutBody = new();
        foreach ((string name, string value) in vector.Parameters.Where(parameter => !parameter.Value.StartsWith('@')))
            withoutBody.Add(Encoding.UTF8.GetBytes(name), value);
        V2RequestLine get = RequestLine(vector) with { Method = "GET" };
        Span<byte> signature = stackalloc byte[V2Signature.MaxLength];
        int length = V2Signature.Sign(get, withoutBody, vector.Hash, Encoding.UTF8.GetBytes(vector.SecretKey), signature);
        using V2Parameters parameters = ReadWire(vector, Encoding.ASCII.GetString(signature[..length]));

        Assert.False(V2Signature.Verify(get, parameters, Encoding.UTF8.GetBytes(vector.SecretKey)));
    }

    [Fact]
    public void A_host_signed_without_its_port_is_accepted()
    {
        V2Vector vector = SigningVectors.Find("V12");
        using V2Parameters unsigned = new();
        foreach ((string name, string value) in vector.Parameters)
            unsigned.Add(Encoding.UTF8.GetBytes(name), value);
        string signature = Sign(vector with { Host = "127.0.0.1" }, unsigned, vector.Hash);
        using V2Parameters parameters = ReadWire(vector, signature);

        Assert.True(V2Signature.Verify(RequestLine(vector), parameters, Encoding.UTF8.GetBytes(vector.SecretKey)));
    }

    [Theory]
    [InlineData("cmq.example.com")]
    [InlineData("cmq.example.com:8443")]
    public void A_host_that_the_server_is_known_by_is_accepted_with_and_without_port(string known)
    {
        V2Vector vector = SigningVectors.Find("V12");
        using V2Parameters unsigned = new();
        foreach ((string name, string value) in vector.Parameters)
            unsigned.Add(Encoding.UTF8.GetBytes(name), value);
        using V2Parameters parameters = ReadWire(vector, Sign(vector with { Host = "cmq.example.com" }, unsigned, vector.Hash));
        byte[] key = Encoding.UTF8.GetBytes(vector.SecretKey);

        Assert.False(V2Signature.Verify(RequestLine(vector), parameters, key));
        Assert.False(V2Signature.Verify(RequestLine(vector), parameters, key, ["another.example.com"]));
        Assert.True(V2Signature.Verify(RequestLine(vector), parameters, key, ["another.example.com", known]));
    }

    [Fact]
    public void The_documented_form_is_verified_at_once_and_without_allocation_whatever_else_is_tolerated()
    {
        V2Vector vector = SigningVectors.Find("V12");
        using V2Parameters parameters = ReadWire(vector, vector.Signature);
        byte[] key = Encoding.UTF8.GetBytes(vector.SecretKey);
        string[] hosts = ["a.example.com", "b.example.com"];
        Assert.True(V2Signature.Verify(RequestLine(vector), parameters, key, hosts));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            V2Signature.Verify(RequestLine(vector), parameters, key, hosts);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 64);
    }

    [Fact]
    public void A_path_that_was_doubled_after_signing_is_accepted()
    {
        V2Vector vector = SigningVectors.Find("V12");
        using V2Parameters parameters = ReadWire(vector, vector.Signature);
        V2RequestLine doubled = RequestLine(vector) with { Path = "/v2/index.php/v2/index.php" };

        Assert.True(V2Signature.Verify(doubled, parameters, Encoding.UTF8.GetBytes(vector.SecretKey)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64 at all")]
    public void A_signature_of_any_other_length_is_refused(string signature)
    {
        V2Vector vector = SigningVectors.Find("V01");
        using V2Parameters parameters = ReadWire(vector, signature);

        Assert.False(V2Signature.Verify(RequestLine(vector), parameters, Encoding.UTF8.GetBytes(vector.SecretKey)));
    }

    private static V2RequestLine RequestLine(V2Vector vector) => new(vector.Method, vector.Host, vector.Path);

    private static string Sign(V2Vector vector, V2Parameters parameters, SignatureMethod hash)
    {
        Span<byte> signature = stackalloc byte[V2Signature.MaxLength];
        int length = V2Signature.Sign(RequestLine(vector), parameters, hash, Encoding.UTF8.GetBytes(vector.SecretKey), signature);
        return Encoding.ASCII.GetString(signature[..length]);
    }

    /// <summary>The vector's form with a signature of our choice.</summary>
    private static V2Parameters ReadWire(V2Vector vector, string signature)
    {
        V2Parameters parameters = new();
        string unsigned = string.Join('&', vector.Wire.Split('&').Where(pair => !pair.StartsWith("Signature=", StringComparison.Ordinal)));
        parameters.AddForm(Encoding.UTF8.GetBytes(unsigned + "&Signature=" + Uri.EscapeDataString(signature)));
        return parameters;
    }
}
