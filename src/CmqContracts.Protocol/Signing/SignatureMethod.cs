namespace CmqContracts;

/// <summary>The hash of a v2 signature, named as on the wire.</summary>
public enum SignatureMethod
{
    /// <summary>HMAC with SHA-1, the protocol's default.</summary>
    HmacSHA1,

    /// <summary>HMAC with SHA-256.</summary>
    HmacSHA256,
}
