using System.Security.Cryptography;
using System.Text;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Tests;

/// <summary>Which texts a v2 request may have been signed over, each written out here: what real clients leave out, join or encode, and nothing else.</summary>
public sealed class V2ToleranceTests
{
    private static readonly byte[] Key = "key"u8.ToArray();

    [Theory]
    [InlineData("SendMessage", "msgBody")]
    [InlineData("sendmessage", "msgBody")]
    [InlineData("BatchSendMessage", "msgBody.0")]
    [InlineData("BatchSendMessage", "msgBody.15")]
    [InlineData("PublishMessage", "msgBody")]
    [InlineData("BatchPublishMessage", "msgBody.7")]
    public void Bodies_that_begin_with_at_may_be_left_out_where_bodies_are_sent(string action, string name)
    {
        Assert.True(Accepts(SignedOver($"POSTh/?Action={action}"), [("Action", action), (name, "@home")]));
        Assert.False(Accepts(SignedOver($"POSTh/?Action={action}"), [("Action", action), (name, "@home")], acceptUnsignedAtBodies: false));
        Assert.False(Accepts(SignedOver($"POSTh/?Action={action}"), [("Action", action), (name, "home@")]));
    }

    [Theory]
    [InlineData("DeleteMessage")]
    [InlineData("SendMessages")]
    [InlineData("")]
    [InlineData(null)]
    public void No_other_action_leaves_bodies_out(string? action)
    {
        (string, string)[] parameters = action is null ? [("msgBody", "@home")] : [("Action", action), ("msgBody", "@home")];
        Assert.False(Accepts(SignedOver(action is null ? "POSTh/" : $"POSTh/?Action={action}"), parameters));
    }

    [Theory]
    [InlineData("queueName")]
    [InlineData("xmsgBody")]
    [InlineData("msgBody.")]
    [InlineData("msgBody.x")]
    [InlineData("msgBody.1x")]
    [InlineData("msgBody.-1")]
    [InlineData("msgBody0")]
    [InlineData("msgBody12")]
    [InlineData("msgBodies")]
    public void No_other_parameter_may_be_left_out(string name) =>
        Assert.False(Accepts(SignedOver("POSTh/?Action=BatchSendMessage"), [("Action", "BatchSendMessage"), ("msgBody.0", "@home"), (name, "@home")]));

    [Fact]
    public void Tags_may_be_joined_among_any_number_of_parameters()
    {
        for (int others = 0; others < 60; others++)
        {
            (string Name, string Value)[] more = [.. Enumerable.Range(100, others).Select(i => ($"p{i}", "v"))];
            string after = string.Concat(more.Select(parameter => $"&{parameter.Name}={parameter.Value}"));
            Assert.True(Accepts(SignedOver($"POSTh/?Action=PublishMessage&msgTag=a,b{after}"), [("Action", "PublishMessage"), ("msgTag.0", "a"), ("msgTag.1", "b"), .. more]), $"{others} others");
        }
    }

    [Theory]
    [InlineData("PublishMessage", "a,b", "c")]
    [InlineData("PublishMessage", "", "c")]
    [InlineData("SendMessage", "a", "c")]
    public void Tags_that_cannot_be_told_from_the_joined_text_may_not_be_joined(string action, string first, string second) =>
        Assert.False(Accepts(SignedOver($"POSTh/?Action={action}&msgTag={first},{second}"), [("Action", action), ("msgTag.0", first), ("msgTag.1", second)]));

    [Fact]
    public void Tags_may_not_be_joined_into_a_parameter_that_is_there() =>
        Assert.False(Accepts(SignedOver("POSTh/?Action=PublishMessage&msgTag=x&msgTag=a,b"), [("Action", "PublishMessage"), ("msgTag", "x"), ("msgTag.0", "a"), ("msgTag.1", "b")]));

    [Theory]
    [InlineData(" a b", "+a+b")]
    [InlineData("a  ", "a++")]
    [InlineData("a/b?c", "a%2Fb%3Fc")]
    public void Values_may_be_encoded_as_in_a_form(string value, string encoded)
    {
        Assert.True(Accepts(SignedOver($"GETh/?Action=SendMessage&msgBody={encoded}"), [("Action", "SendMessage"), ("msgBody", value)], method: "GET"));
        Assert.False(Accepts(SignedOver($"GETh/?Action=SendMessage&msgBody={encoded}"), [("Action", "SendMessage"), ("msgBody", value + "!")], method: "GET"));
    }

    [Theory]
    [InlineData("/a%20b", "/a b", true)]
    [InlineData("/a%20b", "/a%20b", true)]
    [InlineData("/a b", "/a%20b", false)]
    [InlineData("/a%3Fb", "/a?b", false)]
    [InlineData("/v2/index.php/v2/index.php", "/v2/index.php", true)]
    [InlineData("/a/a", "/a", false)]
    public void A_path_may_be_encoded_or_doubled_after_signing_unless_the_parameters_would_begin_elsewhere(string requested, string signedAs, bool accepted) =>
        Assert.Equal(accepted, Accepts(SignedOver($"POSTh{signedAs}?Action=ListQueue"), [("Action", "ListQueue")], path: requested));

    [Theory]
    [InlineData("h:8080", "h", true)]
    [InlineData("[::1]:8080", "[::1]", true)]
    [InlineData("[::1]", "[:", false)]
    [InlineData(":8080", "", false)]
    [InlineData("h", "h:8080", false)]
    public void A_host_may_be_signed_without_its_port(string requested, string signedAs, bool accepted) =>
        Assert.Equal(accepted, Accepts(SignedOver($"POST{signedAs}/?Action=ListQueue"), [("Action", "ListQueue")], host: requested));

