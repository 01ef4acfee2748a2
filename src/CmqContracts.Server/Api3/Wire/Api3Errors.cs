namespace CmqContracts.Server;

/// <summary>The error codes of API 3.0, and the mapping of the service's errors to them.</summary>
/// <remarks>Sources: documents 406/35950 and 1140/51177, and the codes that the public SDKs name for each action.</remarks>
internal static class Api3Errors
{
    public const string InvalidAction = nameof(InvalidAction);
    public const string InvalidAuthorization = "AuthFailure.InvalidAuthorization";
    public const string InvalidParameter = nameof(InvalidParameter);
    public const string InvalidParameterValue = nameof(InvalidParameterValue);
    public const string LimitExceeded = nameof(LimitExceeded);
    public const string MissingParameter = nameof(MissingParameter);
    public const string NoSuchVersion = nameof(NoSuchVersion);
    public const string ResourceInUse = nameof(ResourceInUse);
    public const string ResourceNotFound = nameof(ResourceNotFound);
    public const string SignatureExpire = "AuthFailure.SignatureExpire";
    public const string SignatureFailure = "AuthFailure.SignatureFailure";
    public const string TokenFailure = "AuthFailure.TokenFailure";
    public const string UnauthorizedOperation = "AuthFailure.UnauthorizedOperation";
    public const string UnsupportedOperation = nameof(UnsupportedOperation);

    /// <summary>The code for an error of the service.</summary>
    public static string CodeOf(CmqError error) => (error.Code, error.ModuleCode) switch
    {
        (4000, 10010 or 10280 or 10390 or 10400) => MissingParameter,
        (4000, 10310 or 10330 or 10370 or 10380 or 10420) => InvalidParameter,
        (4000, 10410) => "UnsupportedProtocol",
        (4000, 10430) => InvalidAction,
        (4000, 10450) => "AuthFailure.InvalidSecretId",
        (4000, 10461) => "UnauthorizedOperation",
        (4000, 10540 or 10750) => ResourceInUse,
        (4000, 10560 or 10730) => ResourceNotFound,
        (4000, 10740) => UnsupportedOperation,
        (4000, 10780) => LimitExceeded,
        (4000, _) => InvalidParameterValue,
        (4100, 10080 or 10270) => "AuthFailure.SecretIdNotFound",
        (4100, _) => SignatureFailure,
        (4400 or 4470, _) => "FailedOperation.MaxMessageSizeError",
        (4410, _) => LimitExceeded,
        (4420 or 4480, _) => "RequestLimitExceeded",
        (4430, _) => InvalidParameterValue,
        (4440, 10600) => "ResourceNotFound.Topic",
        (4440, _) => ResourceNotFound,
        (4450, _) => LimitExceeded,
        (4460, 10550) => "ResourceInUse.Topic",
        (4460, _) => "ResourceInUse.Queue",
        (4490, 10470) => "ResourceInUse.Subscription",
        (4500, _) => LimitExceeded,
        (4510, _) => InvalidParameterValue,
        (6000, 10090) or (6030, _) => "FailedOperation.SendMsg",
        (6000, _) => "InternalError",
        (6040, 10660) => "ResourceUnavailable",
        (6050, 10670) => UnsupportedOperation,
        (6050, _) or (6070, _) => LimitExceeded,
        _ => "FailedOperation.CmqBackendError",
    };
}
