using System.Security.Cryptography;
using System.Text;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Tests;

public sealed class Api3ParameterSignatureTests
{
    [Fact]
    public void Parameters_of_API_3_0_are_signed_as_they_are_sent_over_the_path_slash()
    {
        using V2Parameters parameters = Parameters();
        const string text = "POSTtdmq.tencentcloudapi.com/?Action=DescribeCmqTopics&Filters.0.Name=tag:a&Filters.0.Values.0=x y&Some_Name=1&Version=2020-02-17";

        Assert.Equal(text, V2Signature.StringToSign(Line("tdmq.tencentcloudapi.com"), parameters));
        Assert.Equal(Convert.ToBase64String(HMACSHA256.HashData("key"u8, Encoding.UTF8.GetBytes(text))), Sign(parameters));
    }

    [Theory]
    [InlineData("tdmq.tencentcloudapi.com", true)]
    [InlineData("tdmq.tencentcloudapi.com:8080", true)]
    [InlineData("other.tencentcloudapi.com", false)]
    public void They_verify_with_the_host_that_was_signed_with_or_without_its_port(string host, bool accepted)
    {
        using V2Parameters parameters = Parameters();
        parameters.Add("SignatureMethod"u8, "HmacSHA256"u8);
        parameters.Add("Signature"u8, Sign(parameters));

        Assert.Equal(accepted, V2Signature.Verify(Line(host), parameters, "key"u8));
    }

    [Fact]
    public void As_v2_they_are_another_request()
    {
        using V2Parameters parameters = Parameters();
        parameters.Add("SignatureMethod"u8, "HmacSHA256"u8);
        parameters.Add("Signature"u8, Sign(parameters));

        Assert.False(V2Signature.Verify(new V2RequestLine("POST", "tdmq.tencentcloudapi.com", "/"), parameters, "key"u8));
    }

    private static V2RequestLine Line(string host) => V2RequestLine.ForApi3("POST", host);

    private static V2Parameters Parameters()
    {
        V2Parameters parameters = new();
        parameters.AddForm("Action=DescribeCmqTopics&Version=2020-02-17&Some_Name=1&Filters.0.Name=tag%3Aa&Filters.0.Values.0=x+y"u8);
        return parameters;
    }

    private static string Sign(V2Parameters parameters)
    {
        Span<byte> signature = stackalloc byte[V2Signature.MaxLength];
        int length = V2Signature.Sign(Line("tdmq.tencentcloudapi.com"), parameters, SignatureMethod.HmacSHA256, "key"u8, signature);
        return Encoding.ASCII.GetString(signature[..length]);
    }
}
