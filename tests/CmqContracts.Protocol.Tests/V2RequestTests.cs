using System.Text;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Tests;

public sealed class V2RequestTests
{
    private static readonly V2RequestLine Line = new("POST", "cmq-queue-gz.api.qcloud.com", V2RequestLine.DefaultPath);

    public static TheoryData<string> AllVectors => [.. SigningVectors.V2.Select(vector => vector.Id)];

    [Theory]
    [MemberData(nameof(AllVectors))]
    public void Its_form_has_the_vector_s_signature_and_parameters(string id)
    {
        V2Vector vector = SigningVectors.Find(id);
        using V2Request request = V2Request.Begin();
        foreach ((string name, string value) in vector.Parameters)
            request.Parameters.Add(Encoding.UTF8.GetBytes(name), value);

        using V2Parameters received = Read(request.Sign(new V2RequestLine(vector.Method, vector.Host, vector.Path), vector.Hash, Encoding.UTF8.GetBytes(vector.SecretKey)));

        Assert.Equal(vector.Signature, Value(received, "Signature"));
        foreach ((string name, string value) in vector.Parameters)
            Assert.Equal(value, Value(received, name));
        Assert.Equal(vector.Parameters.Count + 1, received.Count);
    }

    [Fact]
    public void It_is_signed_again_with_another_value()
    {
        using V2Request request = V2Request.Begin();
        request.Parameters.Add("Nonce"u8, ""u8);
        request.Parameters.Add("Timestamp"u8, ""u8);
        request.Parameters.Add("msgBody"u8, "a body");
        string first = Sign(request, 1, 1_540_000_000), second = Sign(request, 22, 1_540_000_001);

        Assert.StartsWith("Nonce=1&Timestamp=1540000000&msgBody=a%20body&Signature=", first, StringComparison.Ordinal);
        Assert.StartsWith("Nonce=22&Timestamp=1540000001&msgBody=a%20body&Signature=", second, StringComparison.Ordinal);
        Assert.All([first, second], static form =>
        {
            using V2Parameters received = Read(Encoding.ASCII.GetBytes(form));
            Assert.True(V2Signature.Verify(Line, received, "key"u8));
        });
    }

    [Fact]
    public void Requests_of_one_thread_share_no_memory_while_they_are_in_use()
    {
        V2Request.Begin().Dispose();
        using V2Request one = V2Request.Begin(), other = V2Request.Begin();
        one.Parameters.Add("msgBody"u8, "the one");
        other.Parameters.Add("msgBody"u8, "the other");
        ReadOnlyMemory<byte> formOfOne = one.Sign(Line, SignatureMethod.HmacSHA1, "key"u8), formOfOther = other.Sign(Line, SignatureMethod.HmacSHA1, "key"u8);

        Assert.StartsWith("msgBody=the%20one&", Encoding.ASCII.GetString(formOfOne.Span), StringComparison.Ordinal);
        Assert.StartsWith("msgBody=the%20other&", Encoding.ASCII.GetString(formOfOther.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_begins_without_the_parameters_of_the_one_before()
    {
        using (V2Request before = V2Request.Begin())
            before.Parameters.Add("msgBody"u8, "a body");
        using V2Request request = V2Request.Begin();
        request.Parameters.Add("Action"u8, "ListQueue");

        Assert.StartsWith("Action=ListQueue&Signature=", Encoding.ASCII.GetString(request.Sign(Line, SignatureMethod.HmacSHA1, "key"u8).Span), StringComparison.Ordinal);
    }

    private static string Sign(V2Request request, long nonce, long timestamp)
    {
        request.Parameters.Set("Nonce"u8, nonce);
        request.Parameters.Set("Timestamp"u8, timestamp);
        return Encoding.ASCII.GetString(request.Sign(Line, SignatureMethod.HmacSHA1, "key"u8).Span);
    }

    private static V2Parameters Read(ReadOnlyMemory<byte> form)
    {
        V2Parameters parameters = new();
        parameters.AddForm(form.Span);
        return parameters;
    }

    private static string Value(V2Parameters parameters, string name) => Encoding.UTF8.GetString(parameters.Value(parameters.IndexOf(Encoding.UTF8.GetBytes(name))).Span);
}