    [Fact]
    public void The_requested_host_without_its_port_comes_before_other_names_however_many_and_large()
    {
        string body = new('x', 2 * 1024 * 1024);
        string[] others = [.. Enumerable.Range(0, 20).Select(i => $"other{i}")];
        Assert.True(Accepts(SignedOver($"POSTh/?Action=SendMessage&msgBody={body}"), [("Action", "SendMessage"), ("msgBody", body)], host: "h:8080", others: others));
    }

    [Theory]
    [InlineData("HmacSHA1", true)]
    [InlineData("HmacSHA256", false)]
    public void A_hash_that_is_named_is_the_only_one(string named, bool sha256)
    {
        (string, string)[][] orders = [[("SignatureMethod", named), ("Action", "ListQueue")], [("Action", "ListQueue"), ("SignatureMethod", named)]];
        foreach ((string, string)[] parameters in orders)
        {
            Assert.False(Accepts(SignedOver($"POSTh/?Action=ListQueue&SignatureMethod={named}", sha256), parameters));
            Assert.True(Accepts(SignedOver($"POSTh/?Action=ListQueue&SignatureMethod={named}", !sha256), parameters));
        }
    }

    [Fact]
    public void The_signature_is_found_wherever_it_stands_and_without_one_a_request_is_refused()
    {
        using V2Parameters first = new();
        first.Add("Signature"u8, SignedOver("POSTh/?Action=ListQueue"));
        first.Add("Action"u8, "ListQueue"u8);
        using V2Parameters unsigned = new();
        unsigned.Add("Action"u8, "ListQueue"u8);

        Assert.True(V2Signature.Verify(new V2RequestLine("POST", "h", "/"), first, Key));
        Assert.False(V2Signature.Verify(new V2RequestLine("POST", "h", "/"), unsigned, Key));
    }

    /// <summary>A form whose text is that of another costs as much again, and gains nothing.</summary>
    [Theory]
    [InlineData(1, "SendMessage", "msgBody", "a")]
    [InlineData(1, "DeleteMessage", "msgBody", "a")]
    [InlineData(2, "DeleteMessage", "msgBody", "@a")]
    [InlineData(3, "SendMessage", "msgBody", "@a")]
    [InlineData(1, "PublishMessage", "msgBody", "a")]
    [InlineData(2, "PublishMessage", "msgTag.0", "a")]
    [InlineData(1, "PublishMessage", "msgTag.0", "")]
    [InlineData(2, "PublishMessage", "msgTag.0", "a,b")]
    [InlineData(1, "SendMessage", "msgTag.0", "a")]
    [InlineData(1, "PublishMessage", "msgTag", "a")]
    public void Only_forms_that_differ_are_tried(int times, string action, string name, string value)
    {
        using V2Parameters parameters = Parameters([("Action", action), (name, value)], SignedOver("other"));
        CountingHosts hosts = new(5);

        Assert.False(V2Signature.Verify(new V2RequestLine("POST", "h", "/"), parameters, Key, hosts));
        Assert.Equal(5 * times, hosts.Asked);
    }

    [Fact]
    public void API_3_0_is_signed_in_the_documented_form_only()
    {
        using V2Parameters parameters = Parameters([("Action", "SendCmqMsg"), ("MsgContent", "a b")], SignedOver("POSTh/?Action=SendCmqMsg&MsgContent=a+b"));
        Assert.False(V2Signature.Verify(V2RequestLine.ForApi3("POST", "h"), parameters, Key));
    }

    [Fact]
    public void A_signature_needs_room()
    {
        using V2Parameters parameters = Parameters([("Action", "ListQueue")], "");
        ArgumentException error = Assert.Throws<ArgumentException>("destination", () => V2Signature.Sign(new V2RequestLine("POST", "h", "/"), parameters, SignatureMethod.HmacSHA256, Key, new byte[V2Signature.MaxLength - 1]));
        Assert.Contains("44 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_null_is_named()
    {
        V2RequestLine line = new("POST", "h", "/");
        Assert.Throws<ArgumentNullException>("parameters", () => V2Signature.Sign(line, null!, SignatureMethod.HmacSHA1, Key, new byte[V2Signature.MaxLength]));
        Assert.Throws<ArgumentNullException>("parameters", () => V2Signature.StringToSign(line, null!));
        Assert.Throws<ArgumentNullException>("parameters", () => V2Signature.Verify(line, null!, Key));
    }

    private static bool Accepts(
        string signature,
        (string Name, string Value)[] parameters,
        string method = "POST",
        string host = "h",
        string path = "/",
        string[]? others = null,
        bool acceptUnsignedAtBodies = true)
    {
        using V2Parameters all = Parameters(parameters, signature);
        return V2Signature.Verify(new V2RequestLine(method, host, path), all, Key, others, acceptUnsignedAtBodies);
    }

    private static V2Parameters Parameters((string Name, string Value)[] parameters, string signature)
    {
        V2Parameters all = new();
        foreach ((string name, string value) in parameters)
            all.Add(Encoding.UTF8.GetBytes(name), value);
        all.Add("Signature"u8, signature);
        return all;
    }

#pragma warning disable CA5350 // The protocol's default hash.
    private static string SignedOver(string text, bool sha256 = false) =>
        Convert.ToBase64String(sha256 ? HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(text)) : HMACSHA1.HashData(Key, Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
}
