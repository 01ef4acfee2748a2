using System.Text;
using CmqContracts.Protocol.Signing;

namespace CmqContracts.Protocol.Tests;

public sealed class Tc3SignatureTests
{
    public static TheoryData<string> AllVectors => [.. SigningVectors.Tc3.Select(vector => vector.Id)];

    [Fact]
    public void The_vectors_are_all_there() => Assert.Equal(7, SigningVectors.Tc3.Count);

    [Theory]
    [MemberData(nameof(AllVectors))]
    public void Signing_gives_the_vector_s_texts_and_what_its_header_says(string id)
    {
        Tc3Vector vector = SigningVectors.FindTc3(id);
        Tc3Authorization authorization = Tc3Signature.Sign(vector.Request, vector.SecretId, Key(vector), vector.Service);

        Assert.Equal(vector.CanonicalRequest, vector.Request.ToCanonical());
        Assert.Equal(vector.StringToSign, Tc3Signature.StringToSign(vector.Request, authorization));
        Assert.Equal(vector.Signature, authorization.Signature);
        Assert.Equal(Parse(vector.Authorization), authorization);
    }

    [Theory]
    [MemberData(nameof(AllVectors))]
    public void The_vector_s_header_verifies_and_anything_else_does_not(string id)
    {
        Tc3Vector vector = SigningVectors.FindTc3(id);
        Tc3Authorization authorization = Parse(vector.Authorization);
        Tc3Request request = vector.Request;

        Assert.True(Tc3Signature.Verify(request, authorization, Key(vector)));
        Assert.False(Tc3Signature.Verify(request, authorization, [.. Key(vector), (byte)'x']));
        Assert.False(Tc3Signature.Verify(request with { Method = "PUT" }, authorization, Key(vector)));
        Assert.False(Tc3Signature.Verify(request with { Query = request.Query + "&a=b" }, authorization, Key(vector)));
        Assert.False(Tc3Signature.Verify(request with { PayloadHash = Tc3Request.HashPayload("other"u8) }, authorization, Key(vector)));
        Assert.False(Tc3Signature.Verify(request with { Timestamp = request.Timestamp + 1 }, authorization, Key(vector)));
        Assert.False(Tc3Signature.Verify(request with { Headers = [.. request.Headers.Skip(1)] }, authorization, Key(vector)));
        Assert.False(Tc3Signature.Verify(request, authorization with { Service = "other" }, Key(vector)));
        Assert.False(Tc3Signature.Verify(request, authorization with { Signature = "" }, Key(vector)));
    }

    [Fact]
    public void A_scope_of_another_day_than_the_timestamp_s_is_refused()
    {
        Tc3Vector vector = SigningVectors.FindTc3("T02");
        Tc3Request tomorrow = vector.Request with { Timestamp = vector.Request.Timestamp + 86_400 };
        Tc3Authorization signedToday = Tc3Signature.Sign(vector.Request, vector.SecretId, Key(vector), vector.Service);
        Tc3Authorization signedTomorrow = Tc3Signature.Sign(tomorrow, vector.SecretId, Key(vector), vector.Service);

        Assert.Equal("2023-11-15", signedTomorrow.Date);
        Assert.True(Tc3Signature.Verify(tomorrow, signedTomorrow, Key(vector)));
        Assert.False(Tc3Signature.Verify(tomorrow, signedToday, Key(vector)));
    }

    [Theory]
    [InlineData("TC3-HMAC-SHA256 Credential=AKID/2023-11-14/127/tc3_request, SignedHeaders=content-type;host, Signature=ab")]
    [InlineData("TC3-HMAC-SHA256  Credential=AKID/2023-11-14/127/tc3_request, SignedHeaders=content-type;host, Signature=ab")]
    [InlineData("TC3-HMAC-SHA256 Credential=AKID/2023-11-14/127/tc3_request,SignedHeaders=content-type;host,Signature=ab")]
    [InlineData("  tc3-hmac-sha256\tSignature=ab ,  signedHeaders=Content-Type;Host, credential=AKID/2023-11-14/127/tc3_request  ")]
    public void The_header_is_read_whatever_its_spaces_and_order(string header)
    {
        Tc3Authorization authorization = Parse(header);
        Assert.Equal(new Tc3Authorization("AKID", "2023-11-14", "127", "content-type;host", "ab"), authorization);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic dXNlcg==")]
    [InlineData("TC3-HMAC-SHA256")]
    [InlineData("TC3-HMAC-SHA256 Credential=AKID/2023-11-14/tdmq/tc3_request, SignedHeaders=content-type;host")]
    [InlineData("TC3-HMAC-SHA256 Credential=AKID/2023-11-14/tdmq/tc3_request, Signature=ab")]
    [InlineData("TC3-HMAC-SHA256 SignedHeaders=content-type;host, Signature=ab")]
    [InlineData("TC3-HMAC-SHA256 Credential=2023-11-14/tdmq/tc3_request, SignedHeaders=content-type;host, Signature=ab")]
    [InlineData("TC3-HMAC-SHA256 Credential=AKID/2023-11-14/tdmq/other, SignedHeaders=content-type;host, Signature=ab")]
    public void A_header_without_one_of_its_parts_is_none(string? header) => Assert.False(Tc3Authorization.TryParse(header, out _));

    [Fact]
    public void Printing_leaves_out_the_signature_and_the_query()
    {
        Assert.Equal("AKID/2023-11-14/tdmq/tc3_request", new Tc3Authorization("AKID", "2023-11-14", "tdmq", "host", "0123").ToString());
        string shown = new Tc3Request("GET", "secret=1", [], Tc3Request.UnsignedPayload, 0).ToString();
        Assert.Contains("8 characters", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_without_signed_headers_keeps_the_lines_of_its_canonical_form() =>
        Assert.Equal("GET\n/\na=b\n\n\n00ff", new Tc3Request("GET", "a=b", [], "00ff", 0).ToCanonical());

    [Fact]
    public void What_is_null_is_named()
    {
        Tc3Request request = SigningVectors.FindTc3("T02").Request;
        Tc3Authorization authorization = Parse(SigningVectors.FindTc3("T02").Authorization);
        Assert.Throws<ArgumentNullException>("request", () => Tc3Signature.Sign(null!, "AKID", "key"u8, "tdmq"));
        Assert.Throws<ArgumentNullException>("request", () => Tc3Signature.Verify((Tc3Request)null!, authorization, "key"u8));
        Assert.Throws<ArgumentNullException>("forms", () => Tc3Signature.Verify((IEnumerable<Tc3Request>)null!, authorization, "key"u8));
        Assert.Throws<ArgumentNullException>("authorization", () => Tc3Signature.Verify(request, null!, "key"u8));
        Assert.Throws<ArgumentNullException>("request", () => Tc3Signature.StringToSign(null!, authorization));
        Assert.Throws<ArgumentNullException>("authorization", () => Tc3Signature.StringToSign(request, null!));
    }

    private static byte[] Key(Tc3Vector vector) => Encoding.UTF8.GetBytes(vector.SecretKey);

    private static Tc3Authorization Parse(string header)
    {
        Assert.True(Tc3Authorization.TryParse(header, out Tc3Authorization? authorization));
        return authorization;
    }
}
