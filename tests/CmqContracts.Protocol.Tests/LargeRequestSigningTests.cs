using System.Security.Cryptography;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol.Tests;

/// <summary>A valid signature verifies whatever the size of the request, for the hosts and forms that are documented.</summary>
public sealed class LargeRequestSigningTests
{
    private const string Own = "own.example.com";

    private static readonly string[] Others = [.. Enumerable.Range(1, 9).Select(i => $"a-longer-name-{i}.example.com")];

    public static TheoryData<int> Sizes => [100, 30_000, 64 * 1024, 200_000, 1024 * 1024, 1_500_000, 2 * 1024 * 1024, 4 * 1024 * 1024];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_documented_form_verifies_for_nine_hosts_besides_the_requested_one(int size)
    {
        foreach (string host in (string[])[Own, Others[0], Others[^1]])
        {
            foreach ((string? named, SignatureMethod method) in ((string?, SignatureMethod)[])[("HmacSHA1", SignatureMethod.HmacSHA1), ("HmacSHA256", SignatureMethod.HmacSHA256), (null, SignatureMethod.HmacSHA1), (null, SignatureMethod.HmacSHA256), ("sha256", SignatureMethod.HmacSHA256)])
            {
                using V2Parameters parameters = Batch(size, named);
                Sign(parameters, new V2SignedForm(new V2RequestLine("POST", host, "/a%20b"), method));

                Assert.True(V2Signature.Verify(new V2RequestLine("POST", Own, "/a%20b"), parameters, "key"u8, Others), $"{host}, {named}, {method}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_tolerated_form_verifies_where_the_server_has_one_name(int size)
    {
        foreach (V2SigningQuirk habit in Enum.GetValues<V2SigningQuirk>())
        {
            foreach (string host in (string[])[Own + ":8080", Own])
            {
                using V2Parameters parameters = Batch(size, null);
                Sign(parameters, new V2SignedForm(new V2RequestLine("POST", host, "/"), SignatureMethod.HmacSHA256, habit));

                Assert.True(V2Signature.Verify(new V2RequestLine("POST", Own + ":8080", "/"), parameters, "key"u8), $"{host}, {habit}");
            }
        }
    }

    /// <summary>A batch that can be signed in every form, with a body of nothing but what is encoded.</summary>
    private static V2Parameters Batch(int size, string? method)
    {
        V2Parameters parameters = new();
        parameters.Add("Action"u8, "BatchPublishMessage");
        parameters.Add("msgBody.0"u8, new string('{', size));
        parameters.Add("msgBody.1"u8, "@home");
        parameters.Add("msgTag.0"u8, "a");
        parameters.Add("msgTag.1"u8, "b");
        if (method is not null)
            parameters.Add("SignatureMethod"u8, method);
        return parameters;
    }

    private static void Sign(V2Parameters parameters, V2SignedForm form)
    {
        using PooledBufferWriter text = new();
        form.WriteTo(text, parameters);
#pragma warning disable CA5350 // The protocol's default hash.
        byte[] hash = form.Method == SignatureMethod.HmacSHA256 ? HMACSHA256.HashData("key"u8, text.WrittenSpan) : HMACSHA1.HashData("key"u8, text.WrittenSpan);
#pragma warning restore CA5350
        parameters.Add("Signature"u8, Convert.ToBase64String(hash));
    }
}
