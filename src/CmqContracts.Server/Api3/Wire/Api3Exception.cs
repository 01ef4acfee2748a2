namespace CmqContracts.Server;

/// <summary>A request that API 3.0 refuses for a reason that v2 does not have.</summary>
/// <param name="code">The code, such as <c>AuthFailure.SignatureExpire</c>.</param>
/// <param name="message">What a person needs to put it right. Never a secret, a signature or a message body.</param>
internal sealed class Api3Exception(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    public static Api3Exception Missing(string parameter) =>
        new(Api3Errors.MissingParameter, $"The request lacks the parameter `{parameter}`.");

    public static Api3Exception Invalid(string parameter, string rule) =>
        new(Api3Errors.InvalidParameterValue, $"The parameter `{parameter}` {rule}.");
}
